/// Why a call or a service failed: one of the ABI's error codes.
public struct FailureCode: RawRepresentable, Sendable, Hashable {
    /// Negative, as in the C header.
    public let rawValue: Int32

    public init(rawValue: Int32) {
        self.rawValue = rawValue
    }

    /// A handle, index or value is wrong.
    public static let argument = FailureCode(rawValue: -1)
    /// This host or machine cannot do that.
    public static let unsupported = FailureCode(rawValue: -2)
    /// Not granted by the manifest, or refused by policy.
    public static let denied = FailureCode(rawValue: -3)
    public static let cancelled = FailureCode(rawValue: -4)
    public static let deadline = FailureCode(rawValue: -5)
    /// A manifest or host limit is used up: final for this call.
    public static let limit = FailureCode(rawValue: -6)
    /// Back-pressure: wait, then try again.
    public static let again = FailureCode(rawValue: -7)
    public static let notFound = FailureCode(rawValue: -8)
    /// Not possible now, for example a version conflict.
    public static let state = FailureCode(rawValue: -9)
    public static let memory = FailureCode(rawValue: -10)
    public static let io = FailureCode(rawValue: -11)
    /// The target refused every credential.
    public static let authentication = FailureCode(rawValue: -12)
    /// The target's host key is not the pinned one.
    public static let hostKey = FailureCode(rawValue: -13)
    /// No connection to the target.
    public static let unreachable = FailureCode(rawValue: -14)
    /// The target speaks something unexpected.
    public static let `protocol` = FailureCode(rawValue: -15)
    public static let configuration = FailureCode(rawValue: -16)
    public static let license = FailureCode(rawValue: -17)
    public static let `internal` = FailureCode(rawValue: -99)

    /// The codes of a connection that was tried and did not come about.
    static let connectionFailures: Set<FailureCode> = [
        .unreachable, .protocol, .hostKey, .authentication, .io, .deadline,
    ]
}

extension FailureCode: CustomStringConvertible {
    public var description: String { Self.names[rawValue] ?? "code \(rawValue)" }

    private static let names: [Int32: String] = [
        -1: "argument", -2: "unsupported", -3: "denied", -4: "cancelled", -5: "deadline", -6: "limit", -7: "again",
        -8: "not found", -9: "state", -10: "memory", -11: "io", -12: "authentication", -13: "host key",
        -14: "unreachable", -15: "protocol", -16: "configuration", -17: "license", -99: "internal",
    ]
}
