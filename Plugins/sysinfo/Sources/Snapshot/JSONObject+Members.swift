import JSON

extension JSONObject {
    /// Sets a text member; nothing for nil or empty text.
    mutating func set(_ key: String, _ text: String?) {
        guard let text, !text.isEmpty else { return }
        self[key] = .string(text)
    }

    /// Sets a number member; nothing for nil.
    mutating func set(_ key: String, _ number: Int64?) {
        guard let number else { return }
        self[key] = .integer(number)
    }

    mutating func set(_ key: String, _ flag: Bool?) {
        guard let flag else { return }
        self[key] = .bool(flag)
    }

    /// Sets a list of texts; nothing for an empty one.
    mutating func set(_ key: String, _ texts: [String]) {
        guard !texts.isEmpty else { return }
        self[key] = .strings(texts)
    }

    mutating func set(_ key: String, _ object: JSONObject) {
        guard !object.isEmpty else { return }
        self[key] = .object(object)
    }

    /// A member by a path of one or two keys, `posture.sshd`.
    subscript(path path: String) -> JSONValue? {
        get {
            let keys = path.split(separator: ".", maxSplits: 1).map { String($0) }
            guard let first = keys.first else { return nil }
            return keys.count == 1 ? self[first] : self[first]?[keys[1]]
        }
        set {
            let keys = path.split(separator: ".", maxSplits: 1).map { String($0) }
            guard let first = keys.first else { return }
            guard keys.count == 2 else {
                self[first] = newValue
                return
            }
            var inner = self[first]?.object ?? JSONObject()
            inner[keys[1]] = newValue
            self[first] = inner.isEmpty ? Optional.none : .object(inner)
        }
    }
}
