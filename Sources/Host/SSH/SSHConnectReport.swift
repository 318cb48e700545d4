/// The steps of reaching a host, in order.
package enum SSHRung: Int, Sendable, Comparable, CaseIterable {
    case resolve
    case tcp
    case banner
    case keyExchange
    case hostKey
    case authentication
    /// A channel was opened and a command accepted.
    case session

    package static func < (left: SSHRung, right: SSHRung) -> Bool {
        left.rawValue < right.rawValue
    }
}

/// How the server's key compares with the pinned one.
package enum SSHHostKeyStatus: String, Sendable {
    case matched
    case firstUse = "first_use"
    case mismatch
    /// The server's key was not seen.
    case unknown
}

/// What is known about one connection attempt, successful or not.
package struct SSHConnectReport: Sendable {
    /// Nanoseconds spent per rung; nil for a rung that was not tried. The time of the failing rung is included.
    package struct Timings: Sendable {
        package var resolve: UInt64?
        package var tcp: UInt64?
        package var banner: UInt64?
        package var keyExchange: UInt64?
        package var hostKey: UInt64?
        package var authentication: UInt64?

        package init() {}

        /// The sum of all rungs.
        package var total: UInt64 {
            [resolve, tcp, banner, keyExchange, hostKey, authentication].reduce(0) { $0 &+ ($1 ?? 0) }
        }

        mutating func set(_ rung: SSHRung, _ nanoseconds: UInt64) {
            switch rung {
            case .resolve: resolve = nanoseconds
            case .tcp: tcp = nanoseconds
            case .banner: banner = nanoseconds
            case .keyExchange: keyExchange = nanoseconds
            case .hostKey: hostKey = nanoseconds
            case .authentication: authentication = nanoseconds
            case .session: break
            }
        }
    }

    /// The last rung passed. `session` once the first command was accepted.
    package var reached: SSHRung?
    package var failed: SSHRung?
    package var timings = Timings()
    /// The address connected to, as a literal.
    package var peerAddress: String?
    /// The server's identification line, printable ASCII only.
    package var serverBanner: String?
    package var kexAlgorithm: String?
    package var hostKeyAlgorithm: String?
    package var cipherOut: String?
    package var cipherIn: String?
    /// Nil with a cipher that authenticates by itself.
    package var macOut: String?
    package var macIn: String?
    package var hostKeyFingerprint: String?
    package var hostKeyType: String?
    package var hostKeyStatus = SSHHostKeyStatus.unknown
    /// The pinned key's fingerprint, if one is pinned.
    package var expectedFingerprint: String?
    /// The method that logged in.
    package var authMethod: SSHAuthMethod?
    /// What the server said it accepts, in its words.
    package var methodsOffered: [String] = []
    /// The session had been used before; timings are those of its original connection.
    package var reused = false

    package init() {}
}
