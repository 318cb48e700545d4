import Web

/// One configuration key: parsing, `check-config`, the environment and the documentation follow from its row.
struct ConfigurationKey: Sendable {
    enum Kind: Sendable {
        case text
        /// An absolute path; empty = the place named in the description.
        case path
        /// An absolute path or empty, whatever the default is.
        case optionalPath
        /// Absolute paths with commas between them; empty = none.
        case paths
        case integer(ClosedRange<Int>)
        case choice([String])
        /// Addresses and CIDR ranges, separated by commas; may be empty.
        case addressRanges
        /// `https://HOST[:PORT]`, or empty.
        case publicURL
    }

    let section: String
    let name: String
    let kind: Kind
    let defaultValue: String
    let description: String

    var path: String { "\(section).\(name)" }

    /// `OPENWATCH_<SECTION>_<KEY>`.
    var environmentName: String { "OPENWATCH_\(section.uppercased())_\(name.uppercased())" }

    /// What is wrong with a value; nil if it is fine.
    func fault(in value: String) -> String? {
        switch kind {
        case .text: return nil
        case .path:
            let mayBeEmpty = defaultValue.isEmpty
            return value.hasPrefix("/") || (value.isEmpty && mayBeEmpty) ? nil : "must be an absolute path"
        case .optionalPath: return value.hasPrefix("/") || value.isEmpty ? nil : "must be an absolute path or empty"
        case .paths:
            return value.isEmpty
                || value.split(separator: ",", omittingEmptySubsequences: false).allSatisfy { $0.hasPrefix("/") }
                ? nil : "must be absolute paths with commas between them"
        case .integer(let range):
            guard let number = Int(value) else { return "must be an integer" }
            return range.contains(number) ? nil : "must be between \(range.lowerBound) and \(range.upperBound)"
        case .choice(let values):
            return values.contains(value) ? nil : "must be one of \(values.joined(separator: ", "))"
        case .addressRanges:
            return AddressRange.list(value) == nil ? "must be addresses or CIDR ranges, separated by commas" : nil
        case .publicURL: return value.isEmpty ? nil : TrustedProxies.publicURLFault(value)
        }
    }

