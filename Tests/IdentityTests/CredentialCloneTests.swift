import AreaTestSupport
import Contract
import Core
import Database
import Foundation
import HTTPTypes
import TestSupport
import Testing

@testable import Identity
@testable import Web

@Suite("Cloning and resolving credentials")
struct CredentialCloneTests {
    @Test("a copy has the secrets and the identity of the original under a row of its own")
    func clone() async throws {
        let key = try await IdentityBench.sshKey(passphrase: "open sesame")
        try await withAreaDatabase { test in
            let host = UUID()
            let service = try CredentialBench.service(test.database, hosts: [host])
            let source = try await service.create(
                CredentialCreateRequest(
                    scope: "system", name: "ops", description: "d", username: "deploy", authMethod: "both",
                    password: "pw", privateKey: key, privateKeyPassphrase: "open sesame", isDefault: true),
                by: .administrator)
            let copy = try await service.clone(source.id, .init(scope: "host", scopeID: host), by: .administrator)
            #expect(copy.id != source.id && copy.name == "ops (clone)" && copy.scopeID == host && !copy.isDefault)
            #expect(copy.sshKeyFingerprint == source.sshKeyFingerprint && copy.description == "d")
            let used = try #require(try await service.credential(forHost: host))
            #expect(used.id == copy.id && used.password == Array("pw".utf8))
            #expect(used.privateKey == Array(key.utf8) && used.passphrase == Array("open sesame".utf8))
            // Nothing connects them: the original goes, the copy stays.
            try await service.delete(source.id, by: .administrator)
            #expect(try await service.credential(forHost: host)?.password == Array("pw".utf8))
        }
    }

    @Test("a copy that breaks a rule is refused with its code, and nothing is stored")
    func refused() async throws {
        try await withAreaDatabase { test in
            let host = UUID()
            let service = try CredentialBench.service(test.database, hosts: [host])
            let id = try await service.create(CredentialBench.password("a", isDefault: true), by: .administrator).id
            let cases: [(UUID, CredentialCloneRequest, ErrorCode)] = [
                (UUID(), .init(scope: "system"), .credentialsNotFound),
                (id, .init(scope: "galaxy"), .credentialsInvalidScope),
                (id, .init(scope: "host_group", scopeID: host), .credentialsInvalidScope),
                (id, .init(scope: "host"), .credentialsInvalidScope),
                (id, .init(scope: "system", scopeID: host), .credentialsInvalidScope),
                (id, .init(scope: "host", scopeID: UUID()), .credentialsHostNotFound),
                (id, .init(scope: "system", name: " "), .validationFieldRequired),
                (id, .init(scope: "system", name: ""), .validationFieldRange),
                (id, .init(scope: "system", name: "a"), .credentialsDuplicate),
                (id, .init(scope: "system", isDefault: true), .credentialsMultipleSystemDefaults),
            ]
            for (id, request, code) in cases {
                let error = await apiError { _ = try await service.clone(id, request, by: .administrator) }
                #expect(error?.code == code, "\(request)")
            }
            #expect(try await service.list().map(\.id) == [id])
            #expect(try await service.get(id).isDefault)
            #expect(try await test.database.auditActions() == ["credential.created"])
        }
    }

    @Test("the name of a copy is never longer than a name may be")
    func longName() throws {
        let long = String(repeating: "ü", count: 256)
        let name = CredentialRules.cloneName(of: long)
        #expect(name.unicodeScalars.count == 256 && name.hasSuffix("ü (clone)"))
        #expect(CredentialRules.cloneName(of: "x") == "x (clone)")
    }

    @Test("scope host_group is refused with the reason")
    func hostGroup() async throws {
        try await withAreaDatabase { test in
            let service = try CredentialBench.service(test.database)
            var request = CredentialBench.password("g")
            request.scope = "host_group"
            request.scopeID = UUID()
            let error = await apiError { _ = try await service.create(request, by: .administrator) }
            #expect(error?.code == .credentialsInvalidScope && error?.detail["reason"] == "host_groups_not_served")
        }
    }

    @Test("resolving tells what a connection would use: own newest, system default, none; an unknown host is told")
    func resolve() async throws {
        try await withAreaDatabase { test in
            let (host, other) = (UUID(), UUID())
            let service = try CredentialBench.service(test.database, hosts: [host, other])
            let none = await apiError { _ = try await service.resolve(forHost: host) }
            #expect(none?.code == .credentialsNoneAvailable && none?.code.httpStatus == 404)
            let unknown = await apiError { _ = try await service.resolve(forHost: UUID()) }
            #expect(unknown?.code == .hostsNotFound)
            let fallback = try await service.create(
                CredentialBench.password("d", user: "deploy", isDefault: true), by: .administrator)
            #expect(try await service.resolve(forHost: host).id == fallback.id)
            let own = try await service.create(CredentialBench.password("1", host: host), by: .administrator)
            let newest = try await service.create(CredentialBench.password("2", host: host), by: .administrator)
            #expect(try await service.resolve(forHost: host).id == newest.id)
            // Of one moment: the greater id, each time.
            try await test.database.execute("UPDATE credentials SET created_at = '2026-01-01T00:00:00Z'")
            let greater = max(own.id.text, newest.id.text)
            for _ in 0..<3 {
                let resolved = try await service.resolve(forHost: host).id
                #expect(resolved.text == greater)
                #expect(try await service.credential(forHost: host)?.id == resolved)
            }
            #expect(try await service.resolve(forHost: other).id == fallback.id)
            #expect(try await service.credential(forHost: other)?.username == "deploy")
        }
    }

    @Test("the routes answer 201 and 200 with metadata alone")
    func routes() async throws {
        try await withAreaDatabase { test in
            let host = UUID()
            let service = try CredentialBench.service(test.database, hosts: [host])
            let id = try await service.create(CredentialBench.password("a", isDefault: true), by: .administrator).id
            let routes = CredentialRoutes(credentials: service).routes
            for (operation, name, value, body, status) in [
                (OperationCatalog.postCredentialClone, "id", id, #"{"scope":"system"}"#, 201),
                (OperationCatalog.postHostCredentialsResolve, "host_id", host, "", 200),
            ] {
                let route = try #require(routes.first { $0.operation == operation })
                let answer = try await route.handler(
                    APIRequest(
                        method: .post, path: operation.path, pathParameters: [name: value.text], query: [:],
                        headers: [:], body: Array(body.utf8), caller: .administrator, correlationID: .make(.request)))
                #expect(answer.status == status)
                guard case .bytes(let bytes) = answer.body else {
                    Issue.record("no body")
                    return
                }
                let text = String(decoding: bytes, as: UTF8.self)
                #expect(text.contains("\"auth_method\":\"password\"") && !text.contains("s3cret-pass"))
                #expect(!text.contains("encrypted"))
            }
        }
    }
}
