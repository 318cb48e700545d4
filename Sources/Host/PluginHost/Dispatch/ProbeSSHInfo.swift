/// What a connection went through, rung by rung.
package struct ProbeSSHInfo: Sendable, Hashable {
    package enum Rung: Int32, Sendable {
        case none = 0
        case resolve = 1
        case tcp = 2
        case banner = 3
        case keyExchange = 4
        case hostKey = 5
        case authentication = 6
        case session = 7
    }

    package enum HostKeyStatus: Int32, Sendable {
        case unknown = 0
        case match = 1
        case firstUse = 2
        case mismatch = 3
    }

    package enum AuthenticationMethod: Int32, Sendable {
        case none = 0
        case key = 1
        case password = 2
        case keyboardInteractive = 3
    }

    /// Nanoseconds per rung; 0 = did not run.
    package struct Timings: Sendable, Hashable {
        package var resolve: UInt64 = 0
        package var tcp: UInt64 = 0
        package var banner: UInt64 = 0
        package var keyExchange: UInt64 = 0
        package var hostKey: UInt64 = 0
        package var authentication: UInt64 = 0

        package init() {}
    }

    /// The last rung passed.
    package var reached: Rung = .none
    package var failed: Rung = .none
    /// Of the failed rung.
    package var failure: ProbeCode = .ok
    package var hostKeyStatus: HostKeyStatus = .unknown
    package var authenticationMethod: AuthenticationMethod = .none
    /// The timings are those of an earlier handshake.
    package var isReused = false
    package var timings = Timings()
    /// Machine word, as "connection_refused"; empty if none.
    package var failureCode = ""
    /// One sentence without a secret; empty if none.
    package var failureMessage = ""
    package var peerBanner = ""
    package var keyExchange = ""
    package var hostKeyType = ""
    package var cipherOut = ""
    package var cipherIn = ""
    package var macOut = ""
    package var macIn = ""
    /// "SHA256:…" as ssh-keygen prints it.
    package var hostKeySHA256 = ""
    /// The pinned key's, on a mismatch.
    package var expectedSHA256 = ""
    /// What the server offered, comma separated.
    package var authenticationMethods = ""

    package init() {}

    /// The reply fields of `OW_WIRE_SSH_INFO`.
    func write(to writer: inout WireWriter) {
        writer.int32(reached.rawValue)
        writer.int32(failed.rawValue)
        writer.int32(failure.rawValue)
        writer.int32(hostKeyStatus.rawValue)
        writer.int32(authenticationMethod.rawValue)
        writer.uint32(isReused ? 1 : 0)
        let spans = [
            timings.resolve, timings.tcp, timings.banner, timings.keyExchange, timings.hostKey, timings.authentication,
        ]
        for span in spans { writer.uint64(span) }
        let texts = [
            failureCode, failureMessage, peerBanner, keyExchange, hostKeyType, cipherOut, cipherIn, macOut, macIn,
            hostKeySHA256, expectedSHA256, authenticationMethods,
        ]
        for text in texts { writer.field(text) }
    }
}
