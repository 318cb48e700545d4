import AsyncHTTPClient
import Glibc
import JSON
import NIOConcurrencyHelpers
import TestSupport
import Testing

/// A running `openwatch serve` with a state directory of its own and one administrator.
final class OpenWatchServer: Sendable {
    struct Options: Sendable {
        /// Adds the plugins that break the rules.
        var hostilePlugins = false
        /// Gives the server a trust directory of its own, which tests may change: ``OpenWatchServer/trustDirectory``.
        var ownTrust = false
        var logLevel = "info"
        /// Variables of the server and of commands about it, besides PATH.
        var environment: [String: String] = [:]
    }

    struct Exit: Sendable {
        /// nil if a signal ended it.
        let code: Int32?
        let duration: Duration
    }

    private struct State {
        var process: pid_t?
        var port = 0
        var runs = 0
        var clients: [APIClient] = []
        var token = ""
    }

    /// The server of the suite that is running.
    @TaskLocal private static var ofSuite: OpenWatchServer?

    static var current: OpenWatchServer {
        get throws {
            guard let server = ofSuite else { throw Failure(description: "the suite has no server") }
            return server
        }
    }

    static let adminName = "root.admin"
    static let adminPassword = "correct horse battery 9!"

    let home: TemporaryDirectory
    let options: Options
    /// What must not be in any log when the server ends.
    let secrets = SecretRegister()
    private let state = NIOLockedValueBox(State())

    /// Starts a server, runs the body and ends the server, whatever comes of it.
    static func with(_ options: Options = Options(), _ body: (OpenWatchServer) async throws -> Void) async throws {
        let server = try await OpenWatchServer(options)
        do {
            try await server.start()
            try await server.makeAdministrator()
            try await server.signIn()
            try await $ofSuite.withValue(server) { try await body(server) }
        } catch {
            await server.close()
            throw error
        }
        await server.close()
    }

    private init(_ options: Options) async throws {
        self.options = options
        home = try TemporaryDirectory(prefix: "openwatch-system-")
        let plugins =
            options.hostilePlugins
            ? try await BuiltProduct.stageHostilePlugins(in: home) : try await BuiltProduct.stagePlugins(in: home)
        let trust = options.ownTrust ? home.path + "/trust.d" : BuiltProduct.trustDirectory
        if options.ownTrust { try await TestCommand.run(["cp", "-R", BuiltProduct.trustDirectory, trust]) }
        // Long intervals: a host is probed when it is added and when a test asks, and at no other time.
        try home.write(
            "openwatch.toml",
            """
            [server]
            listen = "127.0.0.1:0"
            state_dir = "\(home.path)/state"
            [logging]
            level = "\(options.logLevel)"
            [limits]
            requests_per_second = 0
            address_requests_per_second = 0
            [plugins]
            dir = "\(plugins)"
            trust_dir = "\(trust)"
            [probes]
            connectivity_interval_s = 86400
            system_info_interval_s = 86400
            discovery_interval_s = 86400

            """)
    }

    var configFile: String { home.path + "/openwatch.toml" }
    var stateDirectory: String { home.path + "/state" }
    var pluginDirectory: String { home.path + "/plugins" }
    /// Only with ``Options/ownTrust``.
    var trustDirectory: String { home.path + "/trust.d" }
    var process: pid_t? { state.withLockedValue(\.process) }

    /// The administrator's bearer token.
    var token: String { state.withLockedValue(\.token) }
    var admin: APIClient.Identity { .bearer(token) }

    // MARK: Life

    /// Starts the server and waits until it answers.
    func start() async throws {
        let run = state.withLockedValue { state in
            state.runs += 1
            return state.runs
        }
        let log = "server-\(run).log"
        let variables = options.environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        let process = try await TestCommand.start(
            ["/usr/bin/env"] + variables + [BuiltProduct.openwatch, "serve", "--config", configFile],
            log: "\(home.path)/\(log)")
        state.withLockedValue { $0.process = process }
        let port = try await wait(for: "the server to start", timeout: .seconds(60)) { () -> Int? in
            let lines = String(decoding: try home.read(log), as: UTF8.self)
            if let code = reap(process) {
                state.withLockedValue { $0.process = nil }
                throw Failure(description: "the server ended with \(code):\n\(lines.suffix(4_000))")
            }
            return lines.split(separator: "\n").lazy.compactMap { line -> Int? in
                let entry = try? JSONValue(parsing: Array(line.utf8))
                guard entry?["msg"]?.string == "openwatch ready" else { return nil }
                return entry?["port"]?.string.flatMap { Int($0) }
            }.first
        }
        state.withLockedValue { $0.port = port }
        let client = try makeClient()
        state.withLockedValue { $0.clients.append(client) }
    }

    /// Asks the server to stop and waits for its end.
    func stop(timeout: Duration = .seconds(30)) async throws -> Exit {
        guard let process else { throw Failure(description: "the server does not run") }
        let started = ContinuousClock.now
        kill(process, SIGTERM)
        let code = try await wait(for: "the server to stop", timeout: timeout) { reap(process) }
        state.withLockedValue { $0.process = nil }
        return Exit(code: code < 0 ? nil : code, duration: ContinuousClock.now - started)
    }

    /// Ends the server as a crash would.
    func crash() {
        let process = state.withLockedValue { state in
            defer { state.process = nil }
            return state.process
        }
        if let process { TestCommand.stop(process) }
    }

