import JSON
import TestSupport
import Testing

extension SystemTests.BadInput {
    @Suite("Secrets", .serialized)
    struct Secrets {
        @Test("a key that cannot be used is refused with the reason, and nothing is stored")
        func keys() async throws {
            let server = try OpenWatchServer.current
            let host = try await server.addHost("keys", port: 1)
            let locked = try await SSHKeyPair.make(passphrase: "the right phrase")
            let weak = try await SSHKeyPair.make("rsa", bits: 1_024)
            let cases: [(SSHKeyPair, String?, String)] = [
                (locked, "the wrong phrase", "key_passphrase_wrong"), (locked, nil, "key_passphrase_missing"),
                (weak, nil, "key_too_weak"),
                (SSHKeyPair(privateKey: "no key at all", publicKey: "", fingerprint: ""), nil, "key_invalid"),
                (SSHKeyPair(privateKey: locked.publicKey, publicKey: "", fingerprint: ""), nil, "key_is_public"),
            ]
            for (key, phrase, reason) in cases {
                let answer = try await server.postCredential(host: host, username: "root", key: key, passphrase: phrase)
                #expect(answer.status == 400)
                #expect(answer.code == "credentials.invalid_key", "\(answer.text)")
                #expect(answer.detail?["reason"]?.string == reason)
                #expect(answer.detail?["field"]?.string == "private_key")
            }
            #expect(try await server.rows("SELECT id FROM credentials WHERE scope_id = '\(host)'").isEmpty)
            let answer = try await server.postCredential(
                host: host, username: "root", key: locked, passphrase: "the right phrase")
            #expect(answer.status == 201, "\(answer.text)")
            #expect(answer.json["ssh_key_fingerprint"]?.string == locked.fingerprint)
        }

        @Test("a credential is copied to another host and looked up for it, and neither answer holds a secret")
        func cloneAndResolve() async throws {
            let server = try OpenWatchServer.current
            let (first, second) = (
                try await server.addHost("first", port: 1), try await server.addHost("second", port: 1)
            )
            let id = try await server.addCredential(host: first, username: "u", password: "never shown")
            let none = try await server.post("hosts/\(second)/credentials:resolve")
            #expect(none.status == 404 && none.code == "credentials.none_available", "\(none.text)")
            let copy = try await server.post(
                "credentials/\(id):clone", ["scope": "host", "scope_id": .string(second), "name": "copy"])
            #expect(copy.status == 201, "\(copy.text)")
            let found = try await server.post("hosts/\(second)/credentials:resolve")
            #expect(found.status == 200 && found.json["id"]?.string == copy.json["id"]?.string, "\(found.text)")
            #expect(!"\(copy.text)\(found.text)".contains("never shown"))
            let nobody = "0190a000-0000-7000-8000-000000000001"
            for (path, status, code) in [
                ("hosts/\(nobody)/credentials:resolve", 404, "hosts.not_found"),
                ("hosts/nobody/credentials:resolve", 400, "validation.field_format"),
            ] {
                let answer = try await server.post(path)
                #expect(answer.status == status && answer.code == code, "\(answer.text)")
            }
            let missing = try await server.post("credentials/\(nobody):clone", ["scope": "system"])
            #expect(missing.status == 404 && missing.code == "credentials.not_found", "\(missing.text)")
        }

        @Test("a credential without its secret, its host or its name is refused with the field")
        func incomplete() async throws {
            let server = try OpenWatchServer.current
            let host = try await server.addHost("incomplete", port: 1)
            let base: JSONObject = [
                "scope": "host", "scope_id": .string(host), "name": "c", "username": "u", "auth_method": "password",
                "password": "p",
            ]
            func expect(_ changes: JSONObject, _ code: String, _ field: String) async throws {
                var body = base
                for (name, value) in changes { body[name] = value }
                let answer = try await server.post("credentials", .object(body))
                #expect(answer.status == 400)
                #expect(answer.code == code, "\(answer.text)")
                #expect(answer.detail?["field"]?.string == field)
            }
            try await expect(["password": ""], "credentials.missing_secret", "password")
            try await expect(["auth_method": "ssh_key"], "credentials.missing_secret", "private_key")
            try await expect(["auth_method": "magic"], "validation.field_invalid", "auth_method")
            try await expect(["scope": "galaxy"], "credentials.invalid_scope", "scope")
            try await expect(["scope_id": .null], "credentials.invalid_scope", "scope_id")
            try await expect(["scope": "system"], "credentials.invalid_scope", "scope_id")
            try await expect(
                ["scope_id": "0190a000-0000-7000-8000-000000000001"], "credentials.host_not_found", "scope_id")
            try await expect(["name": ""], "validation.field_range", "name")
            try await expect(["username": " "], "validation.field_required", "username")
            #expect(try await server.rows("SELECT id FROM credentials WHERE scope_id = '\(host)'").isEmpty)
        }