    static let all: [ConfigurationKey] = [
        .init(
            "server", "listen", .text, "0.0.0.0:8443", "HOST:PORT of the HTTPS listener; port 0 lets the system choose"),
        .init("server", "state_dir", .path, "/var/lib/openwatch", "keys, certificate and the private database"),
        .init(
            "server", "tls_cert", .path, "",
            "PEM certificate chain; empty = tls/cert.pem in the state directory, made if missing"),
        .init("server", "tls_key", .path, "", "PEM private key, mode 0600; empty = tls/key.pem in the state directory"),
        .init(
            "server", "trusted_proxies", .addressRanges, "",
            "addresses and CIDR ranges of reverse proxies, whose X-Forwarded-For, -Proto and -Host count; empty = none"),
        .init(
            "server", "public_url", .publicURL, "",
            "https://HOST[:PORT] under which callers reach the server, for links and redirects"),
        .init("server", "drain_timeout_s", .integer(1...300), "25", "how long a stop waits for work in flight"),
        .init(
            "limits", "requests_per_second", .integer(0...100_000), "50",
            "requests of one identity that come back each second; 0 = no limit"),
        .init("limits", "burst", .integer(1...1_000_000), "200", "requests of one identity at once"),
        .init(
            "limits", "address_requests_per_second", .integer(0...100_000), "200",
            "the same for one address, whoever asks from it; 0 = no limit"),
        .init("limits", "address_burst", .integer(1...1_000_000), "800", "requests of one address at once"),
        .init("limits", "event_streams", .integer(1...10_000), "16", "open event streams of one identity"),
        .init("limits", "connections", .integer(16...1_000_000), "10000", "open connections"),
        .init("limits", "connections_per_address", .integer(1...1_000_000), "1000", "open connections of one address"),
        .init(
            "database", "dsn", .text, "",
            "postgresql://… of a PostgreSQL server; empty = a private one in the state directory"),
        .init("database", "max_connections", .integer(2...500), "25", "connections of this process"),
        .init("database", "statement_timeout_s", .integer(1...600), "30", "longest statement"),
        .init(
            "logging", "level", .choice(["debug", "info", "warn", "error"]), "info", "least severe line that is written"
        ),
        .init("logging", "format", .choice(["json", "text"]), "json", "one JSON object, or one plain line, per entry"),
        .init(
            "identity", "jwt_private_key", .path, "",
            "RSA key for access tokens, mode 0600; empty = keys/jwt_private.pem in the state directory"),
        .init(
            "identity", "jwt_previous_keys", .path, "",
            "PEM file, mode 0600, of RSA keys that signed access tokens until half an hour ago; empty = none"),
        .init(
            "identity", "breach_list_file", .path, "",
            "SHA-1 hashes of breached passwords, sorted, HASH[:COUNT] a line; empty = the built-in list alone"),
        .init(
            "identity", "credential_key_file", .path, "",
            "32 bytes that encrypt stored secrets, mode 0600; empty = keys/credential.key in the state directory"),
        .init(
            "identity", "previous_credential_key_files", .paths, "",
            "earlier keys that stored secrets may still need, besides those that lie beside the current one"),
        .init(
            "identity", "allow_credential_sudo_password", .choice(["true", "false"]), "true",
            "whether the password of a credential may be given to sudo on a host"),
        .init(
            "license", "file", .optionalPath, "/etc/openwatch/license.lic",
            "the licence; empty = license.lic in the state directory. A missing file is the free tier"),
        .init(
            "license", "issuer_keys", .path, "/etc/openwatch/license-keys.d",
            "folder of the public keys whose licences are accepted, *.pem"),
        .init("license", "issuer", .text, "openwatch-licensing", "the iss claim that licences must have"),
        .init(
            "license", "fingerprint", .text, "",
            "name of this installation; a licence that names one must name this. Empty = any"),
        .init(
            "identity", "api_token_max_days", .integer(0...3_650), "366",
            "longest life of an API token in days; 0 = any, for ever included"),
        .init("plugins", "dir", .path, "/usr/lib/openwatch/plugins", "one folder per plugin, each with a plugin.toml"),
        .init(
            "plugins", "trust_dir", .path, "/etc/openwatch/trust.d",
            "*.toml with the keys that may sign plugins, what is revoked and which unsigned plugins are allowed"),
        .init("plugins", "store", .path, "", "installed plugin packages; empty = plugins/ in the state directory"),
        .init(
            "plugins", "minimum_sandbox_level", .integer(0...3), "2",
            "protection below which a plugin that did not come with the product is not loaded; 3 is all of it"),
        .init(
            "plugins", "runner_account", .text, "",
            "user that plugins run as; empty = a user of its own for each runner of a server that runs as root"),
        .init("plugins", "runner", .path, "", "openwatch-probe-runner; empty = beside the openwatch command"),
        .init(
            "probes", "connectivity_interval_s", .integer(5...86_400), "900", "how often a healthy host is reached for"),
        .init(
            "probes", "system_info_interval_s", .integer(5...86_400), "3600",
            "how often system information is collected"),
        .init("probes", "discovery_interval_s", .integer(5...604_800), "86400", "how often a host is identified anew"),
        .init("probes", "max_in_flight", .integer(1...1_024), "64", "probes at one time"),
        .init(
            "audit", "retention_days", .integer(0...36_500), "730",
            "how long audit rows are kept after they were recorded; 0 = for ever"),
    ]

    private init(_ section: String, _ name: String, _ kind: Kind, _ defaultValue: String, _ description: String) {
        self.section = section
        self.name = name
        self.kind = kind
        self.defaultValue = defaultValue
        self.description = description
    }
}