    private func close() async {
        if process != nil, (try? await stop()) == nil { crash() }
        let clients = state.withLockedValue { state in
            defer { state.clients = [] }
            return state.clients
        }
        for client in clients { await client.close() }
        checkLogs()
    }

    /// A secret in a log fails the test that runs, and names the one that used it.
    private func checkLogs() {
        secrets.note(Self.adminPassword, kind: "administrator's password")
        let texts = [
            ("the server's log", try? log),
            (
                "the private database's log",
                (try? home.read("state/postgres/postgres.log")).map { String(decoding: $0, as: UTF8.self) }
            ),
        ]
        for (place, text) in texts {
            for leak in secrets.leaks(in: text ?? "", of: place) { Issue.record("\(leak)") }
        }
    }

    /// The exit code, -1 after a signal; nil while the process lives.
    private func reap(_ process: pid_t) -> Int32? {
        var status: Int32 = 0
        guard waitpid(process, &status, WNOHANG) == process else { return nil }
        return status & 0x7f == 0 ? status >> 8 & 0xff : -1
    }

    /// Everything the server wrote so far, over all of its runs.
    var log: String {
        get throws {
            try (1...max(1, state.withLockedValue(\.runs))).map {
                String(decoding: try home.read("server-\($0).log"), as: UTF8.self)
            }.joined()
        }
    }

    // MARK: Requests

    var port: Int { state.withLockedValue(\.port) }

    /// `https://HOST:PORT` of the running server.
    var url: String { "https://127.0.0.1:\(port)" }

    /// A further client; whoever makes it closes it.
    func makeClient(version: HTTPClient.Configuration.HTTPVersion = .automatic) throws -> APIClient {
        try APIClient(
            port: port, certificate: stateDirectory + "/tls/cert.pem", version: version, secrets: secrets)
    }

    /// The client of the running server.
    var api: APIClient {
        get throws {
            guard let client = state.withLockedValue(\.clients.last) else {
                throw Failure(description: "the server was not started")
            }
            return client
        }
    }

    func makeAdministrator() async throws {
        let made = try await command(
            ["create-admin", "--username", Self.adminName, "--email", "admin@example.org"],
            input: Self.adminPassword + "\n")
        guard made.status == 0 else { throw Failure(description: "create-admin: \(made.errors)") }
    }

    @discardableResult
    func signIn(password: String = OpenWatchServer.adminPassword) async throws -> APIAnswer {
        let answer = try await api.send(
            "POST", "auth/login", json: ["username": .string(Self.adminName), "password": .string(password)])
        guard answer.status == 200, let token = answer.json["access_token"]?.string else {
            throw Failure(description: "sign-in failed: \(answer.status) \(answer.text)")
        }
        state.withLockedValue { $0.token = token }
        return answer
    }

    func get(_ path: String) async throws -> APIAnswer {
        try await api.send("GET", path, as: admin)
    }

    func post(_ path: String, _ json: JSONValue? = nil, key: String? = nil) async throws -> APIAnswer {
        try await api.send(
            "POST", path, as: admin, json: json, headers: key.map { [("Idempotency-Key", $0)] } ?? [])
    }

    func put(_ path: String, _ json: JSONValue) async throws -> APIAnswer {
        try await api.send("PUT", path, as: admin, json: json)
    }

    func delete(_ path: String) async throws -> APIAnswer {
        try await api.send("DELETE", path, as: admin)
    }

    // MARK: Commands and database

    /// Runs the `openwatch` command on this server's configuration.
    func command(_ arguments: [String], input: String = "") async throws -> OpenWatchCommand {
        try await OpenWatchCommand.run(
            arguments + ["--config", configFile], environment: options.environment, input: input)
    }

    /// The private database's process.
    var postmaster: pid_t {
        get throws {
            guard let id = try postmasterLines().first.flatMap({ pid_t($0) }) else {
                throw Failure(description: "no private database")
            }
            return id
        }
    }

    private func postmasterLines() throws -> [String] {
        String(decoding: try home.read("state/postgres/data/postmaster.pid"), as: UTF8.self)
            .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    /// Rows of the private database as JSON objects.
    func rows(_ query: String) async throws -> [JSONValue] {
        let text = try await psql("SELECT coalesce(json_agg(rows), '[]') FROM (\(query)) AS rows")
        return try JSONValue(parsing: Array(text.utf8)).array ?? []
    }

    /// Runs SQL in the private database.
    @discardableResult
    func psql(_ sql: String) async throws -> String {
        let lines = try postmasterLines()
        guard lines.count > 4 else { throw Failure(description: "postmaster.pid names no socket") }
        let psql = try await TestCommand.run(["sh", "-c", "ls /usr/lib/postgresql/*/bin/psql | tail -n 1"]).text
        return try await TestCommand.run([
            String(psql.prefix { !$0.isNewline }), "-h", lines[4], "-U", "postgres", "-d", "openwatch", "-XAtqc", sql,
        ]).text
    }

    /// The audit rows of one action, oldest first.
    func audit(_ action: String, where condition: String = "true") async throws -> [JSONValue] {
        try await rows(
            "SELECT * FROM audit_events WHERE action = '\(action)' AND (\(condition)) ORDER BY occurred_at, id")
    }
}
