package import Core
package import Foundation

/// A place between two rows of the list, newest first. Its wire form means nothing to clients: base64url of the time
/// in microseconds and the id.
package struct AuditCursor: Sendable, Equatable {
    package let occurredAt: Timestamp
    package let id: UUID

    package init(occurredAt: Timestamp, id: UUID) {
        self.occurredAt = occurredAt
        self.id = id
    }

    /// Reads the wire form; nil if it was not made here.
    package init?(_ text: String) {
        guard text.utf8.count == 32, text.utf8.allSatisfy({ $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "/") }),
            let data = Data(
                base64Encoded: text.replacing("-", with: "+").replacing("_", with: "/")),
            data.count == 24
        else { return nil }
        let bytes = Array(data)
        let time = bytes[..<8].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        let b = Array(bytes[8...])
        occurredAt = Timestamp(microseconds: Int64(bitPattern: time))
        // Years 1 to 9999, which the database can hold.
        guard (-62_135_596_800_000_000..<253_402_300_800_000_000).contains(occurredAt.microseconds) else { return nil }
        id = UUID(
            uuid: (
                b[0], b[1], b[2], b[3], b[4], b[5], b[6], b[7], b[8], b[9], b[10], b[11], b[12], b[13], b[14], b[15]
            ))
    }

    package var text: String {
        let u = id.uuid
        let bytes =
            AuditChain.bytes(of: occurredAt.microseconds) + [
                u.0, u.1, u.2, u.3, u.4, u.5, u.6, u.7, u.8, u.9, u.10, u.11, u.12, u.13, u.14, u.15,
            ]
        return Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
    }
}
