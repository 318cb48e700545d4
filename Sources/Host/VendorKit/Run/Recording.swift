package import PluginHost

/// What one host answered, to be answered again without it. On disk: JSON Lines, first `{"recording":1}`.
package struct Recording: Sendable {
    /// One line of the file.
    package enum Entry: Sendable, Hashable {
        case connection(Connection)
        case command([String], Answer)
        case file(String, Answer)
        case section(String, ProbeCollection.Verdict, Answer)
    }

    /// What became of connecting. Without such an entry, a login by key.
    package struct Connection: Sendable, Hashable {
        package var info: ProbeSSHInfo
        package var code: ProbeCode

        package init(info: ProbeSSHInfo, code: ProbeCode) {
            self.info = info
            self.code = code
        }
    }

    /// What a command, a file or a section gave.
    package struct Answer: Sendable, Hashable {
        /// -1 if a signal ended it.
        package var exitCode: Int32 = 0
        package var signal = ""
        package var privilege: ProbePrivilege = .none
        package var stdout: [UInt8] = []
        package var stderr: [UInt8] = []
        package var milliseconds = 0
        /// Why there is no answer, as a service's code; ok if there is one.
        package var failure: ProbeCode = .ok

        package init() {}
    }

    /// For people: which host this was.
    package var target: String
    package var entries: [Entry]

    package init(target: String, entries: [Entry] = []) {
        self.target = target
        self.entries = entries
    }

    static let sizeLimit = 64 << 20
    static let privileges: [(String, ProbePrivilege)] = [
        ("none", .none), ("root", .root), ("sudo", .sudo), ("sudo_password", .sudoPassword),
    ]
    static let verdicts: [(String, ProbeCollection.Verdict)] = [
        ("unobserved", .unobserved), ("ok", .ok), ("failed", .failed), ("unsupported", .unsupported),
        ("denied", .denied), ("timeout", .timeout), ("truncated", .truncated), ("killed", .killed),
    ]
    static let rungs: [(String, ProbeSSHInfo.Rung)] = [
        ("none", .none), ("resolve", .resolve), ("tcp", .tcp), ("banner", .banner), ("key_exchange", .keyExchange),
        ("host_key", .hostKey), ("authentication", .authentication), ("session", .session),
    ]
    static let methods: [(String, ProbeSSHInfo.AuthenticationMethod)] = [
        ("none", .none), ("key", .key), ("password", .password), ("keyboard_interactive", .keyboardInteractive),
    ]
    static let hostKeyStatuses: [(String, ProbeSSHInfo.HostKeyStatus)] = [
        ("unknown", .unknown), ("match", .match), ("first_use", .firstUse), ("mismatch", .mismatch),
    ]
    static let codes: [(String, ProbeCode)] = [
        ("ok", .ok), ("unreachable", .unreachable), ("protocol", .protocol), ("host_key", .hostKey),
        ("authentication", .authentication), ("deadline", .deadline), ("limit", .limit), ("io", .io),
        ("cancelled", .cancelled), ("denied", .denied), ("internal", .internal), ("argument", .argument),
        ("unsupported", .unsupported), ("not_found", .notFound), ("state", .state),
    ]
    // Key paths are immutable; they only lack the word for it.
    nonisolated(unsafe) static let texts: [(String, WritableKeyPath<ProbeSSHInfo, String>)] = [
        ("failure_code", \.failureCode), ("failure_message", \.failureMessage), ("banner", \.peerBanner),
        ("kex", \.keyExchange), ("host_key_type", \.hostKeyType), ("cipher_out", \.cipherOut),
        ("cipher_in", \.cipherIn), ("mac_out", \.macOut), ("mac_in", \.macIn), ("host_key_sha256", \.hostKeySHA256),
        ("expected_sha256", \.expectedSHA256), ("auth_methods", \.authenticationMethods),
    ]
    nonisolated(unsafe) static let timings: [(String, WritableKeyPath<ProbeSSHInfo, UInt64>)] = [
        ("resolve_ns", \.timings.resolve), ("tcp_ns", \.timings.tcp), ("banner_ns", \.timings.banner),
        ("kex_ns", \.timings.keyExchange), ("host_key_ns", \.timings.hostKey), ("auth_ns", \.timings.authentication),
    ]

    static func name<Value: Equatable>(of value: Value, in words: [(String, Value)]) -> String {
        words.first { $0.1 == value }?.0 ?? "internal"
    }
}
