/// One configuration key: parsing, `check-config`, the environment and the documentation follow from its row.
struct ConfigurationKey: Sendable {
    enum Kind: Sendable {
        case text
        /// An absolute path; empty = the place named in the description.
        case path
        /// An absolute path or empty, whatever the default is.
        case optionalPath
        case integer(ClosedRange<Int>)
        case choice([String])
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
        case .integer(let range):
            guard let number = Int(value) else { return "must be an integer" }
            return range.contains(number) ? nil : "must be between \(range.lowerBound) and \(range.upperBound)"
        case .choice(let values):
            return values.contains(value) ? nil : "must be one of \(values.joined(separator: ", "))"
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
        .init("server", "drain_timeout_s", .integer(1...300), "25", "how long a stop waits for work in flight"),
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
            "license", "file", .optionalPath, "/etc/openwatch/license.lic",
            "the licence; empty = license.lic in the state directory. A missing file is the free tier"),
        .init(
            "license", "issuer_keys", .path, "/etc/openwatch/license-keys.d",
            "folder of the public keys whose licences are accepted, *.pem"),
        .init("license", "issuer", .text, "openwatch-licensing", "the iss claim that licences must have"),
        .init(
            "license", "fingerprint", .text, "",
            "name of this installation; a licence that names one must name this. Empty = any"),
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
    ]

    private init(_ section: String, _ name: String, _ kind: Kind, _ defaultValue: String, _ description: String) {
        self.section = section
        self.name = name
        self.kind = kind
        self.defaultValue = defaultValue
        self.description = description
    }
}
