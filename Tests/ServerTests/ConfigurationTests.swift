import TestSupport
import Testing

@testable import Server

@Suite("Configuration")
struct ConfigurationTests {
    private func load(
        _ text: String? = nil, environment: [String: String] = [:], flags: [String: String] = [:]
    ) throws -> ConfigurationLoader.Loaded {
        guard let text else { return ConfigurationLoader.load(file: nil, environment: environment, flags: flags) }
        let directory = try TemporaryDirectory()
        try directory.write("openwatch.toml", text)
        return ConfigurationLoader.load(
            file: "\(directory.path)/openwatch.toml", environment: environment, flags: flags)
    }

    @Test("every key's built-in value passes its own rule, and nothing is wrong with all of them together")
    func defaults() {
        for key in ConfigurationKey.all {
            #expect(key.fault(in: key.defaultValue) == nil, "\(key.path)")
            #expect(!key.description.isEmpty && key.path == "\(key.section).\(key.name)")
        }
        #expect(Configuration().faults.isEmpty)
        #expect(Set(ConfigurationKey.all.map(\.path)).count == ConfigurationKey.all.count)
        #expect(Set(ConfigurationKey.all.map(\.environmentName)).count == ConfigurationKey.all.count)
    }

    @Test("a flag wins over the environment, the environment over the file, the file over the built-in value")
    func precedence() throws {
        let file = "[server]\nlisten = \"a:1\"\n[database]\nmax_connections = 11\n[logging]\nlevel = \"warn\"\n"
        let environment = [
            "OPENWATCH_SERVER_LISTEN": "b:2", "OPENWATCH_DATABASE_MAX_CONNECTIONS": "12", "PATH": "/bin",
        ]
        let loaded = try load(file, environment: environment, flags: ["server.listen": "c:3"])
        #expect(loaded.faults.isEmpty)
        let configuration = loaded.configuration
        #expect(configuration["server.listen"] == "c:3" && configuration.settings["server.listen"]?.origin == .flag)
        #expect(configuration.integer("database.max_connections") == 12)
        #expect(configuration.settings["database.max_connections"]?.origin == .environment)
        #expect(configuration["logging.level"] == "warn" && configuration.settings["logging.level"]?.origin == .file)
        #expect(
            configuration["logging.format"] == "json" && configuration.settings["logging.format"]?.origin == .builtIn)
        #expect(configuration.listenAddress?.host == "c" && configuration.listenAddress?.port == 3)
    }

    @Test("faults of all layers are told together, with key and origin")
    func faults() throws {
        let file =
            "[server]\nlisten = \"nowhere\"\nstate_dir = \"relative\"\n[logging]\nlevel = 3\nformat = true\n[nothing]\nx = 1\n"
        let loaded = try load(
            file, environment: ["OPENWATCH_SERVER_NOTHING": "1", "OPENWATCH_DATABASE_MAX_CONNECTIONS": "many"],
            flags: ["probes.max_in_flight": "0", "server.tls_cert": "/c.pem"])
        for part in [
            "server.listen", "server.state_dir (file)", "logging.level (file)", "logging.format", "[nothing]",
            "OPENWATCH_SERVER_NOTHING", "database.max_connections (env)", "probes.max_in_flight (flag)",
            "server.tls_key",
        ] {
            #expect(loaded.faults.contains { $0.contains(part) }, "\(part)")
        }
        #expect(loaded.faults.count == 9)
    }

    @Test("an unknown key or section of the file is a fault; so is a section that is no table")
    func unknown() throws {
        #expect(try load("[server]\nlisten_on = \"a:1\"\n").faults.count == 1)
        #expect(try load("[serv]\nlisten = \"a:1\"\n").faults.count == 1)
        #expect(try load("server = \"a\"\n").faults.count == 1)
        #expect(try load("listen = \"a\"\n").faults.count == 1)
        #expect(try load("[server]\nlisten = [\"a:1\"]\n").faults.count == 1)
        #expect(try load("OPENWATCH = 1").faults.count == 1)
        #expect(try load("").faults.isEmpty)
    }

    @Test("a file that is named and missing, no TOML or too large is a fault")
    func files() throws {
        let missing = ConfigurationLoader.load(file: "/nonexistent/openwatch.toml", environment: [:], flags: [:])
        #expect(missing.faults.count == 1 && missing.configuration["server.listen"] == "0.0.0.0:8443")
        #expect(try load("[server\n").faults.count == 1)
        #expect(try load(String(repeating: "# comment\n", count: 110_000)).faults.count == 1)
    }

    @Test(
        "values at the edge of their rule",
        arguments: [
            ("server.drain_timeout_s", "1", true), ("server.drain_timeout_s", "300", true),
            ("server.drain_timeout_s", "0", false),
            ("server.drain_timeout_s", "301", false), ("server.drain_timeout_s", "", false),
            ("server.drain_timeout_s", "1.5", false),
            ("server.listen", "127.0.0.1:0", true), ("server.listen", "[::1]:8443", true),
            ("server.listen", "h:65535", true),
            ("server.listen", "h:65536", false), ("server.listen", ":8443", false), ("server.listen", "8443", false),
            ("server.listen", "h:", false), ("server.listen", "h:-1", false), ("server.listen", "[]:1", false),
            ("server.state_dir", "", false), ("server.state_dir", "/", true), ("logging.level", "INFO", false),
            ("logging.level", "debug", true), ("database.dsn", "host=/run dbname=x", true),
            ("database.dsn", "postgres://h/d", true),
            ("license.file", "", true), ("license.file", "license.lic", false), ("license.issuer_keys", "", false),
            ("database.dsn", "mysql://h/d", false), ("database.dsn", "nonsense", false),
        ])
    func edges(path: String, value: String, isFine: Bool) throws {
        #expect(try load(flags: [path: value]).faults.isEmpty == isFine)
    }

    @Test(
        "the password of a connection string is never shown, however it is written",
        arguments: [
            "postgresql://user:hunter2@db:5432/openwatch", "postgres://user:hunt@er2:hunter2@db/openwatch",
            "host=db user=u password=hunter2 dbname=x", "password=hunter2",
            "postgresql://db/openwatch?user=u&password=hunter2",
            "postgresql://user@db/openwatch?password=hunter2", "host=db password = hunter2",
            "host=db password='hunter2'",
            "host=db password='a hunter2'", "host=db password='a \\' hunter2' dbname=x", "host=db\tpassword=hunter2",
            "host=db\npassword=hunter2", "host=db sslpassword=hunter2", "postgresql://u:hunter2@/openwatch?host=/run",
        ])
    func redaction(dsn: String) throws {
        let configuration = try load(flags: ["database.dsn": dsn]).configuration
        #expect(!configuration.shown("database.dsn").contains("hunter2"))
        #expect(!configuration.faults.joined().contains("hunter2"))
    }

    @Test("a connection string without a password is shown as it is")
    func shown() throws {
        for dsn in ["postgresql://user@db:5432/openwatch", "host=/run/postgresql dbname=openwatch", ""] {
            #expect(try load(flags: ["database.dsn": dsn]).configuration.shown("database.dsn") == dsn)
        }
    }
}
