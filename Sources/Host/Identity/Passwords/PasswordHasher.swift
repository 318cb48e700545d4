import CArgon2
import Contract
import Foundation
import NIOConcurrencyHelpers
import NIOPosix

/// Argon2id (RFC 9106) with bounded concurrency: a verification takes 64 MiB and tens of milliseconds.
///
/// Parameters: 65,536 KiB, 3 passes, 1 lane, 16-byte salt, 32-byte tag; stored as a PHC string. Passwords are brought to
/// Unicode form NFKC first, so that it does not matter how a keyboard composes an umlaut.
package final class PasswordHasher: Sendable {
    /// Its own threads, so that logins queue here and never stall the cooperative pool.
    private let threads: NIOThreadPool
    private let maximumWaiting: Int
    /// Verifications that run or wait.
    private let pending = NIOLockedValueBox(0)
    private let width: Int

    /// - Parameters:
    ///   - width: verifications at one time; each takes 64 MiB.
    ///   - maximumWaiting: how many more may wait their turn before others are sent away.
    package init(width: Int = 2, maximumWaiting: Int = 64) {
        self.width = width
        self.maximumWaiting = maximumWaiting
        threads = NIOThreadPool(numberOfThreads: width)
        threads.start()
    }

    package func shutdown() async {
        try? await threads.shutdownGracefully()
    }

    /// - Throws: `passwordHashing` when the library refuses, for example for want of memory; `server.unavailable` (an
    ///   ``APIError`` with `Retry-After`) when too many wait.
    package func hash(_ password: String) async throws -> String {
        try await run { try Self.hash(password) }
    }

    /// Whether a password belongs to a stored hash. A hash that cannot be read, or costs more than it may, belongs to
    /// none, and is as much work as another.
    package func verify(_ password: String, against hash: String) async throws -> Bool {
        guard PasswordHashParameters(phc: hash) != nil else {
            try await verifyDecoy(password)
            return false
        }
        return try await run {
            let text = Self.normal(password)
            return argon2id_verify(hash, text, text.utf8.count) == ARGON2_OK.rawValue
        }
    }

    /// The work of a verification for nobody, so that an unknown user takes as long as a known one.
    package func verifyDecoy(_ password: String) async throws {
        // Hashing and verifying cost the same: one run with the same parameters.
        _ = try await hash(password)
    }

    /// A hash of a verified password with today's parameters, when the stored one has others; nil if it need not change.
    package func upgrade(_ stored: String?, for password: String) async throws -> String? {
        guard let stored, let parameters = PasswordHashParameters(phc: stored), parameters != .current else {
            return nil
        }
        return try await hash(password)
    }

    private func run<Result: Sendable>(_ work: @escaping @Sendable () throws -> Result) async throws -> Result {
        let mayWait = pending.withLockedValue { pending in
            guard pending < width + maximumWaiting else { return false }
            pending += 1
            return true
        }
        guard mayWait else {
            var busy = APIError.unavailable(component: "password_hashing")
            busy.headers["Retry-After"] = "2"
            throw busy
        }
        defer { pending.withLockedValue { $0 -= 1 } }
        return try await threads.runIfActive(work)
    }

    private static func normal(_ password: String) -> String { password.precomposedStringWithCompatibilityMapping }

    private static func hash(_ password: String) throws -> String {
        let text = normal(password)
        var salt = [UInt8](repeating: 0, count: 16)
        var generator = SystemRandomNumberGenerator()
        for index in salt.indices { salt[index] = UInt8.random(in: .min ... .max, using: &generator) }
        var encoded = [CChar](repeating: 0, count: 128)
        let parameters = PasswordHashParameters.current
        let code = argon2id_hash_encoded(
            parameters.passes, parameters.memoryKiB, parameters.lanes, text, text.utf8.count, salt, salt.count, 32,
            &encoded, encoded.count)
        guard code == ARGON2_OK.rawValue else {
            throw IdentityError(.passwordHashing, String(cString: argon2_error_message(code)))
        }
        return String(decoding: encoded.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
