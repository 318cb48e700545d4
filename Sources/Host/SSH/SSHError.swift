/// What went wrong between us and a host. `message` and `hint` carry no secret and may be logged and shown.
package struct SSHError: Error, Sendable {
    /// The kind of failure. The text form is stable.
    package struct Code: Hashable, Sendable, CustomStringConvertible {
        private enum Kind: String {
            case resolveFailed = "resolve_failed"
            case tcpTimeout = "tcp_timeout"
            case connectionRefused = "connection_refused"
            case unreachable
            case bannerTimeout = "banner_timeout"
            case bannerMismatch = "banner_mismatch"
            case keyExchangeFailed = "key_exchange_failed"
            case hostKeyMismatch = "host_key_mismatch"
            case hostKeyStoreFailed = "host_key_store_failed"
            case authenticationFailed = "authentication_failed"
            case noAuthMethod = "no_auth_method"
            case keyInvalid = "key_invalid"
            case keyIsPublic = "key_is_public"
            case keyIsPuTTY = "key_is_putty"
            case keyIsCertificate = "key_is_certificate"
            case keyPassphraseWrong = "key_passphrase_wrong"
            case keyPassphraseMissing = "key_passphrase_missing"
            case keyTooWeak = "key_too_weak"
            case keyTypeUnsupported = "key_type_unsupported"
            case channelFailed = "channel_failed"
            case disconnected
            case timeout
            case outputLimit = "output_limit"
            case cancelled
            case sudoDenied = "sudo_denied"
            case sudoPasswordRejected = "sudo_password_rejected"
            case sudoUnavailable = "sudo_unavailable"
            case limitReached = "limit_reached"
            case invalidRequest = "invalid_request"
            case shuttingDown = "shutting_down"
        }

        private let kind: Kind

        private init(_ kind: Kind) {
            self.kind = kind
        }

        package var description: String { kind.rawValue }

        package static let resolveFailed = Code(.resolveFailed)
        package static let tcpTimeout = Code(.tcpTimeout)
        package static let connectionRefused = Code(.connectionRefused)
        package static let unreachable = Code(.unreachable)
        package static let bannerTimeout = Code(.bannerTimeout)
        /// Something listens there, but it does not speak SSH.
        package static let bannerMismatch = Code(.bannerMismatch)
        package static let keyExchangeFailed = Code(.keyExchangeFailed)
        package static let hostKeyMismatch = Code(.hostKeyMismatch)
        /// The pinned key could not be looked up or stored, so the server was not trusted.
        package static let hostKeyStoreFailed = Code(.hostKeyStoreFailed)
        package static let authenticationFailed = Code(.authenticationFailed)
        /// The credential holds nothing that the server accepts.
        package static let noAuthMethod = Code(.noAuthMethod)
        /// No private key, or one that is cut off or damaged.
        package static let keyInvalid = Code(.keyInvalid)
        package static let keyIsPublic = Code(.keyIsPublic)
        package static let keyIsPuTTY = Code(.keyIsPuTTY)
        package static let keyIsCertificate = Code(.keyIsCertificate)
        package static let keyPassphraseWrong = Code(.keyPassphraseWrong)
        package static let keyPassphraseMissing = Code(.keyPassphraseMissing)
        package static let keyTooWeak = Code(.keyTooWeak)
        package static let keyTypeUnsupported = Code(.keyTypeUnsupported)
        package static let channelFailed = Code(.channelFailed)
        package static let disconnected = Code(.disconnected)
        package static let timeout = Code(.timeout)
        package static let outputLimit = Code(.outputLimit)
        package static let cancelled = Code(.cancelled)
        package static let sudoDenied = Code(.sudoDenied)
        package static let sudoPasswordRejected = Code(.sudoPasswordRejected)
        package static let sudoUnavailable = Code(.sudoUnavailable)
        /// No session became free in time.
        package static let limitReached = Code(.limitReached)
        /// The caller asked for something that cannot be sent, such as a command with a NUL.
        package static let invalidRequest = Code(.invalidRequest)
        package static let shuttingDown = Code(.shuttingDown)
    }

    package let code: Code
    package let message: String
    package let hint: String?
    package let cause: (any Error)?
    /// How far the connection got; nil when the failure has nothing to do with one.
    package var report: SSHConnectReport?

    package init(
        _ code: Code,
        _ message: String,
        hint: String? = nil,
        cause: (any Error)? = nil,
        report: SSHConnectReport? = nil
    ) {
        self.code = code
        self.message = message
        self.hint = hint
        self.cause = cause
        self.report = report
    }
}

extension SSHError: CustomStringConvertible {
    package var description: String { "\(code): \(message)" }
}
