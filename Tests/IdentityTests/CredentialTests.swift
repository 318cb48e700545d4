import AreaTestSupport
import Audit
import Contract
import Database
import Foundation
import Probes
import TestSupport
import Testing

@testable import Identity

@Suite("Credentials")
struct CredentialTests {
    private let password = "s3cret-pass"

    private func service(_ database: Database, hosts: [UUID] = []) throws -> CredentialService {
        CredentialService(
            database: database, box: try SecretBox(keyBytes: [UInt8](repeating: 9, count: 32)),
            hosts: ListedHosts(hosts: hosts), audit: AuditTrail(), schedule: ProbeSchedule())
    }

    private func request(
        _ name: String = "c", scope: String = "system", scopeID: UUID? = nil, username: String = "root",
        method: String = "password", password: String? = "s3cret-pass", key: String? = nil, passphrase: String? = nil,
        isDefault: Bool? = nil
    ) -> CredentialCreateRequest {
        CredentialCreateRequest(
            scope: scope, scopeID: scopeID, name: name, username: username, authMethod: method, password: password,
            privateKey: key, privateKeyPassphrase: passphrase, isDefault: isDefault)
    }

    private func codes(_ database: Database) async throws -> Int {
        try await database.count("SELECT count(*) AS n FROM credentials")
    }

    @Test("a request that breaks a rule is refused with its code and field, and nothing is stored")
    func rules() async throws {
        let key = try await IdentityBench.sshKey()
        let locked = try await IdentityBench.sshKey(passphrase: "open sesame")
        let short = try await IdentityBench.sshKey(["-t", "rsa", "-b", "1024"])
        let (host, nobody) = (UUID(), UUID())
        let cases: [(CredentialCreateRequest, ErrorCode, String)] = [
            (request(scope: "group"), .credentialsInvalidScope, "scope"),
            (request(scope: "host"), .credentialsInvalidScope, "scope_id"),
            (request(scopeID: host), .credentialsInvalidScope, "scope_id"),
            (request(scope: "host", scopeID: nobody), .credentialsHostNotFound, "scope_id"),
            (request(method: "agent"), .validationFieldInvalid, "auth_method"),
            (request(password: nil), .credentialsMissingSecret, "password"),
            (request(password: ""), .credentialsMissingSecret, "password"),
            (request(method: "ssh_key"), .credentialsMissingSecret, "private_key"),
            (request(method: "both", key: nil), .credentialsMissingSecret, "private_key"),
            (request(method: "both", password: nil, key: key), .credentialsMissingSecret, "password"),
            (request(method: "ssh_key", key: "no key"), .credentialsInvalidKey, "private_key"),
            (request(method: "ssh_key", key: locked), .credentialsInvalidKey, "private_key"),
            (request(method: "ssh_key", key: locked, passphrase: "wrong"), .credentialsInvalidKey, "private_key"),
            (request(method: "ssh_key", key: short), .credentialsInvalidKey, "private_key"),
            (request(" \t"), .validationFieldRequired, "name"),
            (request(username: " "), .validationFieldRequired, "username"),
            (request(""), .validationFieldRange, "name"),
        ]
        try await withAreaDatabase { test in
            let service = try service(test.database, hosts: [host])
            for (request, code, field) in cases {
                let error = await apiError { _ = try await service.create(request, by: .administrator) }
                #expect(error?.code == code && error?.detail["field"] == .string(field), "\(code) \(field)")
                #expect(error.map { !"\($0)\($0.detail)".contains(password) } == true)
            }
            #expect(try await codes(test.database) == 0)
            #expect(try await test.database.auditActions() == [])
        }
    }

