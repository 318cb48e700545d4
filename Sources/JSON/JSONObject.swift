/// The members of a JSON object, in the order in which they were added. Keys are unique.
///
/// Look-up is by hash once an object is large, so that a package list of thousands of members stays linear to build.
/// Two objects are equal when they have equal members, whatever their order.
public struct JSONObject: Sendable {
    private var entries: [(key: String, value: JSONValue)?] = []
    private var positions: [String: Int] = [:]
    private var removed = 0

    public init() {}

    public init(minimumCapacity: Int) {
        entries.reserveCapacity(minimumCapacity)
        positions.reserveCapacity(minimumCapacity)
    }

    public var count: Int { entries.count - removed }

    public var isEmpty: Bool { count == 0 }

    /// The keys in order.
    public var keys: [String] { map(\.key) }

    /// The member of that name. Setting nil removes it; setting a new one appends it.
    public subscript(key: String) -> JSONValue? {
        get {
            guard let position = positions[key] else { return nil }
            return entries[position]?.value
        }
        set {
            if let position = positions[key] {
                if let newValue {
                    entries[position] = (key, newValue)
                } else {
                    entries[position] = nil
                    positions[key] = nil
                    removed += 1
                }
            } else if let newValue {
                positions[key] = entries.count
                entries.append((key, newValue))
            }
        }
    }
}

extension JSONObject: Sequence {
    public func makeIterator() -> AnyIterator<(key: String, value: JSONValue)> {
        var base = entries.makeIterator()
        return AnyIterator {
            while let entry = base.next() {
                if let entry { return entry }
            }
            return nil
        }
    }
}

extension JSONObject: Hashable {
    public static func == (left: JSONObject, right: JSONObject) -> Bool {
        guard left.count == right.count else { return false }
        return left.allSatisfy { right[$0.key] == $0.value }
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(Set(map(\.key)))
    }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        for (key, value) in elements { self[key] = value }
    }
}
