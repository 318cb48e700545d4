import Contract
import Testing
import Yams

/// Answers of keyed requests are stored for a day, so none may hold a secret (R13).
@Suite("Secrets and stored answers")
struct StoredSecretTests {
    let document: Node

    init() throws {
        document = try ContractFiles.load("openapi.yaml")
    }

    /// Names that hold a secret whatever the schema says of them.
    private static let telling = [
        "password", "passphrase", "private_key", "secret", "access_token", "refresh_token", "api_token", "otp",
        "recovery_code", "csrf",
    ]

    /// The paths of secret-bearing fields below a schema, and of fields whose names tell of one without being marked.
    private func secrets(
        in schema: Node, at path: String, seen: Set<String> = []
    ) -> (marked: [String], unmarked: [String]) {
        if let reference = schema["$ref"]?.string {
            let name = String(reference.split(separator: "/").last ?? "")
            guard !seen.contains(name), let target = document["components"]?["schemas"]?[name] else { return ([], []) }
            return secrets(in: target, at: path, seen: seen.union([name]))
        }
        var found: (marked: [String], unmarked: [String]) = ([], [])
        let isText = schema["type"]?.string == "string" && schema["enum"] == nil && schema["format"] == nil
        // What is marked covers everything below it.
        if schema["x-secret"]?.bool == true { return ([path], []) }
        if isText, Self.telling.contains(where: { path.split(separator: ".").last?.contains($0) ?? false }) {
            found.unmarked.append(path)
        }
        var children: [(String, Node)] = []
        for (name, child) in schema["properties"]?.mapping ?? [:] {
            children.append(("\(path).\(name.string ?? "")", child))
        }
        if let items = schema["items"] { children.append((path, items)) }
        for key in ["allOf", "anyOf", "oneOf"] {
            for child in schema[key]?.sequence ?? [] { children.append((path, child)) }
        }
        for (place, child) in children {
            let below = secrets(in: child, at: place, seen: seen)
            found.marked += below.marked
            found.unmarked += below.unmarked
        }
        return found
    }

    /// Each operation with the secrets of its success responses.
    private func operations() -> [(id: String, marked: [String], unmarked: [String])] {
        (document["paths"]?.mapping ?? [:]).flatMap { _, item in
            (item.mapping ?? [:]).compactMap { _, operation -> (String, [String], [String])? in
                guard let id = operation["operationId"]?.string else { return nil }
                var all: (marked: [String], unmarked: [String]) = ([], [])
                for (status, response) in operation["responses"]?.mapping ?? [:] {
                    guard status.string?.hasPrefix("2") ?? (status.int.map { $0 / 100 == 2 } ?? false) else { continue }
                    for (_, media) in response["content"]?.mapping ?? [:] {
                        guard let schema = media["schema"] else { continue }
                        let found = secrets(in: schema, at: "body")
                        all.marked += found.marked
                        all.unmarked += found.unmarked
                    }
                }
                return (id, all.marked, all.unmarked)
            }
        }
    }

    @Test("R13: an operation whose answer holds a secret has no idempotency, so its answer is never stored")
    func neverStored() throws {
        let operations = operations()
        #expect(operations.count == OperationCatalog.all.count)
        #expect(operations.contains { $0.id == "postAuthLogin" && $0.marked.contains("body.access_token") })
        for (id, marked, _) in operations where !marked.isEmpty {
            let entry = try #require(OperationCatalog.all.first { $0.operationID == id })
            #expect(entry.idempotency == .none, "\(id) answers \(marked)")
        }
    }

    @Test("R13: a field of an answer whose name tells of a secret is marked as one")
    func marked() {
        for (id, _, unmarked) in operations() { #expect(unmarked.isEmpty, "\(id) answers \(unmarked)") }
    }
}
