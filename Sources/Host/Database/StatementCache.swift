/// Which statements a connection has prepared, by their text.
///
/// Bounded: past its capacity the entry unused for longest is handed back to be deallocated on the server.
struct StatementCache {
    struct Entry {
        let name: String
        var layout: ColumnLayout?
        fileprivate var lastUse: UInt64
    }

    static let capacity = 256
    /// Longer texts are not worth remembering.
    static let longestText = 65_536

    private var entries: [String: Entry] = [:]
    private var clock: UInt64 = 0
    private var nextNumber: UInt64 = 0
    /// Names evicted here but still known to the server.
    private(set) var evicted: [String] = []

    mutating func entry(for sql: String) -> Entry? {
        guard entries[sql] != nil else { return nil }
        clock += 1
        entries[sql]?.lastUse = clock
        return entries[sql]
    }

    mutating func makeName() -> String {
        nextNumber += 1
        return "s\(nextNumber)"
    }

    mutating func insert(_ sql: String, name: String) {
        if entries.count >= Self.capacity, let oldest = entries.min(by: { $0.value.lastUse < $1.value.lastUse }) {
            entries[oldest.key] = nil
            evicted.append(oldest.value.name)
        }
        clock += 1
        entries[sql] = Entry(name: name, layout: nil, lastUse: clock)
    }

    mutating func learn(_ layout: ColumnLayout, of sql: String) {
        entries[sql]?.layout = layout
    }

    mutating func takeEvicted() -> [String] {
        defer { evicted.removeAll() }
        return evicted
    }

    /// Moves everything to `evicted`, so that each statement is prepared anew.
    mutating func invalidate() {
        evicted += entries.values.map(\.name)
        entries.removeAll()
    }

    /// Forgets everything; the server has nothing of it.
    mutating func reset() {
        entries.removeAll()
        evicted.removeAll()
    }
}
