import JSON

/// Compiles a JSON Schema 2020-12 document, of which a subset is known.
///
/// What is not known is a fault and not ignored: a schema that silently checks less than its author wrote is worse than
/// none. All faults are collected; their paths are JSON pointers into the schema.
struct SchemaCompiler {
    private static let nodeLimit = 10_000
    private static let depthLimit = 64
    private static let chainLimit = 16
    private static let annotations: Set<String> = [
        "$schema", "$id", "$comment", "title", "description", "default", "examples", "deprecated", "readOnly",
        "writeOnly",
    ]
    private static let keywords: Set<String> = [
        "$ref", "$defs", "type", "enum", "const", "required", "properties", "additionalProperties", "items", "minItems",
        "maxItems", "minLength", "maxLength", "pattern", "format", "minimum", "maximum", "exclusiveMinimum",
        "exclusiveMaximum",
    ]

    private var nodes: [SchemaNode] = []
    private var definitions: [String: Int] = [:]
    private var references: [(node: Int, name: String, path: String)] = []
    private let sink: ManifestFaultSink
    /// Put before each fault's pointer, as `schema/result.json#`.
    private let file: String

    private init(file: String, sink: ManifestFaultSink) {
        self.file = file
        self.sink = sink
    }

    /// The validator for a schema's text, or nil with the faults in the sink.
    static func compile(_ bytes: [UInt8], file: String, sink: ManifestFaultSink) -> SchemaValidator? {
        do {
            return compile(try JSONValue(parsing: bytes), file: file, sink: sink)
        } catch {
            sink.add(path: file, "is not JSON: \(error)")
            return nil
        }
    }

    /// The validator for a schema, or nil with the faults in the sink.
    static func compile(_ schema: JSONValue, file: String, sink: ManifestFaultSink) -> SchemaValidator? {
        let before = sink.faults.count
        var compiler = SchemaCompiler(file: file, sink: sink)
        compiler.reserveDefinitions(schema)
        let root = compiler.compile(schema, path: "", depth: 0)
        compiler.resolve(root: root)
        guard sink.faults.count == before else { return nil }
        return SchemaValidator(nodes: compiler.nodes, root: root)
    }

    /// Gives each member of the root's `$defs` its place first, so that references may run ahead.
    private mutating func reserveDefinitions(_ schema: JSONValue) {
        guard let members = schema["$defs"]?.object else { return }
        for name in members.keys {
            definitions[name] = nodes.count
            nodes.append(SchemaNode())
        }
        for (name, definition) in members {
            guard let place = definitions[name] else { continue }
            nodes[place] = node(definition, place: place, path: "/$defs/\(name)", depth: 1)
        }
    }

    private mutating func compile(_ schema: JSONValue, path: String, depth: Int) -> Int {
        guard nodes.count < Self.nodeLimit, depth <= Self.depthLimit else {
            fault(path, "the schema is too large")
            return 0
        }
        let place = nodes.count
        nodes.append(SchemaNode())
        nodes[place] = node(schema, place: place, path: path, depth: depth)
        return place
    }

    private mutating func node(_ schema: JSONValue, place: Int, path: String, depth: Int) -> SchemaNode {
        var node = SchemaNode()
        if let flag = schema.bool {
            if !flag { node.refusal = "is not allowed here" }
            return node
        }
        guard let members = schema.object else {
            fault(path, "a schema must be an object or a boolean")
            return node
        }
        for key in members.keys where !Self.keywords.contains(key) && !Self.annotations.contains(key) {
            fault("\(path)/\(key)", "is not a keyword this server checks")
        }
        if !path.isEmpty, members["$defs"] != nil { fault("\(path)/$defs", "belongs at the schema's root") }
        node.types = types(members["type"], path: path)
        node.allowed = allowed(members, path: path)
        node.required = required(members["required"], path: path)
        for (name, property) in table(members["properties"], "\(path)/properties") {
            node.properties[name] = compile(property, path: "\(path)/properties/\(name)", depth: depth + 1)
        }
        if let additional = members["additionalProperties"] {
            if additional.bool != true {
                node.additional = compile(additional, path: "\(path)/additionalProperties", depth: depth + 1)
            }
        }
        if let items = members["items"] { node.items = compile(items, path: "\(path)/items", depth: depth + 1) }
        node.minItems = count(members, "minItems", path: path)
        node.maxItems = count(members, "maxItems", path: path)
        node.minLength = count(members, "minLength", path: path)
        node.maxLength = count(members, "maxLength", path: path)
        node.bounds = bounds(members, path: path)
        node.pattern = pattern(members["pattern"], path: path)
        node.format = format(members["format"], path: path)
        reference(members["$ref"], place: place, path: path)
        return node
    }

