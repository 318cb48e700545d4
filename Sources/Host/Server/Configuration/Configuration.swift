import Foundation

/// The settings of a process: for each key of ``ConfigurationKey`` its value and where it came from.
struct Configuration: Sendable {
    enum Origin: String, Sendable {
        case builtIn = "default"
        case file
        case environment = "env"
        case flag
    }

    struct Setting: Sendable {
        let key: ConfigurationKey
        var value: String
        var origin: Origin
    }

    private(set) var settings: [String: Setting]

    init() {
        settings = Dictionary(
            uniqueKeysWithValues: ConfigurationKey.all.map {
                ($0.path, Setting(key: $0, value: $0.defaultValue, origin: .builtIn))
            })
    }

    mutating func set(_ path: String, to value: String, from origin: Origin) {
        settings[path]?.value = value
        settings[path]?.origin = origin
    }

    subscript(path: String) -> String { settings[path]?.value ?? "" }

    func integer(_ path: String) -> Int { Int(self[path]) ?? 0 }

    /// Every fault of every value, one line each.
    var faults: [String] {
        var faults: [String] = []
        for key in ConfigurationKey.all {
            guard let setting = settings[key.path], let fault = key.fault(in: setting.value) else { continue }
            faults.append("\(key.path) (\(setting.origin.rawValue)) \(fault), not \"\(setting.value)\"")
        }
        if listenAddress == nil { faults.append("server.listen must be HOST:PORT, not \"\(self["server.listen"])\"") }
        let dsn = self["database.dsn"]
        if !dsn.isEmpty, !dsn.hasPrefix("postgres://"), !dsn.hasPrefix("postgresql://"), !dsn.contains("=") {
            faults.append("database.dsn must be a postgresql:// address or a libpq connection string")
        }
        if self["server.tls_cert"].isEmpty != self["server.tls_key"].isEmpty {
            faults.append("server.tls_cert and server.tls_key are set together or not at all")
        }
        return faults
    }

    /// Host and port of the listener; nil if the value is malformed. IPv6 hosts stand in brackets.
    var listenAddress: (host: String, port: Int)? {
        let text = self["server.listen"]
        guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]),
            (0...65_535).contains(port)
        else { return nil }
        var host = String(text[..<colon])
        if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
        return host.isEmpty ? nil : (host, port)
    }

    /// A value as it may be shown: every password of a connection string is cut, in whichever form libpq takes it.
    func shown(_ path: String) -> String {
        let value = self[path]
        guard path == "database.dsn" else { return value }
        // `password=…` and `sslpassword='…'`, as keyword or as query parameter.
        let named = value.replacing(/(password\s*=\s*)('(?:[^'\\]|\\.)*'?|[^\s&]*)/.ignoresCase()) { "\($0.1)***" }
        guard let scheme = named.range(of: "://"), let at = named.lastIndex(of: "@"), at > scheme.upperBound,
            let colon = named[scheme.upperBound..<at].firstIndex(of: ":")
        else { return named }
        return named[..<colon] + ":***" + named[at...]
    }
}
