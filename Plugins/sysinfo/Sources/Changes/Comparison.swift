import JSON

/// Two snapshots of one installation, and which of their parts may be compared.
struct Comparison {
    let previous: JSONObject
    let current: JSONObject
    /// Whether what is seen for the first time counts as new. Off unless an operator asks for it.
    let reportsFirstSight: Bool

    /// Whether a category was observed in both, so that a difference is a change and not a gap. The first observation
    /// of a category is its baseline.
    ///
    /// - Parameter key: the list that is compared; a snapshot that had to drop it is no baseline.
    func covers(_ category: String, key: String) -> Bool {
        guard current["category_freshness"]?[category]?["status"]?.string == "ok", current[key] != nil else {
            return false
        }
        if reportsFirstSight { return true }
        return previous["category_freshness"]?[category] != nil && previous[key] != nil
    }

    /// The objects of a list on both sides, by a key that tells one from another.
    func items(_ key: String, by identity: (JSONValue) -> String?) -> (
        before: [String: JSONValue], after: [String: JSONValue]
    ) {
        func index(_ snapshot: JSONObject) -> [String: JSONValue] {
            var result: [String: JSONValue] = [:]
            for item in snapshot[key]?.array ?? [] {
                if let name = identity(item) { result[name] = item }
            }
            return result
        }
        return (index(previous), index(current))
    }
}
