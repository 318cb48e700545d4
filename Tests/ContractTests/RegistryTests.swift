import Contract
import Foundation
import Testing
import Yams

@Suite("The registries")
struct RegistryTests {
    struct Registry: Sendable, CustomTestStringConvertible {
        let file: String
        let list: String
        let key: String
        let pattern: String

        var testDescription: String { "\(file) \(list)" }
    }

    static let registries = [
        Registry(
            file: "error-codes.yaml", list: "errors", key: "code", pattern: #"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*"#),
        Registry(
            file: "permissions.yaml", list: "permissions", key: "id", pattern: #"[a-z][a-z0-9_]*:[a-z][a-z0-9_]*"#),
        Registry(file: "permissions.yaml", list: "roles", key: "id", pattern: #"[a-z][a-z0-9_]*"#),
        Registry(
            file: "audit-events.yaml", list: "events", key: "code",
            pattern: #"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*){1,3}"#),
        Registry(file: "license-features.yaml", list: "features", key: "id", pattern: #"[a-z][a-z0-9_]*"#),
        Registry(file: "event-kinds.yaml", list: "kinds", key: "kind", pattern: #"[a-z]+(\.[a-z]+){1,2}"#),
        Registry(
            file: "event-kinds.yaml", list: "intelligence", key: "code",
            pattern: #"(account|security|system)\.[a-z0-9_]+\.[a-z0-9_]+"#),
        Registry(
            file: "event-kinds.yaml", list: "extensions", key: "code",
            pattern: #"(account|security|system)\.[a-z0-9_]+\.[a-z0-9_]+"#),
    ]

    @Test("has unique ids of the right form, each described", arguments: registries)
    func wellFormed(registry: Registry) throws {
        let ids = try ContractFiles.texts(registry.key, of: registry.list, in: registry.file)
        let form = try Regex(registry.pattern)
        #expect(!ids.isEmpty)
        #expect(Set(ids).count == ids.count)
        for id in ids { #expect(id.wholeMatch(of: form) != nil, "\(id)") }
        for entry in try ContractFiles.entries(registry.list, of: registry.file) {
            #expect(entry["description"]?.string?.isEmpty == false)
        }
    }

    @Test("name a declared category in every id", arguments: ["error-codes.yaml errors", "audit-events.yaml events"])
    func categories(place: String) throws {
        let parts = place.split(separator: " ").map(String.init)
        let categories = Set(try ContractFiles.texts("id", of: "categories", in: parts[0]))
        for code in try ContractFiles.texts("code", of: parts[1], in: parts[0]) {
            #expect(categories.contains(String(code.prefix { $0 != "." })), "\(code)")
        }
    }

    @Test("are the ones the code knows")
    func sameAsCode() throws {
        #expect(try ContractFiles.texts("code", of: "errors", in: "error-codes.yaml") == ErrorCode.all.map(\.code))
        #expect(try ContractFiles.texts("id", of: "permissions", in: "permissions.yaml") == Permission.all.map(\.id))
        #expect(try ContractFiles.texts("code", of: "events", in: "audit-events.yaml") == AuditEvent.all.map(\.code))
        #expect(
            try ContractFiles.texts("id", of: "features", in: "license-features.yaml") == LicenseFeature.all.map(\.id))
        #expect(try ContractFiles.texts("kind", of: "kinds", in: "event-kinds.yaml") == EventKind.all.map(\.name))
        let codes = try ["intelligence", "extensions"].flatMap { list in
            try ContractFiles.texts("code", of: list, in: "event-kinds.yaml")
        }
        #expect(codes == IntelligenceCode.all.map(\.code))
    }

    @Test("keep status, fault and severity on the way into the code")
    func values() throws {
        for entry in try ContractFiles.entries("errors", of: "error-codes.yaml") {
            let code = try #require(ErrorCode.named(entry["code"]?.string ?? ""))
            #expect(code.httpStatus == entry["http_status"]?.int)
            #expect(code.fault.rawValue == entry["fault"]?.string)
            #expect(code.retryable == entry["retryable"]?.bool)
        }
        for entry in try ContractFiles.entries("events", of: "audit-events.yaml") {
            let event = try #require(AuditEvent.named(entry["code"]?.string ?? ""))
            #expect(event.severity.rawValue == entry["severity"]?.string)
        }
        #expect(ErrorCode.named("no.such_code") == nil)
        #expect(Permission.named("host:*") == nil)
    }

    @Test("hold the vocabulary that clients know: 67 permissions in 20 categories, 28 intelligence codes")
    func counts() {
        #expect(Permission.all.count == 67)
        #expect(Set(Permission.all.map(\.category)).count == 20)
        #expect(IntelligenceCode.all.filter { !$0.isExtension }.count == 28)
        #expect(IntelligenceCode.all.filter(\.isExtension).count == 8)
        #expect(IntelligenceCode.all.allSatisfy { $0.auditEvent.code == $0.code })
    }

    @Test("spell payload keys of the stream in PascalCase")
    func payloadKeys() throws {
        for kind in try ContractFiles.entries("kinds", of: "event-kinds.yaml") {
            let payload = try #require(kind["payload"]?.sequence)
            for field in payload {
                let name = try #require(field["name"]?.string)
                #expect(name.wholeMatch(of: /([A-Z][a-z]*)+/) != nil, "\(name)")
            }
        }
    }
}
