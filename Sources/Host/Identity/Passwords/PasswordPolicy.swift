import Foundation
import NIOPosix

/// The rules for passwords, the same wherever one is set.
///
/// Lengths count Unicode code points after normalisation to NFKC. There are no character classes and no forced changes
/// (NIST SP 800-63B section 3.1.1.2); what counts is length and that nobody would guess it.
package struct PasswordPolicy: Sendable {
    package static let minimumLength = 8
    package static let minimumAdminLength = 15
    package static let maximumLength = 128

    private let breaches: BreachList?

    /// - Parameter breachListFile: SHA-1 hashes of breached passwords, see ``BreachList``; empty = none.
    /// - Throws: `breachList` for a file that cannot be used.
    package init(breachListFile: String) throws {
        breaches = breachListFile.isEmpty ? nil : try BreachList(path: breachListFile)
    }

    /// The rules with the built-in list alone.
    package static let withoutList = PasswordPolicy()

    private init() {
        breaches = nil
    }

    /// Accepts a password or says what is wrong with it.
    ///
    /// - Parameter isAdmin: whether the account has, or is about to have, the role admin.
    /// - Throws: ``PasswordViolation``; `breachList` when the operator's list cannot be read, in which case no password is
    ///   accepted.
    package func check(_ password: String, username: String, email: String, isAdmin: Bool) async throws {
        if let violation = Self.violation(in: password, username: username, email: email, isAdmin: isAdmin) {
            throw violation
        }
        guard let breaches else { return }
        // Reading a file blocks.
        let isBreached = try await NIOThreadPool.singleton.runIfActive { try breaches.contains(password) }
        guard !isBreached else {
            throw PasswordViolation(.breached, "The password is known from a data breach, choose another one")
        }
    }

    /// The rules that need no file.
    static func violation(
        in password: String, username: String, email: String, isAdmin: Bool
    ) -> PasswordViolation? {
        let text = password.precomposedStringWithCompatibilityMapping
        let length = text.unicodeScalars.count
        let minimum = isAdmin ? minimumAdminLength : minimumLength
        guard length >= minimum else {
            return PasswordViolation(.tooShort, "The password must have at least \(minimum) characters")
        }
        guard length <= maximumLength else {
            return PasswordViolation(.tooLong, "The password may have at most \(maximumLength) characters")
        }
        let lowered = text.lowercased()
        let names = [username, email, String(email.prefix { $0 != "@" })].map {
            $0.precomposedStringWithCompatibilityMapping.lowercased()
        }
        // A name of one or two letters is in most sentences.
        guard !names.contains(where: { $0.count >= 3 && lowered.contains($0) }) else {
            return PasswordViolation(
                .containsAccount, "The password must not contain the user name or the e-mail address")
        }
        guard !CommonPasswords.contains(lowered) else {
            return PasswordViolation(.common, "The password is too easy to guess")
        }
        return nil
    }
}
