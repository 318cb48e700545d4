import Contract
import Core
import Foundation
import Testing

@Suite("The wire form")
struct WireFormTests {
    private let id = UUID(uuidString: "0199F2AA-5B1C-7D31-9C55-0D2A4BE1F001") ?? UUID()

    private func json(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    @Test("writes UUIDs in lower case, times in UTC and leaves out what has no value")
    func hostResponse() throws {
        let time = try #require(Timestamp(parsing: "2026-03-02T12:00:04.5+02:00"))
        let host = HostResponse(
            id: id, hostname: "db1", ipAddress: "10.0.0.7", port: 22, displayName: "", environment: "production",
            tags: [], createdBy: id, createdAt: time)
        let expected =
            #"{"created_at":"2026-03-02T10:00:04.500000Z","created_by":"0199f2aa-5b1c-7d31-9c55-0d2a4be1f001","#
            + #""display_name":"","environment":"production","hostname":"db1","#
            + #""id":"0199f2aa-5b1c-7d31-9c55-0d2a4be1f001","ip_address":"10.0.0.7","port":22,"tags":[]}"#
        #expect(try json(host) == expected)
        #expect(try JSONDecoder().decode(HostResponse.self, from: Data(expected.utf8)) == host)
    }

    @Test("writes nested types and choices as the contract spells them")
    func nested() throws {
        let list = CredentialListResponse(credentials: [
            CredentialResponse(
                id: id, scope: .system, name: "fleet", username: "ops", authMethod: .sshKey, isDefault: true,
                isActive: true)
        ])
        #expect(
            try json(list)
                == #"{"credentials":[{"auth_method":"ssh_key","id":"0199f2aa-5b1c-7d31-9c55-0d2a4be1f001","#
                + #""is_active":true,"is_default":true,"name":"fleet","scope":"system","username":"ops"}]}"#)
    }

    @Test("reads a request, treats null like an absent field and ignores unknown keys")
    func request() throws {
        let body = #"{"port":2222,"group_id":null,"tags":["a"],"hostname":"ignored"}"#
        let update = try JSONDecoder().decode(HostUpdateRequest.self, from: Data(body.utf8))
        #expect(update == HostUpdateRequest(port: 2222, tags: ["a"]))
    }

    @Test("refuses a time that is not RFC 3339")
    func badTime() {
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode([Timestamp].self, from: Data(#"["yesterday"]"#.utf8))
        }
    }

    @Test("names the first field of a request that breaks a bound")
    func limits() throws {
        var create = HostCreateRequest(hostname: "db1", ipAddress: "10.0.0.7", port: 0)
        #expect(create.limitViolation() == nil)
        create.tags = ["ok", String(repeating: "t", count: 65)]
        #expect(create.limitViolation()?.field == "tags")
        create.port = 65_536
        let violation = try #require(create.limitViolation())
        #expect(violation.field == "port" && violation.actual == 65_536 && violation.bounds == 0...65_535)
        create.hostname = ""
        #expect(create.limitViolation()?.message == "hostname must have 1 to 256 characters")
    }

    @Test("counts code points, not bytes or grapheme clusters")
    func codePoints() {
        let fits = HostUpdateRequest(environment: String(repeating: "é", count: 64))
        #expect(fits.limitViolation() == nil)
        let tooLong = HostUpdateRequest(environment: String(repeating: "e\u{301}", count: 33))
        #expect(tooLong.limitViolation()?.actual == 66)
        #expect(HostUpdateRequest(tags: Array(repeating: "t", count: 65)).limitViolation()?.measure == .count)
    }

    @Test("never shows the secrets of a request when it is printed")
    func secrets() {
        let login = AuthLoginRequest(username: "ops", password: "correct horse", otp: "123456")
        var credential = CredentialUpdateRequest(password: "correct horse")
        credential.privateKey = "correct horse"
        var dumped = ""
        dump(credential, to: &dumped)
        for text in ["\(login)", String(reflecting: login), "\(credential)", "\([credential])", dumped] {
            #expect(!text.contains("correct horse") && !text.contains("123456"), "\(text)")
        }
    }
}
