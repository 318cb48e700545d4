import JSON

/// Finds what changed between two snapshots. Pure: the same two snapshots give the same changes in the same order.
enum ChangeDetector {
    /// - Parameters:
    ///   - previous: the last snapshot; nil makes everything a baseline.
    ///   - current: the snapshot of this visit.
    ///   - reportsFirstSight: whether what a first look finds is news too.
    /// - Returns: changes by code and subject; none when the two are of different installations.
    static func changes(
        from previous: JSONObject?, to current: JSONObject, reportsFirstSight: Bool = false
    ) -> [Change] {
        var before = previous ?? JSONObject()
        if before["identity"]?["epoch"] != nil, before["identity"]?["epoch"] != current["identity"]?["epoch"] {
            before = JSONObject()
        }
        let pair = Comparison(previous: before, current: current, reportsFirstSight: reportsFirstSight)
        let found =
            accountChanges(pair) + portChanges(pair) + packageChanges(pair) + serviceChanges(pair) + mountChanges(pair)
            + hostChanges(pair)
        return found.sorted { ($0.code.rawValue, $0.subject) < ($1.code.rawValue, $1.subject) }
    }
}
