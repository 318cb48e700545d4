package import Foundation

extension UUID {
    /// A new UUID of version 7 (RFC 9562): sorts by creation time, so rows written together sit together in an index.
    ///
    /// - Parameter time: the creation time to embed, millisecond precision.
    package static func v7(at time: Timestamp = .now()) -> UUID {
        var generator = SystemRandomNumberGenerator()
        let milliseconds = UInt64(max(0, time.microseconds / 1_000))
        let high = milliseconds << 16 | 0x7000 | (generator.next() & 0x0fff)
        let low = 0x8000_0000_0000_0000 | (generator.next() & 0x3fff_ffff_ffff_ffff)
        func byte(_ word: UInt64, _ index: UInt64) -> UInt8 { UInt8(truncatingIfNeeded: word >> (56 - 8 * index)) }
        return UUID(
            uuid: (
                byte(high, 0), byte(high, 1), byte(high, 2), byte(high, 3),
                byte(high, 4), byte(high, 5), byte(high, 6), byte(high, 7),
                byte(low, 0), byte(low, 1), byte(low, 2), byte(low, 3),
                byte(low, 4), byte(low, 5), byte(low, 6), byte(low, 7)
            ))
    }

    /// The form used on the wire and in the database: lower case with dashes.
    package var text: String { uuidString.lowercased() }
}
