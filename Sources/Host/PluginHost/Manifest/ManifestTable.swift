import JSON

/// One table of a manifest while it is being checked: hands out typed values, notes what is wrong and, at the end, what
/// nobody asked for.
///
/// Reading never stops at a fault. A getter that found one returns a harmless value of the right type, which is never
/// used because the manifest is refused as a whole.
struct ManifestTable {
    let path: String
    private let members: JSONObject
    private let sink: ManifestFaultSink
    private var asked: Set<String> = []

    init(_ members: JSONObject, path: String, sink: ManifestFaultSink) {
        self.members = members
        self.path = path
        self.sink = sink
    }

    func has(_ key: String) -> Bool {
        members[key] != nil
    }

    func fault(_ key: String, _ message: String) {
        sink.add(path: location(key), message)
    }

    mutating func text(_ key: String, limit: Int = 256, rule: TextRule = .line) -> String {
        guard let text = optionalText(key, limit: limit, rule: rule) else {
            if !has(key) { fault(key, "is missing") }
            return ""
        }
        return text
    }

    mutating func optionalText(_ key: String, limit: Int = 256, rule: TextRule = .line) -> String? {
        asked.insert(key)
        guard let value = members[key] else { return nil }
        guard let text = value.string else {
            fault(key, "must be a string")
            return nil
        }
        guard (1...limit).contains(text.utf8.count) else {
            fault(key, "must have 1 to \(limit) bytes")
            return nil
        }
        guard rule.accepts(text) else {
            fault(key, "must be \(rule.wording)")
            return nil
        }
        return text
    }

    mutating func integer(_ key: String, in range: ClosedRange<Int>, default fallback: Int? = nil) -> Int {
        asked.insert(key)
        guard let value = members[key] else {
            if fallback == nil { fault(key, "is missing") }
            return fallback ?? range.lowerBound
        }
        guard case .integer(let number) = value, let result = Int(exactly: number), range.contains(result) else {
            fault(key, "must be an integer from \(range.lowerBound) to \(range.upperBound)")
            return range.lowerBound
        }
        return result
    }

    mutating func flag(_ key: String, default fallback: Bool = false) -> Bool {
        asked.insert(key)
        guard let value = members[key] else { return fallback }
        guard let flag = value.bool else {
            fault(key, "must be true or false")
            return fallback
        }
        return flag
    }

    /// "500ms", "10s", "2m", "1h".
    mutating func duration(_ key: String, upTo limit: Duration, default fallback: Duration? = nil) -> Duration {
        asked.insert(key)
        guard let value = members[key] else {
            if fallback == nil { fault(key, "is missing") }
            return fallback ?? .seconds(1)
        }
        guard let text = value.string, let duration = ManifestDuration.parse(text), duration > .zero, duration <= limit
        else {
            fault(key, "must be a time span like \"10s\" (ms, s, m, h), at most \(ManifestDuration.format(limit))")
            return .seconds(1)
        }
        return duration
    }

    mutating func choice<Choice: RawRepresentable & CaseIterable>(
        _ key: String, _ type: Choice.Type, default fallback: Choice?
    ) -> Choice? where Choice.RawValue == String {
        asked.insert(key)
        guard let value = members[key] else {
            if fallback == nil { fault(key, "is missing") }
            return fallback
        }
        guard let text = value.string, let choice = Choice(rawValue: text) else {
            fault(key, "must be one of " + type.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", "))
            return fallback
        }
        return choice
    }

    /// A relative path inside the package.
    mutating func optionalPath(_ key: String) -> String? {
        optionalText(key, limit: 512, rule: .relativePath)
    }

    mutating func texts(_ key: String, count: ClosedRange<Int>, limit: Int, rule: TextRule, required: Bool) -> [String]
    {
        asked.insert(key)
        guard let value = members[key] else {
            if required { fault(key, "is missing") }
            return []
        }
        guard let elements = value.array else {
            fault(key, "must be an array of strings")
            return []
        }
        guard count.contains(elements.count) else {
            fault(key, "must have \(count.lowerBound) to \(count.upperBound) elements")
            return []
        }
        var result: [String] = []
        for (index, element) in elements.enumerated() {
            guard let text = element.string, (1...limit).contains(text.utf8.count), rule.accepts(text) else {
                fault("\(key)[\(index)]", "must be \(rule.wording) of 1 to \(limit) bytes")
                continue
            }
            result.append(text)
        }
        return result
    }

    mutating func table(_ key: String, required: Bool) -> ManifestTable? {
        asked.insert(key)
        guard let value = members[key] else {
            if required { fault(key, "is missing") }
            return nil
        }
        guard let object = value.object else {
            fault(key, "must be a table")
            return nil
        }
        return ManifestTable(object, path: location(key), sink: sink)
    }

    mutating func tables(_ key: String, limit: Int) -> [ManifestTable] {
        asked.insert(key)
        guard let value = members[key] else { return [] }
        guard let elements = value.array else {
            fault(key, "must be an array of tables, written [[\(location(key))]]")
            return []
        }
        guard elements.count <= limit else {
            fault(key, "has more than \(limit) entries")
            return []
        }
        var result: [ManifestTable] = []
        for (index, element) in elements.enumerated() {
            let place = "\(location(key))[\(index)]"
            if let object = element.object {
                result.append(ManifestTable(object, path: place, sink: sink))
            } else {
                sink.add(path: place, "must be a table")
            }
        }
        return result
    }

    /// Notes every key that no getter asked for.
    func finish() {
        for key in members.keys where !asked.contains(key) { fault(key, "is not a known key") }
    }

    private func location(_ key: String) -> String {
        path.isEmpty ? key : "\(path).\(key)"
    }
}

/// Collects the faults of one manifest. Used by one thread, while one manifest is parsed.
final class ManifestFaultSink {
    private(set) var faults: [ManifestFault] = []

    /// Keeps the list readable when a file is not a manifest at all.
    private static let limit = 200

    func add(path: String, _ message: String) {
        guard faults.count < Self.limit else { return }
        faults.append(ManifestFault(path: path, message: message))
    }
}
