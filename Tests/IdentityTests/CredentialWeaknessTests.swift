import AreaTestSupport
import Contract
import Database
import Foundation
import TestSupport
import Testing

@testable import Identity

/// One test for each weakness of stores like this one that is known by name.
@Suite("Credential weaknesses")
struct CredentialWeaknessTests {
    @Test("C10: the audit names who acted as the actor and the credential as the resource")
    func actorIsTheCaller() async throws {
        try await withAreaDatabase { test in
            let host = UUID()
            let service = try CredentialBench.service(test.database, hosts: [host])
            let id = try await service.create(CredentialBench.password("a", host: host), by: .administrator).id
            _ = try await service.update(id, .init(name: "b"), by: .administrator)
            _ = try await service.credential(forHost: host, by: .administrator)
            let copy = try await service.clone(id, .init(scope: "system"), by: .administrator).id
            try await service.delete(id, by: .administrator)
            for (action, resource) in [
                ("credential.created", id), ("credential.updated", id), ("credential.used", id),
                ("credential.deleted", id),
            ] {
                let rows = try await CredentialBench.audit(action, in: test.database)
                let start = "user \(Caller.administrator.id ?? "") credential \(resource.text) "
                #expect(rows.first?.hasPrefix(start) == true, "\(rows)")
            }
            let created = try await CredentialBench.audit("credential.created", in: test.database)
            #expect(created.count == 2 && created[1].contains(copy.text) && created[1].contains("cloned_from"))
        }
    }

    @Test(
        "C13: ciphertexts swapped between two rows or two columns open in neither, and no other credential steps in",
        arguments: [
            "encrypted_password = other.encrypted_password", "encrypted_private_key = other.encrypted_private_key",
            "encrypted_passphrase = other.encrypted_passphrase",
            "encrypted_password = credentials.encrypted_passphrase",
        ])
    func swappedCiphertexts(change: String) async throws {
        let key = try await IdentityBench.sshKey(passphrase: "open sesame")
        try await withAreaDatabase { test in
            let (victim, attacker) = (UUID(), UUID())
            let service = try CredentialBench.service(test.database, hosts: [victim, attacker])
            for host in [victim, attacker] {
                _ = try await service.create(
                    CredentialCreateRequest(
                        scope: "host", scopeID: host, name: "c", username: "root", authMethod: "both",
                        password: "open sesame", privateKey: key, privateKeyPassphrase: "open sesame"),
                    by: .administrator)
            }
            _ = try await service.create(CredentialBench.password("default", isDefault: true), by: .administrator)
            #expect(try await service.credential(forHost: attacker)?.username == "root")
            try await test.database.execute(
                """
                UPDATE credentials SET \(change) FROM credentials AS other
                WHERE credentials.scope_id = $1 AND other.scope_id = $2
                """, [.uuid(attacker), .uuid(victim)])
            await #expect(throws: IdentityError.self) { _ = try await service.credential(forHost: attacker) }
            #expect(try await service.credential(forHost: victim)?.password == Array("open sesame".utf8))
        }
    }

    @Test("C21: a store that fails is an error, not a host without a credential")
    func failingStore() async throws {
        try await withAreaDatabase { test in
            let host = UUID()
            let service = try CredentialBench.service(test.database, hosts: [host])
            _ = try await service.create(CredentialBench.password("d", isDefault: true), by: .administrator)
            try await test.database.execute("ALTER TABLE credentials RENAME TO elsewhere")
            await #expect(throws: DatabaseError.self) { _ = try await service.credential(forHost: host) }
            await #expect(throws: DatabaseError.self) { _ = try await service.resolve(forHost: host) }
            try await test.database.execute("ALTER TABLE elsewhere RENAME TO credentials")
            // Nor are secrets handed out whose use cannot be recorded.
            try await test.database.execute("ALTER TABLE audit_events RENAME TO elsewhere")
            await #expect(throws: DatabaseError.self) { _ = try await service.credential(forHost: host) }
            await #expect(throws: DatabaseError.self) { _ = try await service.credential(forHost: host) }
            try await test.database.execute("ALTER TABLE elsewhere RENAME TO audit_events")
            #expect(try await service.credential(forHost: host) != nil)
            #expect(try await CredentialBench.audit("credential.used", in: test.database).count == 1)
        }
    }

    @Test("C24: lists, views, changes of names and resolving need no key; only use and copying do")
    func metadataWithoutKey() async throws {
        try await withAreaDatabase { test in
            let host = UUID()
            let made = try await CredentialBench.service(test.database, hosts: [host]).create(
                CredentialBench.password("c", host: host), by: .administrator)
            let blind = try CredentialBench.service(
                test.database, hosts: [host], box: try SecretBox(keyBytes: CredentialBench.key(3)))
            #expect(try await blind.list().map(\.id) == [made.id])
            #expect(try await blind.get(made.id).name == "c")
            #expect(try await blind.resolve(forHost: host).id == made.id)
            #expect(try await blind.update(made.id, .init(name: "n"), by: .administrator).name == "n")
            await #expect(throws: IdentityError.self) { _ = try await blind.credential(forHost: host) }
            await #expect(throws: IdentityError.self) {
                _ = try await blind.clone(made.id, .init(scope: "system"), by: .administrator)
            }
            #expect(try await blind.list().count == 1)
        }
    }

    @Test("C24: a deleted credential keeps no ciphertext")
    func shredded() async throws {
        try await withAreaDatabase { test in
            let service = try CredentialBench.service(test.database)
            let id = try await service.create(CredentialBench.password("c"), by: .administrator).id
            try await service.delete(id, by: .administrator)
            let secrets = try await CredentialStore().sealedSecrets(id: id, from: test.database)
            #expect(secrets.password == nil && secrets.privateKey == nil && secrets.passphrase == nil)
            let clone = await apiError {
                _ = try await service.clone(id, .init(scope: "system"), by: .administrator)
            }
            #expect(clone?.code == .credentialsNotFound)
        }
    }

    @Test("8.6: the password is kept from sudo where the operator says so, and still logs in")
    func sudoPassword() async throws {
        try await withAreaDatabase { test in
            let allowed = try CredentialBench.service(test.database)
            _ = try await allowed.create(CredentialBench.password("d", isDefault: true), by: .administrator)
            #expect(try await allowed.credential(forHost: UUID())?.mayServeSudo == true)
            let denied = try CredentialBench.service(test.database, allowsSudoPassword: false)
            let credential = try await denied.credential(forHost: UUID())
            #expect(credential?.mayServeSudo == false && credential?.password != nil)
        }
    }
}
