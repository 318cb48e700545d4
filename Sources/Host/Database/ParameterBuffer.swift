internal import Core
internal import Foundation

/// The parameters of one statement in PostgreSQL's text format, packed into one allocation.
///
/// Made on the caller's thread, so that a connection's thread only sends.
struct ParameterBuffer: Sendable {
    /// The protocol counts parameters in 16 bits.
    static let maximumCount = 65_535

    private var storage: [UInt8] = []
    private var offsets: [Int] = []

    /// - Throws: `invalidParameter` when a value cannot be sent; the message names its position, never its content.
    init(_ values: [SQLValue]) throws(DatabaseError) {
        guard values.count <= Self.maximumCount else {
            throw DatabaseError(
                .invalidParameter, "a statement has \(values.count) parameters, more than \(Self.maximumCount)",
                hint: "pass arrays and unnest() them")
        }
        offsets.reserveCapacity(values.count)
        storage.reserveCapacity(values.count * 24)
        for (index, value) in values.enumerated() {
            guard value != .null else {
                offsets.append(-1)
                continue
            }
            let start = storage.count
            offsets.append(start)
            if let problem = SQLTextEncoder.append(value, to: &storage) {
                throw DatabaseError(.invalidParameter, "parameter $\(index + 1) \(problem)")
            }
            storage.append(0)
        }
    }

    var count: Int { offsets.count }

    /// Calls `body` with one C string per parameter, nil for null; the pointers are valid during the call.
    func withPointers<Result>(_ body: (UnsafePointer<UnsafePointer<CChar>?>?) -> Result) -> Result {
        guard !offsets.isEmpty else { return body(nil) }
        return storage.withUnsafeBytes { bytes in
            let base = bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
            return withUnsafeTemporaryAllocation(of: UnsafePointer<CChar>?.self, capacity: offsets.count) { pointers in
                for (index, offset) in offsets.enumerated() {
                    pointers.initializeElement(at: index, to: offset < 0 ? nil : base.map { $0 + offset })
                }
                return body(UnsafePointer(pointers.baseAddress))
            }
        }
    }
}
