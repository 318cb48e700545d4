import JSON

/// Checks JSON values against one compiled schema.
package struct SchemaValidator: Sendable {
    let nodes: [SchemaNode]
    let root: Int

    /// How deep a value may be nested; the same as the JSON parser's limit, so that references cannot recurse for ever.
    static let depthLimit = 64

    /// Throws a violation that names the first offending place by JSON pointer. Never quotes the value.
    package func validate(_ value: JSONValue) throws(SchemaViolation) {
        try check(value, root, depth: 0)
    }

    private func check(_ value: JSONValue, _ index: Int, depth: Int) throws(SchemaViolation) {
        guard depth <= Self.depthLimit else { throw SchemaViolation("is nested too deeply") }
        let node = nodes[index]
        if let refusal = node.refusal { throw SchemaViolation(refusal) }
        if let reference = node.reference { try check(value, reference, depth: depth) }
        if let types = node.types, !types.contains(where: { $0.accepts(value) }) {
            throw SchemaViolation("must be of type " + types.map(\.rawValue).joined(separator: " or "))
        }
        if let allowed = node.allowed, !allowed.contains(where: { SchemaNode.equal($0, value) }) {
            throw SchemaViolation(
                allowed.count == 1 ? "has not the one allowed value" : "is none of the allowed values")
        }
        switch value {
        case .object(let object): try check(object, node, depth: depth)
        case .array(let elements): try check(elements, node, depth: depth)
        case .string(let text): try check(text, node)
        case .integer(let number): try check(integer: number, node)
        case .number(let number): try check(number: number, node)
        case .null, .bool: break
        }
    }

    private func check(_ object: JSONObject, _ node: SchemaNode, depth: Int) throws(SchemaViolation) {
        for name in node.required where object[name] == nil {
            throw SchemaViolation("lacks the member \"\(name)\"")
        }
        guard !node.properties.isEmpty || node.additional != nil else { return }
        for (key, member) in object {
            do throws(SchemaViolation) {
                if let property = node.properties[key] {
                    try check(member, property, depth: depth + 1)
                } else if let additional = node.additional {
                    try check(member, additional, depth: depth + 1)
                }
            } catch {
                throw error.inside(key)
            }
        }
    }

    private func check(_ elements: [JSONValue], _ node: SchemaNode, depth: Int) throws(SchemaViolation) {
        if let limit = node.minItems, elements.count < limit {
            throw SchemaViolation("has fewer than \(limit) elements")
        }
        if let limit = node.maxItems, elements.count > limit {
            throw SchemaViolation("has more than \(limit) elements")
        }
        guard let items = node.items else { return }
        for (index, element) in elements.enumerated() {
            do throws(SchemaViolation) {
                try check(element, items, depth: depth + 1)
            } catch {
                throw error.inside(String(index))
            }
        }
    }

    private func check(_ text: String, _ node: SchemaNode) throws(SchemaViolation) {
        if node.minLength != nil || node.maxLength != nil {
            let length = text.unicodeScalars.count
            if let limit = node.minLength, length < limit {
                throw SchemaViolation("is shorter than \(limit) characters")
            }
            if let limit = node.maxLength, length > limit {
                throw SchemaViolation("is longer than \(limit) characters")
            }
        }
        if let pattern = node.pattern, !pattern.matches(text) { throw SchemaViolation("does not match its pattern") }
        if let format = node.format, !format.accepts(text) { throw SchemaViolation("is no \(format.rawValue)") }
    }

    private func check(integer value: Int64, _ node: SchemaNode) throws(SchemaViolation) {
        for bound in node.bounds where !bound.accepts(integer: value) { throw SchemaViolation(bound.wording) }
    }

    private func check(number value: Double, _ node: SchemaNode) throws(SchemaViolation) {
        for bound in node.bounds where !bound.accepts(number: value) { throw SchemaViolation(bound.wording) }
    }
}

/// Where a value breaks its schema, and how.
package struct SchemaViolation: Error, Sendable, Hashable, CustomStringConvertible {
    /// JSON pointer (RFC 6901); empty for the whole value.
    package let pointer: String
    package let message: String

    init(_ message: String, pointer: String = "") {
        self.message = message
        self.pointer = pointer
    }

    func inside(_ key: String) -> SchemaViolation {
        let escaped = key.split(separator: "~", omittingEmptySubsequences: false).joined(separator: "~0")
            .split(separator: "/", omittingEmptySubsequences: false).joined(separator: "~1")
        return SchemaViolation(message, pointer: "/\(escaped)\(pointer)")
    }

    package var description: String { "\(pointer.isEmpty ? "the value" : pointer) \(message)" }
}
