/// The rungs of a connection, in order.
public enum ConnectionRung: Int32, Sendable, Hashable, Comparable, CaseIterable {
    case none = 0
    case resolve = 1
    case tcp = 2
    case banner = 3
    case keyExchange = 4
    case hostKey = 5
    case authentication = 6
    case session = 7

    public static func < (left: ConnectionRung, right: ConnectionRung) -> Bool { left.rawValue < right.rawValue }
}

/// How the target's host key compares with the pinned one.
public enum HostKeyStatus: Int32, Sendable, Hashable {
    case unknown = 0
    case matched = 1
    case firstUse = 2
    case mismatch = 3
}

/// What the host authenticated with.
public enum AuthenticationMethod: Int32, Sendable, Hashable {
    case none = 0
    case key = 1
    case password = 2
    case keyboardInteractive = 3
}

/// What a connection went through.
public struct ConnectionReport: Sendable, Hashable {
    /// The last rung passed.
    public var reached: ConnectionRung
    public var failed: ConnectionRung?
    /// Machine word: `connection_refused`, `host_key_mismatch`. Empty if none.
    public var failureCode: String
    /// One sentence without secrets.
    public var failureMessage: String
    /// Nanoseconds by rung; a rung that did not run is missing.
    public var timings: [ConnectionRung: UInt64]
    public var hostKeyStatus: HostKeyStatus
    public var hostKeyType: String
    /// `SHA256:...`, as ssh-keygen prints it.
    public var hostKeyFingerprint: String
    /// The pinned key's, on a mismatch.
    public var expectedFingerprint: String
    public var authMethod: AuthenticationMethod
    public var authMethodsOffered: [String]
    /// The server's identification line.
    public var peerBanner: String
    public var kex: String
    public var cipherOut: String
    public var cipherIn: String
    public var macOut: String
    public var macIn: String
    /// The timings are those of an earlier handshake.
    public var reused: Bool

    public init(
        reached: ConnectionRung = .none, failed: ConnectionRung? = nil, failureCode: String = "",
        failureMessage: String = "", timings: [ConnectionRung: UInt64] = [:], hostKeyStatus: HostKeyStatus = .unknown,
        hostKeyType: String = "", hostKeyFingerprint: String = "", expectedFingerprint: String = "",
        authMethod: AuthenticationMethod = .none, authMethodsOffered: [String] = [], peerBanner: String = "",
        kex: String = "", cipherOut: String = "", cipherIn: String = "", macOut: String = "", macIn: String = "",
        reused: Bool = false
    ) {
        self.reached = reached
        self.failed = failed
        self.failureCode = failureCode
        self.failureMessage = failureMessage
        self.timings = timings
        self.hostKeyStatus = hostKeyStatus
        self.hostKeyType = hostKeyType
        self.hostKeyFingerprint = hostKeyFingerprint
        self.expectedFingerprint = expectedFingerprint
        self.authMethod = authMethod
        self.authMethodsOffered = authMethodsOffered
        self.peerBanner = peerBanner
        self.kex = kex
        self.cipherOut = cipherOut
        self.cipherIn = cipherIn
        self.macOut = macOut
        self.macIn = macIn
        self.reused = reused
    }

    /// How long a rung took; nil if it did not run.
    public func nanoseconds(of rung: ConnectionRung) -> UInt64? { timings[rung] }
}
