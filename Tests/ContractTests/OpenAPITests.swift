import Contract
import Foundation
import Testing
import Yams

@Suite("The API document")
struct OpenAPITests {
    let document: Node

    init() throws {
        document = try ContractFiles.load("openapi.yaml")
    }

    /// Every operation with its path and method.
    private func operations() throws -> [(path: String, method: String, operation: Node)] {
        try #require(document["paths"]?.mapping).flatMap { path, item in
            try #require(item.mapping).map { method, operation in
                (try #require(path.string), try #require(method.string), operation)
            }
        }
    }

    private func strings(_ node: Node?) -> [String] {
        node?.sequence?.compactMap(\.string) ?? []
    }

    private func resolve(_ reference: String) -> Node? {
        guard reference.hasPrefix("#/") else { return nil }
        return reference.dropFirst(2).split(separator: "/").reduce(document) { node, part in node?[String(part)] }
    }

    private func references(in node: Node) -> [String] {
        switch node {
        case .mapping(let mapping):
            mapping.flatMap { key, value in
                key.string == "$ref" ? [value.string].compactMap { $0 } : references(in: value)
            }
        case .sequence(let sequence): sequence.flatMap { references(in: $0) }
        default: []
        }
    }

    @Test("describes the operations of the catalogue and no others")
    func catalogue() throws {
        let operations = try operations()
        #expect(operations.count == OperationCatalog.all.count)
        for (path, method, operation) in operations {
            let name = try #require(operation["operationId"]?.string)
            let entry = try #require(OperationCatalog.all.first { $0.operationID == name }, "\(name)")
            #expect(entry.path == path)
            #expect(entry.method.rawValue == method.uppercased())
        }
        #expect(Set(OperationCatalog.all.map(\.operationID)).count == OperationCatalog.all.count)
    }

    @Test("refers only to what it defines, and defines nothing that is unused")
    func referencesResolve() throws {
        let references = references(in: document)
        #expect(references.count > 100)
        for reference in references { #expect(resolve(reference) != nil, "\(reference)") }
        for section in ["schemas", "responses", "parameters", "headers"] {
            for (name, _) in try #require(document["components"]?[section]?.mapping) {
                let path = "#/components/\(section)/\(name.string ?? "")"
                #expect(references.contains(path), "\(path) is unused")
            }
        }
    }

    @Test("uses only codes, permissions and audit events of the registries")
    func registered() throws {
        for (_, _, operation) in try operations() {
            let name = try #require(operation["operationId"]?.string)
            for code in strings(operation["x-error-codes"]) {
                #expect(ErrorCode.named(code) != nil, "\(name): \(code)")
            }
            for code in strings(operation["x-audit-events"]) {
                #expect(AuditEvent.named(code) != nil, "\(name): \(code)")
            }
            if let permission = operation["x-required-permission"]?.string {
                #expect(Permission.named(permission) != nil, "\(name): \(permission)")
                #expect(operation["x-access"] == nil, "\(name)")
            } else {
                #expect(["anonymous", "authenticated"].contains(operation["x-access"]?.string), "\(name)")
            }
        }
    }

    @Test("lists exactly the statuses that the error codes of an operation have, each with the envelope")
    func statuses() throws {
        for (_, _, operation) in try operations() {
            let name = try #require(operation["operationId"]?.string)
            let codes = strings(operation["x-error-codes"]).compactMap(ErrorCode.named)
            let responses = try #require(operation["responses"]?.mapping)
            let failures = responses.filter { status, _ in (status.string ?? "") >= "400" }
            #expect(Set(failures.compactMap(\.key.string)) == Set(codes.map { String($0.httpStatus) }), "\(name)")
            for (_, response) in failures {
                let body = resolve(try #require(response["$ref"]?.string))
                let schema = body?["content"]?["application/json"]?["schema"]?["$ref"]?.string
                #expect(schema == "#/components/schemas/ErrorEnvelope", "\(name)")
            }
        }
    }

    @Test("asks for identity, CSRF token and idempotency key where the catalogue says so")
    func headers() throws {
        for (_, _, operation) in try operations() {
            let name = try #require(operation["operationId"]?.string)
            let entry = try #require(OperationCatalog.all.first { $0.operationID == name })
            let parameters = Set(operation["parameters"]?.sequence?.compactMap { $0["$ref"]?.string } ?? [])
            let isProtected = entry.access != .anonymous
            #expect(entry.errors.contains(.authRequired) == isProtected, "\(name)")
            let needsToken = isProtected && entry.method.isUnsafe
            #expect(parameters.contains("#/components/parameters/CSRFToken") == needsToken, "\(name)")
            #expect(entry.errors.contains(.authzCSRFInvalid) == needsToken, "\(name)")
            #expect(entry.errors.contains(.idempotencyKeyRequired) == (entry.idempotency == .required), "\(name)")
            // An answer with a secret in it is given once and kept nowhere, and so is what signs in.
            let isOwnAccount = ["/api/v1/auth/", "/api/v1/auth-policy", "/api/v1/users/me/"].contains {
                entry.path.hasPrefix($0)
            }
            let isKept = needsToken && !isOwnAccount && !answersWithSecret(operation)
            #expect((entry.idempotency != .none) == isKept, "\(name)")
        }
    }

    @Test("lets nobody without identity change anything but sessions")
    func anonymousMutations() {
        let open = OperationCatalog.all.filter { $0.access == .anonymous && $0.method.isUnsafe }.map(\.operationID)
        #expect(open.sorted() == ["postAuthLogin", "postAuthLogout", "postAuthRefresh", "postAuthRefreshCookie"])
    }

    private func answersWithSecret(_ operation: Node) -> Bool {
        let schemas = operation["responses"]?.mapping?.compactMap {
            $0.value["content"]?["application/json"]?["schema"]?["$ref"]?.string.flatMap(resolve)
        }
        return schemas?.contains { schema in
            schema["properties"]?.mapping?.contains { $0.value["x-secret"]?.bool == true } ?? false
        } ?? false
    }

    @Test("describes every operation, parameter, response and schema")
    func described() throws {
        for (_, _, operation) in try operations() {
            #expect(operation["summary"]?.string?.isEmpty == false)
        }
        for section in ["schemas", "responses", "parameters", "headers"] {
            for (name, entry) in try #require(document["components"]?[section]?.mapping) {
                #expect(entry["description"]?.string?.isEmpty == false, "\(name.string ?? "")")
            }
        }
    }
}
