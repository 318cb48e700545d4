/// Events of one hand-over: their fields, and all their texts in one piece of memory that C structs can point into.
struct EventBatch {
    struct Entry {
        let type: UInt32
        let severity: UInt32
        let unixNanoseconds: UInt64
        let subject: Range<Int>
        let message: Range<Int>
        let attributes: Range<Int>
    }

    /// Far below the host's credit of 8192 events and 1 MiB per call, so that batches overlap with their delivery.
    private static let maximumCount = 250
    private static let maximumBytes = 48 * 1024
    private static let headBytes = 40

    private(set) var entries: [Entry] = []
    private(set) var texts: [UInt8] = []

    var count: Int { entries.count }

    func isFull(before event: ProbeEvent, attributes: Int) -> Bool {
        let size = event.subject.utf8.count + event.message.utf8.count + attributes + Self.headBytes
        return count > 0
            && (count >= Self.maximumCount || texts.count + count * Self.headBytes + size > Self.maximumBytes)
    }

    mutating func append(_ event: ProbeEvent, attributes: [UInt8]) throws {
        guard let type = UInt32(exactly: event.type) else {
            throw ProbeFailure(.denied, "There is no event type \(event.type).")
        }
        entries.append(
            Entry(
                type: type, severity: event.severity.rawValue, unixNanoseconds: event.unixNanoseconds ?? 0,
                subject: add(event.subject.utf8), message: add(event.message.utf8), attributes: add(attributes)))
    }

    private mutating func add(_ bytes: some Sequence<UInt8>) -> Range<Int> {
        let start = texts.count
        texts.append(contentsOf: bytes)
        return start..<texts.count
    }
}
