/// JSON text of one value that passes through unread, for example from a `jsonb` column to a response.
///
/// Whoever makes one vouches that the bytes are valid JSON; writers splice them in as they are.
package struct RawJSON: Hashable, Sendable {
    package let bytes: [UInt8]

    package init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    package init(text: String) {
        self.init(bytes: Array(text.utf8))
    }

    package static let emptyObject = RawJSON(text: "{}")

    package var text: String { String(decoding: bytes, as: UTF8.self) }
}
