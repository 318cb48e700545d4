import AreaTestSupport
import Contract
import Core
import JSON
import Testing

@testable import Audit

@Suite("Text in audit rows")
struct AuditTextTests {
    @Test("R21: a client's text is cut to 256 scalars, and what steers a terminal or a reader's eye becomes a space")
    func clip() {
        #expect(AuditText.clip(String(repeating: "é", count: 1_000)).unicodeScalars.count == 256)
        #expect(AuditText.clip(String(repeating: "e\u{301}", count: 1_000)).unicodeScalars.count == 256)
        #expect(AuditText.clip("plain text, Ünïcode 😀") == "plain text, Ünïcode 😀")
        #expect(AuditText.clip("a\u{0}\u{1b}[2J\r\nb\u{7f}\u{85}\u{202e}c\u{2066}\u{2028}") == "a  [2J  b   c  ")
        #expect(AuditText.clip("abc", to: 2) == "ab")
    }

    @Test("R21: what an anonymous client or a sign-in puts into detail is clipped at any depth, in names too")
    func detail() {
        let long = String(repeating: "x", count: 5_000)
        func length(_ event: AuditEvent, _ caller: Caller) -> Int? {
            let entry = AuditEntry(event, by: caller, detail: ["reason": [["deep": .string(long)]]])
            return AuditDetail.prepare(entry).detail["reason"]?.array?.first?["deep"]?.string?.count
        }
        #expect(length(.authLoginFailure, .administrator) == 256)
        #expect(length(.authzPermissionDenied, .anonymous(address: nil, userAgent: nil)) == 256)
        #expect(length(.hostUpdated, .administrator) == 4_096)
        let entry = AuditEntry(.hostUpdated, by: .administrator, detail: [long: 1])
        #expect(AuditDetail.prepare(entry).detail.keys.first?.count == 256)
    }

    @Test("C12: secrets that exact names would miss are cut, a private key under any name")
    func secrets() {
        for name in [
            "private_key", "passphrase", "client_secret", "otp", "refresh_token", "access_token", "new_password",
            "authorization",
        ] {
            let entry = AuditEntry(.credentialUpdated, by: .administrator, detail: [name: "hunter2"])
            let (detail, paths) = AuditDetail.prepare(entry)
            #expect(detail[name] == "<REDACTED>" && paths == [name])
        }
        let key = "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----"
        let entry = AuditEntry(
            .credentialUpdated, by: .administrator, detail: ["note": .string(key), "list": [.string("x " + key)]])
        let (detail, paths) = AuditDetail.prepare(entry)
        #expect(paths.sorted() == ["list[0]", "note"])
        #expect(!String(decoding: JSONValue.object(detail).encoded(), as: UTF8.self).contains("AAAA"))
    }

    @Test("R22: a member that the registry does not declare is stored and counted, and refused in tests")
    func undeclared() async throws {
        await #expect(throws: UndeclaredAuditDetail.self) {
            try await withAreaDatabase { test in
                let entry = AuditEntry(.authLogout, by: .administrator, detail: ["only_here": 1])
                try await AuditTrail().record(entry, in: test.database)
                #expect(try await test.database.count("SELECT (detail->>'only_here')::int AS n FROM audit_events") == 1)
            }
        }
        #expect(AuditDetail.undeclared["auth.logout only_here"] == 1)
    }

    @Test(
        "R21: a cell that a spreadsheet would run is defused, and cells are quoted as RFC 4180 says",
        arguments: [
            ("plain", "plain"), ("=1+1", "'=1+1"), ("+1", "'+1"), ("-1", "'-1"), ("@x", "'@x"), ("\tx", "'\tx"),
            ("\rx", "\"'\rx\""), ("a,b", "\"a,b\""), ("say \"hi\"", "\"say \"\"hi\"\"\""), ("a\nb", "\"a\nb\""),
            ("a\r\nb", "\"a\r\nb\""), ("=\"x\",1", "\"'=\"\"x\"\",1\""), ("", ""), ("a=b", "a=b"),
            ("=\u{301}1", "'=\u{301}1"),
        ])
    func cell(value: String, expected: String) {
        #expect(AuditCSV.cell(value) == expected)
    }

    @Test("a cursor survives its wire form and nothing else is one")
    func cursor() throws {
        for microseconds: Int64 in [0, 1, -1, 1_790_000_000_123_456] {
            let cursor = AuditCursor(occurredAt: Timestamp(microseconds: microseconds), id: .v7())
            #expect(AuditCursor(cursor.text) == cursor)
            #expect(!cursor.text.contains("+") && !cursor.text.contains("/"))
        }
        for text in [
            "", "x", "2026-01-01T00:00:00Z|018f0000-0000-7000-8000-000000000001", String(repeating: "A", count: 31),
            String(repeating: "A", count: 33), String(repeating: "=", count: 32), String(repeating: "é", count: 16),
            // A year that the database cannot hold.
            "f_________" + String(repeating: "_", count: 22), "gAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        ] {
            #expect(AuditCursor(text) == nil, "\(text)")
        }
    }
}