        @Test("deleting a credential erases its secrets, and doing it again is no fault")
        func delete() async throws {
            let server = try OpenWatchServer.current
            let host = try await server.addHost("shredded", port: 1)
            let id = try await server.addCredential(host: host, username: "u", password: "to be shredded")
            for _ in 1...2 {
                let answer = try await server.api.send("DELETE", "credentials/\(id)", as: server.admin)
                #expect(answer.status == 204, "\(answer.text)")
            }
            #expect(try await server.get("credentials/\(id)").status == 404)
            let rows = try await server.rows(
                "SELECT id FROM credentials WHERE id = '\(id)' AND encrypted_password IS NOT NULL")
            #expect(rows.isEmpty)
        }

        @Test("no secret is in any response, in the log, in the audit trail or in the clear in the database")
        func nowhere() async throws {
            let server = try OpenWatchServer.current
            // Uses secrets in every way: right, wrong, with a host, and in requests that are refused.
            let key = try await SSHKeyPair.make(passphrase: "phrase-of-the-key-71")
            let user = try await SystemUser.make()
            let sshd = try await SSHServerFixture.start(.init(authorizedKeys: [key.publicKey], passwords: true))
            let byKey = try await server.addHost("secret-key", port: sshd.port)
            try await server.addCredential(
                host: byKey, username: user.name, key: key, passphrase: "phrase-of-the-key-71")
            let byPassword = try await server.addHost("secret-password", port: sshd.port)
            try await server.addCredential(host: byPassword, username: user.name, password: user.password)
            for host in [byKey, byPassword] {
                let check = try await server.probe("connectivity:check", on: host)
                #expect(check.json["rungs"]?.array?[4]["ok"]?.bool == true, "\(check.text)")
            }
            let refused = try await server.postCredential(
                host: byKey, username: "root", key: key, passphrase: "not-the-phrase-82")
            #expect(refused.status == 400)
            _ = try await server.api.send(
                "POST", "auth/login",
                json: ["username": .string(OpenWatchServer.adminName), "password": "never-the-password-93"])
            let signedIn = try await server.signIn()
            _ = try await server.get("credentials")
            _ = try await server.get("auth/me")
            let secrets = [
                OpenWatchServer.adminPassword, "phrase-of-the-key-71", "not-the-phrase-82", "never-the-password-93",
                key.middleLine, user.password, server.token, signedIn.json["refresh_token"]?.string ?? "",
                signedIn.cookie("openwatch_session") ?? "",
            ]
            #expect(secrets.allSatisfy { $0.count >= 10 })
            let answers = try server.api.answers.joined(separator: "\n")
            let log = try server.log
            let postgres = try? server.home.read("state/postgres/postgres.log")
            let database = try await server.psql(
                """
                SELECT coalesce(string_agg(t::text, '|'), '') FROM audit_events t UNION ALL
                SELECT coalesce(string_agg(t::text, '|'), '') FROM event_log t UNION ALL
                SELECT coalesce(string_agg(t::text, '|'), '') FROM credentials t UNION ALL
                SELECT coalesce(string_agg(t::text, '|'), '') FROM sessions t UNION ALL
                SELECT coalesce(string_agg(convert_from(response_body, 'UTF8'), '|'), '') FROM idempotency_keys
                """)
            #expect(log.contains("openwatch ready"))
            #expect(database.contains("auth.login.failure"))
            for (index, secret) in secrets.enumerated() {
                #expect(!answers.contains(secret), "secret \(index) is in a response")
                #expect(!log.contains(secret), "secret \(index) is in the log")
                #expect(!database.contains(secret), "secret \(index) is in the database")
                #expect(!String(decoding: postgres ?? [], as: UTF8.self).contains(secret))
            }
            withExtendedLifetime((user, sshd)) {}
        }
    }
}
