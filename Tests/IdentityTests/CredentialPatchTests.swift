import AreaTestSupport
import Contract
import Database
import Foundation
import TestSupport
import Testing

@testable import Identity

@Suite("Changing credentials")
struct CredentialPatchTests {
    @Test("secrets that are absent or empty stay; a new key without a passphrase has none")
    func secretsStay() async throws {
        let locked = try await IdentityBench.sshKey(passphrase: "open sesame")
        let open = try await IdentityBench.sshKey()
        try await withAreaDatabase { test in
            let host = UUID()
            let service = try CredentialBench.service(test.database, hosts: [host])
            let id = try await service.create(
                CredentialCreateRequest(
                    scope: "host", scopeID: host, name: "c", username: "root", authMethod: "both", password: "pw",
                    privateKey: locked, privateKeyPassphrase: "open sesame"), by: .administrator
            ).id
            let stored = try await CredentialStore().sealedSecrets(id: id, from: test.database)
            for request in [
                CredentialUpdateRequest(username: "deploy"),
                .init(password: "", privateKey: "", privateKeyPassphrase: ""), .init(authMethod: "both"),
            ] {
                _ = try await service.update(id, request, by: .administrator)
                let now = try await CredentialStore().sealedSecrets(id: id, from: test.database)
                #expect(now.password == stored.password && now.privateKey == stored.privateKey)
                #expect(now.passphrase == stored.passphrase)
            }
            let changed = try await service.update(id, .init(privateKey: open), by: .administrator)
            #expect(changed.scopeID == host && changed.username == "deploy")
            let used = try #require(try await service.credential(forHost: host))
            #expect(used.privateKey == Array(open.utf8) && used.passphrase == nil && used.password == Array("pw".utf8))
            let rotations = try await CredentialBench.audit("credential.updated", in: test.database)
            #expect(rotations.map { $0.contains("\"secret_rotated\": true") } == [false, false, false, true])
        }
    }

    @Test("two changes at one time are both kept, and of two new defaults one remains")
    func concurrent() async throws {
        try await withAreaDatabase { test in
            let service = try CredentialBench.service(test.database)
            let one = try await service.create(CredentialBench.password("one", isDefault: true), by: .administrator).id
            let two = try await service.create(CredentialBench.password("two"), by: .administrator).id
            let three = try await service.create(CredentialBench.password("three"), by: .administrator).id
            try await withThrowingTaskGroup(of: Void.self) { group in
                for request in [
                    CredentialUpdateRequest(description: "d"), .init(username: "deploy"), .init(password: "new"),
                ] {
                    group.addTask { _ = try await service.update(two, request, by: .administrator) }
                }
                try await group.waitForAll()
            }
            let changed = try await service.get(two)
            #expect(changed.description == "d" && changed.username == "deploy")
            _ = try await service.update(two, .init(isDefault: true), by: .administrator)
            _ = try await service.update(three, .init(isDefault: true), by: .administrator)
            #expect(try await service.list().filter(\.isDefault).map(\.id) == [three])
            #expect(try await service.resolvedPassword() == "s3cret-pass")
            _ = try await service.update(two, .init(isDefault: true), by: .administrator)
            #expect(try await service.resolvedPassword() == "new")
            #expect(try await !service.get(one).isDefault)
        }
    }

    @Test(
        "each kind of bad key is refused with its own word",
        arguments: [
            ("PuTTY-User-Key-File-3: ssh-ed25519", "key_is_putty"), ("ssh-ed25519 AAAA me", "key_is_public"),
            ("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----", "key_is_public"),
            ("ssh-rsa-cert-v01@openssh.com AAAA", "key_is_certificate"),
            ("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----", "key_is_certificate"),
            ("-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----", "key_invalid"),
            ("hello", "key_invalid"),
        ])
    func reasons(key: String, reason: String) async throws {
        try await withAreaDatabase { test in
            let service = try CredentialBench.service(test.database)
            let error = await apiError {
                _ = try await service.create(
                    CredentialCreateRequest(
                        scope: "system", name: "c", username: "root", authMethod: "ssh_key", privateKey: key),
                    by: .administrator)
            }
            #expect(error?.code == .credentialsInvalidKey && error?.detail["reason"] == .string(reason))
        }
    }
}

extension CredentialService {
    fileprivate func resolvedPassword() async throws -> String? {
        try await credential(forHost: UUID())?.password.map { String(decoding: $0, as: UTF8.self) }
    }
}
