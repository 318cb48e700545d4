import JSON

extension JSONValue {
    /// Puts a value where a JSON pointer (RFC 6901) names a place: a member that is there or not, an element that is there.
    /// False, and nothing is changed, if there is no such place.
    ///
    /// - Parameter value: nil takes a member away, and leaves null in the place of an element.
    @discardableResult
    package mutating func set(_ value: JSONValue?, at pointer: String) -> Bool {
        guard pointer.hasPrefix("/") else { return false }
        let parts = pointer.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        return set(value, at: parts.map { String($0).replacing("~1", with: "/").replacing("~0", with: "~") }[...])
    }

    private mutating func set(_ value: JSONValue?, at path: ArraySlice<String>) -> Bool {
        guard let key = path.first else { return false }
        let rest = path.dropFirst()
        switch self {
        case .object(var object):
            if rest.isEmpty {
                object[key] = value
            } else {
                guard var member = object[key], member.set(value, at: rest) else { return false }
                object[key] = member
            }
            self = .object(object)
            return true
        case .array(var elements):
            guard let index = Int(key), elements.indices.contains(index) else { return false }
            if rest.isEmpty {
                elements[index] = value ?? .null
            } else {
                guard elements[index].set(value, at: rest) else { return false }
            }
            self = .array(elements)
            return true
        default: return false
        }
    }
}
