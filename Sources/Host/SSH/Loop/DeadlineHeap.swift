/// Pending deadlines, the earliest first. Entries are never removed singly: whoever pops one checks that it still
/// matters.
struct DeadlineHeap {
    private var entries: [(time: MonotonicTime, id: UInt64)] = []

    var count: Int { entries.count }

    var next: MonotonicTime? { entries.first?.time }

    mutating func insert(_ time: MonotonicTime, _ id: UInt64) {
        entries.append((time, id))
        var child = entries.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard entries[child].time < entries[parent].time else { break }
            entries.swapAt(child, parent)
            child = parent
        }
    }

    /// Takes the earliest entry if its time has come.
    mutating func popExpired(at now: MonotonicTime) -> UInt64? {
        guard let first = entries.first, first.time <= now else { return nil }
        let last = entries.removeLast()
        if !entries.isEmpty {
            entries[0] = last
            sink(0)
        }
        return first.id
    }

    /// Drops the entries for which `matters` is false.
    mutating func keep(_ matters: (UInt64) -> Bool) {
        entries.removeAll { !matters($0.id) }
        for index in stride(from: entries.count / 2 - 1, through: 0, by: -1) { sink(index) }
    }

    private mutating func sink(_ start: Int) {
        var parent = start
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2]
            where child < entries.count && entries[child].time < entries[least].time {
                least = child
            }
            guard least != parent else { return }
            entries.swapAt(parent, least)
            parent = least
        }
    }
}