    private func types(_ value: JSONValue?, path: String) -> [SchemaNode.Kind]? {
        guard let value else { return nil }
        let names = value.array ?? [value]
        let kinds = names.compactMap { $0.string.flatMap(SchemaNode.Kind.init(rawValue:)) }
        guard kinds.count == names.count, !kinds.isEmpty, Set(kinds).count == kinds.count else {
            fault("\(path)/type", "must be a type's name or a list of different ones")
            return nil
        }
        return kinds
    }

    private func allowed(_ members: JSONObject, path: String) -> [JSONValue]? {
        if let constant = members["const"] {
            if members["enum"] != nil { fault("\(path)/enum", "stands beside const") }
            return [constant]
        }
        guard let list = members["enum"] else { return nil }
        guard let values = list.array, (1...1_000).contains(values.count) else {
            fault("\(path)/enum", "must be a list of 1 to 1000 values")
            return nil
        }
        return values
    }

    private func required(_ value: JSONValue?, path: String) -> [String] {
        guard let value else { return [] }
        let names = value.array?.compactMap(\.string) ?? []
        guard let list = value.array, names.count == list.count, Set(names).count == names.count else {
            fault("\(path)/required", "must be a list of different names")
            return []
        }
        return names
    }

    private func table(_ value: JSONValue?, _ path: String) -> JSONObject {
        guard let value else { return JSONObject() }
        guard let object = value.object else {
            fault(path, "must be an object")
            return JSONObject()
        }
        return object
    }

    private func count(_ members: JSONObject, _ key: String, path: String) -> Int? {
        guard let value = members[key] else { return nil }
        guard case .integer(let number) = value, (0...Int64(Int32.max)).contains(number) else {
            fault("\(path)/\(key)", "must be a non-negative integer")
            return nil
        }
        return Int(number)
    }

    private func bounds(_ members: JSONObject, path: String) -> [SchemaNode.Bound] {
        SchemaNode.Bound.Kind.allCases.compactMap { kind in
            guard let value = members[kind.rawValue] else { return nil }
            guard value.double != nil else {
                fault("\(path)/\(kind.rawValue)", "must be a number")
                return nil
            }
            return SchemaNode.Bound(kind: kind, limit: value)
        }
    }

    private func pattern(_ value: JSONValue?, path: String) -> SchemaPattern? {
        guard let value else { return nil }
        guard let text = value.string else {
            fault("\(path)/pattern", "must be a string")
            return nil
        }
        do throws(SchemaPattern.Fault) {
            return try SchemaPattern(text)
        } catch {
            fault("\(path)/pattern", error.message)
            return nil
        }
    }

    private func format(_ value: JSONValue?, path: String) -> SchemaFormat? {
        guard let value else { return nil }
        guard let format = value.string.flatMap(SchemaFormat.init(rawValue:)) else {
            let known = SchemaFormat.allCases.map(\.rawValue).joined(separator: ", ")
            fault("\(path)/format", "must be one of \(known)")
            return nil
        }
        return format
    }

    private mutating func reference(_ value: JSONValue?, place: Int, path: String) {
        guard let value else { return }
        let prefix = "#/$defs/"
        guard let text = value.string, text.hasPrefix(prefix) || text == "#" else {
            fault("\(path)/$ref", "must be \"#\" or \"#/$defs/NAME\"")
            return
        }
        references.append((place, text == "#" ? "" : String(text.dropFirst(prefix.count)), path))
    }

    /// Connects references, and refuses chains that are long or go in a circle without entering a value.
    private mutating func resolve(root: Int) {
        for reference in references {
            guard let target = reference.name.isEmpty ? root : definitions[reference.name] else {
                fault("\(reference.path)/$ref", "there is no such definition")
                continue
            }
            nodes[reference.node].reference = target
        }
        for reference in references {
            var place = reference.node
            var steps = 0
            while let next = nodes[place].reference, steps <= Self.chainLimit {
                place = next
                steps += 1
            }
            if steps > Self.chainLimit {
                fault("\(reference.path)/$ref", "refers to itself, or through too many others")
            }
        }
    }

    private func fault(_ pointer: String, _ message: String) {
        sink.add(path: "\(file)#\(pointer)", message)
    }
}

extension SchemaValidator {
    /// Compiles a schema; throws ``PluginError/Code/manifest`` with every fault in it.
    package init(_ schema: JSONValue, file: String = "") throws(PluginError) {
        let sink = ManifestFaultSink()
        guard let validator = SchemaCompiler.compile(schema, file: file, sink: sink) else {
            throw PluginError(.manifest, "the schema is not usable", faults: sink.faults)
        }
        self = validator
    }
}
