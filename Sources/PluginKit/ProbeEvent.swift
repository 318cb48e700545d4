public import JSON

/// How much an event matters to an operator.
public enum Severity: UInt32, Sendable, Hashable, Comparable {
    case info = 0
    case low = 1
    case medium = 2
    case high = 3
    case critical = 4

    public static func < (left: Severity, right: Severity) -> Bool { left.rawValue < right.rawValue }
}

/// Something that happened on a target.
public struct ProbeEvent: Sendable, Hashable {
    /// Index into the manifest's `[[event]]` list.
    public var type: Int
    public var severity: Severity
    /// What the event is about, stable between runs: `user:deploy`. At most 512 bytes.
    public var subject: String
    /// One sentence, at most 4 KiB.
    public var message: String
    /// Valid against the event's schema, at most 64 KiB of JSON.
    public var attributes: JSONObject
    /// When it happened, Unix time; nil lets the host stamp it.
    public var unixNanoseconds: UInt64?

    public init(
        type: Int, severity: Severity, subject: String, message: String = "", attributes: JSONObject,
        unixNanoseconds: UInt64? = nil
    ) {
        self.type = type
        self.severity = severity
        self.subject = subject
        self.message = message
        self.attributes = attributes
        self.unixNanoseconds = unixNanoseconds
    }
}
