import JSON

/// Something that is different from the last visit.
struct Change: Sendable, Hashable {
    /// Longest subject that an event may have, in bytes.
    static let subjectLimit = 512

    let code: EventCode
    /// What it is about, the same text each time: `user:deploy`, `port:tcp/0.0.0.0:8080`.
    let subject: String
    let message: String
    let attributes: JSONObject

    init(_ code: EventCode, subject: String, message: String, attributes: JSONObject) {
        self.code = code
        self.subject = Self.bounded(subject)
        self.message = Bytes(Array(message.utf8.prefix(1024))).text
        self.attributes = attributes
    }

    /// A subject that is too long keeps its start and gets a hash of the whole, so that it stays distinct.
    private static func bounded(_ text: String) -> String {
        guard text.utf8.count > subjectLimit else { return text }
        let bytes = Array(text.utf8)
        let hash = SectionSample(name: .os, verdict: .ok, output: bytes).hash
        var end = subjectLimit - 20
        while end > 0, bytes[end] & 0xC0 == 0x80 { end -= 1 }
        return String(decoding: bytes[..<end], as: UTF8.self) + "~" + hash
    }
}
