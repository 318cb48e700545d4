import Foundation
import TestSupport
import Testing

@testable import Identity

@Suite("The password policy")
struct PasswordPolicyTests {
    private func reason(
        _ password: String, username: String = "ada", email: String = "lovelace@example.net", isAdmin: Bool = false,
        policy: PasswordPolicy? = nil
    ) async throws -> PasswordViolation.Reason? {
        do {
            try await (policy ?? .withoutList).check(
                password, username: username, email: email, isAdmin: isAdmin)
            return nil
        } catch let violation as PasswordViolation {
            #expect(password == "password" || !violation.message.contains(password))
            return violation.reason
        }
    }

    @Test("C17: lengths count code points after NFKC, 8 for people and 15 for administrators, 128 at most")
    func lengths() async throws {
        #expect(try await reason("vk7#qlz") == .tooShort)
        #expect(try await reason("vk7#qlzx") == nil)
        #expect(try await reason("vk7#qlzxvk7#ql", isAdmin: true) == .tooShort)
        #expect(try await reason("vk7#qlzxmwb2+dt", isAdmin: true) == nil)
        #expect(try await reason("😀😃") == .tooShort, "two characters of four bytes each")
        #expect(try await reason("😀😃😄😁😆😅🤣😂") == nil)
        // Seven characters, each written as letter and accent.
        #expect(try await reason(String(repeating: "e\u{301}", count: 6) + "z") == .tooShort)
        let long = (0..<128).map { String(UnicodeScalar(UInt8(33 + $0 * 7 % 90))) }.joined()
        #expect(try await reason(long) == nil)
        #expect(try await reason(long + "x") == .tooLong)
    }

    @Test("C17: a password holds neither user name nor address, in any case")
    func names() async throws {
        for password in ["xxADAxx-kwzp", "my.Lovelace!zq", "q-lovelace@example.net-q"] {
            #expect(try await reason(password) == .containsAccount, "\(password)")
        }
        #expect(try await reason("to be or not, zq", username: "to", email: "be@x.org") == nil, "too short to matter")
        #expect(try await reason("ｌｏｖｅｌａｃｅ-zqk", username: "x", email: "lovelace@x") == .containsAccount)
    }

    @Test(
        "passwords that everybody tries are refused",
        arguments: [
            "password", "Password1", "P@ssw0rd!", "passw0rd2024", "letmein!", "Welcome1", "changeme123", "qwertyuiop",
            "Qwerty123456", "1q2w3e4r5t", "12345678", "87654321", "aaaaaaaa", "abababab", "abcdefgh", "iloveyou",
            "passwordpassword", "adminadmin", "Sommer2024!", "openwatch1", "00000000000000000", "abc1abc1abc1abc1",
        ])
    func common(password: String) async throws {
        #expect(try await reason(password, username: "x", email: "") == .common)
    }

    @Test(
        "good passwords pass",
        arguments: ["correct horse battery", "tr0mbone-fjord-88", "Zo zegt men dat", "ßüßwasser-ö9"])
    func good(password: String) async throws {
        #expect(try await reason(password) == nil)
    }

    private func list(_ directory: TemporaryDirectory, _ passwords: [String], suffix: String = ":12") throws -> String {
        let lines = passwords.map { BreachList.hash(of: $0) }.sorted().map { $0 + suffix + "\n" }
        let path = directory.path + "/breached"
        try Data(lines.joined().utf8).write(to: URL(filePath: path))
        return path
    }

    @Test(
        "the operator's list is searched, whichever line a password is on", arguments: [":3", "", "\r", ":123456789"])
    func breached(suffix: String) async throws {
        let directory = try TemporaryDirectory()
        let known = (0..<1_000).map { "known-\($0)-zq" }
        let policy = try PasswordPolicy(breachListFile: try list(directory, known, suffix: suffix))
        for password in known { #expect(try await reason(password, policy: policy) == .breached, "\(password)") }
        for index in 0..<1_000 { #expect(try await reason("other-\(index)-zq", policy: policy) == nil) }
        for few in [1, 2, 3] {
            let list = try BreachList(path: try self.list(directory, Array(known.prefix(few)), suffix: suffix))
            #expect(try known.filter { try list.contains($0) }.count == few)
        }
    }

    @Test("a list that is none is refused when the server starts", arguments: ["", "password\n", "# a comment\n"])
    func noList(text: String) throws {
        let directory = try TemporaryDirectory()
        let path = directory.path + "/list"
        try Data(text.utf8).write(to: URL(filePath: path))
        let error = #expect(throws: IdentityError.self) { try PasswordPolicy(breachListFile: path) }
        #expect(error?.code == .breachList && error?.hint != nil)
        #expect(throws: IdentityError.self) { try PasswordPolicy(breachListFile: directory.path + "/none") }
        #expect(throws: IdentityError.self) { try PasswordPolicy(breachListFile: directory.path) }
    }
}
