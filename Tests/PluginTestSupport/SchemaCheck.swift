package import JSON

/// The part of JSON Schema that our plugins' schemas use, read as strictly as it can be: an unknown keyword is a fault.
package enum SchemaCheck {
    /// What is wrong with the value, as "path: fault". Empty for a valid one.
    package static func faults(_ value: JSONValue, _ schema: JSONValue, at path: String = "$") -> [String] {
        guard let rules = schema.object else { return ["\(path): the schema is no object"] }
        var faults: [String] = []
        for (keyword, rule) in rules {
            switch keyword {
            case "type": if !matches(value, rule.string ?? "") { faults.append("\(path): is no \(rule.string ?? "?")") }
            case "enum": if !(rule.array ?? []).contains(value) { faults.append("\(path): is not in the enumeration") }
            case "minimum":
                if let number = value.double, number < rule.double ?? 0 { faults.append("\(path): is too small") }
            case "maxLength":
                if let text = value.string, text.unicodeScalars.count > rule.integer ?? 0 {
                    faults.append("\(path): is too long")
                }
            case "minItems": if value.array?.count ?? .max < rule.integer ?? 0 { faults.append("\(path): has too few") }
            case "maxItems": if value.array?.count ?? 0 > rule.integer ?? 0 { faults.append("\(path): has too many") }
            case "pattern":
                if let text = value.string, let pattern = rule.string, (try? Regex(pattern).firstMatch(in: text)) == nil
                {
                    faults.append("\(path): does not match the pattern")
                }
            case "items":
                for (index, item) in (value.array ?? []).enumerated() {
                    faults += self.faults(item, rule, at: "\(path)[\(index)]")
                }
            case "required":
                for name in (rule.array ?? []).compactMap(\.string) where value[name] == nil {
                    faults.append("\(path): lacks \(name)")
                }
            case "properties":
                for (name, member) in value.object ?? [:] {
                    if let schema = rule[name] {
                        faults += self.faults(member, schema, at: "\(path).\(name)")
                    } else if rules["additionalProperties"] == false {
                        faults.append("\(path): has an unknown member \(name)")
                    }
                }
            case "additionalProperties": break
            default: faults.append("\(path): unknown keyword \(keyword)")
            }
        }
        return faults
    }

    private static func matches(_ value: JSONValue, _ type: String) -> Bool {
        switch (type, value) {
        case ("object", .object), ("array", .array), ("string", .string), ("boolean", .bool), ("integer", .integer),
            ("number", .number), ("number", .integer), ("null", .null):
            true
        default: false
        }
    }
}
