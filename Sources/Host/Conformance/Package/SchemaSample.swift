import JSON
import PluginHost

/// Makes values for a schema: some that it accepts, up to its limits, and some that break one rule each.
struct SchemaSample {
    struct Sample: Sendable {
        let name: String
        let isValid: Bool
        let value: JSONValue
    }

    private let schema: JSONValue
    private let validator: SchemaValidator?
    private static let depthLimit = 12

    /// - Parameter validator: decides what is valid; without one nothing is claimed to be.
    init(schema: JSONValue, validator: SchemaValidator?) {
        self.schema = schema
        self.validator = validator
    }

    /// All samples, each name once. The first is valid if the schema can be satisfied at all.
    func samples() -> [Sample] {
        var samples: [Sample] = []
        func add(_ name: String, _ value: JSONValue) {
            guard !samples.contains(where: { $0.name == name || $0.value == value }) else { return }
            samples.append(Sample(name: name, isValid: accepts(value), value: value))
        }
        add("least", value(schema, .least))
        add("most", value(schema, .most))
        add("defaults", value(schema, .defaults))
        let base = value(schema, .most)
        for name in (schema["required"]?.array ?? []).compactMap(\.string) {
            var object = base.object ?? [:]
            object[name] = nil
            add("without \(name)", .object(object))
        }
        for (name, member) in schema["properties"]?.object ?? [:] {
            for edge in edges(resolved(member)) {
                var object = base.object ?? [:]
                object[name] = edge.value
                add("\(name) \(edge.name)", .object(object))
            }
        }
        var extra = base.object ?? [:]
        extra["x-unknown-member"] = "?"
        add("unknown member", .object(extra))
        add("a list", .array([]))
        add("a text", .string("text"))
        add("null", .null)
        return samples
    }

    private func accepts(_ value: JSONValue) -> Bool {
        guard let validator else { return false }
        return (try? validator.validate(value)) != nil
    }

    private enum Size { case least, most, defaults }

    private func resolved(_ schema: JSONValue) -> JSONValue {
        guard let reference = schema["$ref"]?.string, reference.hasPrefix("#/$defs/") else { return schema }
        return self.schema["$defs"]?[String(reference.dropFirst(8))] ?? schema
    }

    private func value(_ given: JSONValue, _ size: Size, depth: Int = 0) -> JSONValue {
        let schema = resolved(given)
        if size == .defaults, let value = schema["default"] { return value }
        if let value = schema["const"] { return value }
        if let values = schema["enum"]?.array, let first = values.first {
            return size == .most ? values[values.count - 1] : first
        }
        let type =
            schema["type"]?.string ?? schema["type"]?.array?.first?.string
            ?? (schema["properties"] == nil ? "string" : "object")
        switch type {
        case "object": return object(schema, size, depth)
        case "array":
            guard let items = schema["items"], depth < Self.depthLimit else { return .array([]) }
            let least = schema["minItems"]?.integer ?? 0
            let count = size == .least ? least : max(least, min(schema["maxItems"]?.integer ?? 3, 50))
            return .array((0..<max(0, Int(count))).map { _ in value(items, size, depth: depth + 1) })
        case "integer": return .integer(integer(schema, size))
        case "number": return .number(Double(integer(schema, size)))
        case "boolean": return .bool(size != .least)
        case "null": return .null
        default: return .string(text(schema, size))
        }
    }

    private func object(_ schema: JSONValue, _ size: Size, _ depth: Int) -> JSONValue {
        let required = Set((schema["required"]?.array ?? []).compactMap(\.string))
        var object = JSONObject()
        guard depth < Self.depthLimit else { return .object(object) }
        for (name, member) in schema["properties"]?.object ?? [:] where size == .most || required.contains(name) {
            object[name] = value(member, size, depth: depth + 1)
        }
        return .object(object)
    }

    private func integer(_ schema: JSONValue, _ size: Size) -> Int64 {
        let least = schema["minimum"]?.integer ?? schema["exclusiveMinimum"]?.integer.map { $0 + 1 }
        let most = schema["maximum"]?.integer ?? schema["exclusiveMaximum"]?.integer.map { $0 - 1 }
        return size == .most ? most ?? least ?? 1 : least ?? min(most ?? 0, 0)
    }

    private func text(_ schema: JSONValue, _ size: Size) -> String {
        let known = [
            "word", "a", "1", "sshd", "/etc/os-release", "10s", "host.example", "192.0.2.0/24", "org.example.name",
            "2026-01-01T00:00:00Z", "0123456789abcdef", "",
        ]
        if let fit = known.first(where: { candidate in
            let only: JSONValue = schema
            return validates(only, .string(candidate))
        }), size != .most || schema["maxLength"] == nil || schema["pattern"] != nil || schema["format"] != nil {
            return fit
        }
        let length = size == .most ? min(schema["maxLength"]?.integer ?? 8, 4_096) : schema["minLength"]?.integer ?? 0
        return String(repeating: "a", count: max(0, Int(length)))
    }

    /// The rules of one string, without the package's compiled schema at hand.
    private func validates(_ schema: JSONValue, _ value: JSONValue) -> Bool {
        guard let validator = PackageSurvey.validator(for: schema) else { return true }
        return (try? validator.validate(value)) != nil
    }

    /// Values at and behind the limits of one member.
    private func edges(_ schema: JSONValue) -> [(name: String, value: JSONValue)] {
        var edges: [(String, JSONValue)] = [
            ("is null", .null), ("is a list", .array([])), ("is an object", .object([:])), ("is text", .string("text")),
            ("is empty", .string("")), ("is a number", .integer(7)), ("is negative", .integer(-1)),
            ("is a fraction", .number(0.5)), ("is huge", .integer(.max)), ("is true", .bool(true)),
        ]
        for key in ["minimum", "maximum"] {
            guard let limit = schema[key]?.integer else { continue }
            edges.append(("at its \(key)", .integer(limit)))
            edges.append(("behind its \(key)", .integer(key == "minimum" ? limit &- 1 : limit &+ 1)))
        }
        if let limit = schema["maxLength"]?.integer, limit < 100_000 {
            edges.append(("at its longest", .string(String(repeating: "a", count: max(0, Int(limit))))))
            edges.append(("too long", .string(String(repeating: "a", count: max(0, Int(limit)) + 1))))
        }
        for value in schema["enum"]?.array ?? [] { edges.append(("is \(value.string ?? "one")", value)) }
        return edges
    }
}