    @Test("a key is described, secrets are stored as ciphertext alone, and come back for the host")
    func stored() async throws {
        let key = try await IdentityBench.sshKey(["-t", "rsa", "-b", "2048"], passphrase: "open sesame")
        try await withAreaDatabase { test in
            let host = UUID()
            let service = try service(test.database, hosts: [host])
            let made = try await service.create(
                request(scope: "host", scopeID: host, method: "both", key: key, passphrase: "open sesame"),
                by: .administrator)
            #expect(made.sshKeyType == "ssh-rsa" && made.sshKeyBits == 2_048 && made.sshKeyComment == "a key")
            #expect(made.sshKeyFingerprint?.hasPrefix("SHA256:") == true && made.scopeID == host)
            #expect(made.createdBy?.uuidString.lowercased() == Caller.administrator.id)
            let found = try #require(try await service.credential(forHost: host))
            #expect(found.username == "root" && found.password == Array(password.utf8))
            #expect(found.privateKey == Array(key.utf8) && found.passphrase == Array("open sesame".utf8))
            let row = try #require(
                try await test.database.query(
                    """
                    SELECT credentials::text AS row, encrypted_password AS a, encrypted_private_key AS b,
                        encrypted_passphrase AS c FROM credentials
                    """
                ).first)
            let all = try row.string("row") + (try await auditText(test.database))
            #expect(!all.contains(password) && !all.contains("open sesame") && !all.contains("PRIVATE KEY"))
            for column in ["a", "b", "c"] {
                let bytes = try row.bytes(column)
                for secret in [password, "open sesame", "PRIVATE KEY"] {
                    #expect(!bytes.indices.contains { bytes[$0...].starts(with: Array(secret.utf8)) })
                }
            }
            #expect(try await test.database.auditActions() == ["credential.created", "credential.used"])
        }
    }

    private func auditText(_ database: Database) async throws -> String {
        try await database.query("SELECT audit_events::text AS row FROM audit_events").map { try $0.string("row") }
            .joined()
    }

    @Test("a secret that the method does not use is not kept")
    func unused() async throws {
        let key = try await IdentityBench.sshKey()
        try await withAreaDatabase { test in
            let service = try service(test.database)
            _ = try await service.create(
                request("p", method: "password", key: key, passphrase: "x"), by: .administrator)
            _ = try await service.create(request("k", method: "ssh_key", key: key), by: .administrator)
            let sql =
                """
                SELECT count(*) AS n FROM credentials WHERE (name = 'p' AND encrypted_private_key IS NULL
                    AND encrypted_passphrase IS NULL AND ssh_key_type = '') OR (name = 'k' AND encrypted_password IS NULL)
                """
            #expect(try await test.database.count(sql) == 2)
        }
    }

    @Test("narrowing the method destroys what it no longer uses; widening needs the missing secret")
    func narrowing() async throws {
        let key = try await IdentityBench.sshKey()
        try await withAreaDatabase { test in
            let service = try service(test.database)
            let id = try await service.create(request(method: "both", key: key), by: .administrator).id
            let narrowed = try await service.update(id, .init(authMethod: "ssh_key"), by: .administrator)
            #expect(narrowed.authMethod == .sshKey && narrowed.sshKeyType == "ssh-ed25519")
            #expect(
                try await test.database.count("SELECT count(*) AS n FROM credentials WHERE encrypted_password IS NULL")
                    == 1)
            let widened = await apiError {
                _ = try await service.update(id, .init(authMethod: "both"), by: .administrator)
            }
            #expect(widened?.code == .credentialsMissingSecret && widened?.detail["field"] == "password")
            let toPassword = try await service.update(
                id, .init(authMethod: "password", password: "other"), by: .administrator)
            #expect(toPassword.sshKeyType == "" && toPassword.sshKeyBits == 0 && toPassword.sshKeyFingerprint == "")
            let sql =
                "SELECT count(*) AS n FROM credentials WHERE encrypted_private_key IS NULL AND encrypted_passphrase IS NULL"
            #expect(try await test.database.count(sql) == 1)
        }
    }

    @Test("an update changes what it names, rotates secrets under a new version and is audited without them")
    func update() async throws {
        try await withAreaDatabase { test in
            let service = try service(test.database)
            let id = try await service.create(request(isDefault: true), by: .administrator).id
            let before = try #require(try await service.credential(forHost: UUID()))
            let renamed = try await service.update(id, .init(name: "new", description: "d"), by: .administrator)
            #expect(
                renamed.name == "new" && renamed.description == "d" && renamed.username == "root" && renamed.isDefault)
            let rotated = try await service.update(id, .init(password: "rotated-pass"), by: .administrator)
            #expect(rotated.name == "new")
            let after = try #require(try await service.credential(forHost: UUID()))
            #expect(after.password == Array("rotated-pass".utf8) && after.version != before.version)
            let text = try await auditText(test.database)
            #expect(text.contains("secret_rotated") && !text.contains("rotated-pass"))
            for request in [
                CredentialUpdateRequest(name: " "), .init(username: ""), .init(authMethod: "agent"),
                .init(privateKey: "no key"),
            ] {
                #expect(
                    await apiError { _ = try await service.update(id, request, by: .administrator) }?.code.httpStatus
                        == 400)
            }
            let missing = await apiError { _ = try await service.update(UUID(), .init(name: "x"), by: .administrator) }
            #expect(missing?.code == .credentialsNotFound)
        }
    }

    @Test("names are unique per scope; a second default is refused at creation and takes over at an update")
    func defaults() async throws {
        try await withAreaDatabase { test in
            let hosts = [UUID(), UUID()]
            let service = try service(test.database, hosts: hosts)
            let first = try await service.create(request("a", isDefault: true), by: .administrator).id
            for (request, code, field) in [
                (request("a"), ErrorCode.credentialsDuplicate, "name"),
                (request("b", isDefault: true), .credentialsMultipleSystemDefaults, "is_default"),
            ] {
                let error = await apiError { _ = try await service.create(request, by: .administrator) }
                #expect(error?.code == code && error?.detail["field"] == .string(field))
            }
            for host in hosts {
                _ = try await service.create(request("a", scope: "host", scopeID: host), by: .administrator)
            }
            let second = try await service.create(request("b"), by: .administrator).id
            let renamed = await apiError { _ = try await service.update(second, .init(name: "a"), by: .administrator) }
            #expect(renamed?.code == .credentialsDuplicate)
            #expect(try await service.update(second, .init(isDefault: true), by: .administrator).isDefault)
            #expect(try await !service.get(first).isDefault)
            #expect(
                try await service.credential(forHost: UUID())?.version.hasPrefix(second.uuidString.lowercased()) == true
            )
        }
    }

    @Test("a host gets its own newest credential, else the default, else none; deleted ones never")
    func resolution() async throws {
        try await withAreaDatabase { test in
            let host = UUID()
            let service = try service(test.database, hosts: [host])
            func name() async throws -> String? { try await service.credential(forHost: host)?.username }
            #expect(try await name() == nil)
            _ = try await service.create(request("other", username: "not-default"), by: .administrator)
            #expect(try await name() == nil)
            let fallback = try await service.create(
                request("d", username: "default", isDefault: true), by: .administrator)
            #expect(try await name() == "default")
            _ = try await service.create(
                request("h1", scope: "host", scopeID: host, username: "own"), by: .administrator)
            let newest = try await service.create(
                request("h2", scope: "host", scopeID: host, username: "newest"), by: .administrator)
            #expect(try await name() == "newest")
            try await service.delete(newest.id, by: .administrator)
            #expect(try await name() == "own")
            try await service.delete(fallback.id, by: .administrator)
            #expect(try await service.credential(forHost: UUID()) == nil)
        }
    }

    @Test("deleting destroys the ciphertexts, hides the credential and frees its name and default mark")
    func deletion() async throws {
        let key = try await IdentityBench.sshKey()
        try await withAreaDatabase { test in
            let service = try service(test.database)
            let id = try await service.create(
                request("a", method: "both", key: key, isDefault: true), by: .administrator
            ).id
            try await service.delete(id, by: .administrator)
            let sql =
                """
                SELECT count(*) AS n FROM credentials WHERE encrypted_password IS NULL AND encrypted_private_key IS NULL
                    AND encrypted_passphrase IS NULL AND NOT is_active AND NOT is_default
                """
            #expect(try await test.database.count(sql) == 1)
            #expect(try await service.list().isEmpty)
            #expect(await apiError { _ = try await service.get(id) }?.code == .credentialsNotFound)
            // Deleting again is no error and no second record; an id that never was is not found.
            try await service.delete(id, by: .administrator)
            #expect(
                await apiError { try await service.delete(UUID(), by: .administrator) }?.code == .credentialsNotFound)
            #expect(
                await apiError { _ = try await service.update(id, .init(name: "x"), by: .administrator) }?.code
                    == .credentialsNotFound)
            _ = try await service.create(request("a", isDefault: true), by: .administrator)
            let actions = try await test.database.auditActions()
            #expect(actions == ["credential.created", "credential.deleted", "credential.created"])
        }
    }

    @Test("a ciphertext moved between rows, or a row read with another key, fails and never falls back")
    func unreadable() async throws {
        try await withAreaDatabase { test in
            let host = UUID()
            let service = try service(test.database, hosts: [host])
            _ = try await service.create(request("d", isDefault: true), by: .administrator)
            _ = try await service.create(request("h", scope: "host", scopeID: host), by: .administrator)
            try await test.database.execute(
                """
                UPDATE credentials SET encrypted_password = (SELECT encrypted_password FROM credentials WHERE name = 'd')
                WHERE name = 'h'
                """)
            await #expect(throws: IdentityError.self) { _ = try await service.credential(forHost: host) }
            let other = CredentialService(
                database: test.database, box: try SecretBox(keyBytes: [UInt8](repeating: 1, count: 32)),
                hosts: ListedHosts(hosts: []), audit: AuditTrail(), schedule: ProbeSchedule())
            await #expect(throws: IdentityError.self) { _ = try await other.credential(forHost: UUID()) }
        }
    }

    @Test("a new passphrase for the stored key must open it")
    func passphraseOfStoredKey() async throws {
        let locked = try await IdentityBench.sshKey(passphrase: "open sesame")
        try await withAreaDatabase { test in
            let service = try service(test.database)
            let id = try await service.create(
                request(method: "ssh_key", key: locked, passphrase: "open sesame"), by: .administrator
            ).id
            let error = await apiError {
                _ = try await service.update(id, .init(privateKeyPassphrase: "wrong"), by: .administrator)
            }
            #expect(error?.code == .credentialsInvalidKey)
        }
    }

    @Test("a credential that comes or changes makes due what failed for want of it, of its host or of all")
    func retry() async throws {
        try await withAreaDatabase { test in
            let (own, other) = (try await test.database.addHost(), try await test.database.addHost())
            let service = try service(test.database, hosts: [own.id, other.id])
            try await test.database.transaction { transaction in
                for host in [own, other] { try await ProbeSchedule().add(host: host.id, in: transaction) }
            }
            func failAll() async throws {
                try await test.database.execute(
                    """
                    UPDATE probe_schedule SET next_due_at = now() + interval '1 day', last_error = CASE role
                        WHEN 'connectivity' THEN 'host.ssh_authentication_failed' ELSE 'host.unreachable' END
                    """)
            }
            func due() async throws -> [UUID] {
                try await test.database.query(
                    "SELECT host_id FROM probe_schedule WHERE next_due_at <= now() ORDER BY host_id = $1 DESC",
                    [.uuid(own.id)]
                ).map { try $0.uuid("host_id") }
            }
            try await failAll()
            let id = try await service.create(
                request(scope: "host", scopeID: own.id), by: .administrator
            ).id
            #expect(try await due() == [own.id])
            try await failAll()
            _ = try await service.update(id, .init(password: "new"), by: .administrator)
            #expect(try await due() == [own.id])
            try await failAll()
            _ = try await service.create(request("s", isDefault: true), by: .administrator)
            #expect(try await due() == [own.id, other.id])
        }
    }
}
