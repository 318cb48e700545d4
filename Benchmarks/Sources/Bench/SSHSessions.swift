import Foundation
import JSON
import Logging
import SSH
import TestSupport

/// Connect, log in with an ed25519 key, run `true`, close: through the SSH engine, through `ssh` processes and through
/// asyncssh, against the same sshd in turns. And a command on a session that is already there.
struct SSHSessions {
    private static let pooledCommands = 400

    let options: BenchOptions
    let report: Report

    func run() async throws {
        try await BenchSSHServer.with(logLevel: "ERROR") { server in
            for width in [16, 64] { try await fresh(on: server, width: width) }
            try await pooled(on: server)
        }
    }

    // MARK: Fresh sessions

    private func fresh(on server: BenchSSHServer, width: Int) async throws {
        var engine: [Measurement] = []
        var processes: [Measurement] = []
        var asyncssh: [Measurement] = []
        var versions = (ssh: "", asyncssh: "")
        for _ in 0..<options.rounds {
            engine.append(try await sessions(on: server, width: width))
            let ssh = try await peer("ssh-processes.sh", on: server, width: width)
            processes.append(ssh.measurement)
            versions.ssh = ssh.version
            let python = try await peer("asyncssh.sh", on: server, width: width)
            asyncssh.append(python.measurement)
            versions.asyncssh = python.version
        }
        let legs = [
            ("openwatch", engine, ""), ("ssh processes", processes, versions.ssh),
            ("asyncssh", asyncssh, versions.asyncssh),
        ]
        for (name, rounds, version) in legs {
            let latencies = rounds.contains { $0.samples.count > 0 } ? Measurement.latencies(rounds) : []
            report.add(
                "\(name) \(width) in flight",
                [
                    ("sessions_per_s", rounds.median(\.rate)),
                    ("client_cpu_ms", rounds.median { $0.cpuMicroseconds / 1_000 }),
                    ("client_cpu_ms_min", rounds.map { $0.cpuMicroseconds / 1_000 }.min() ?? 0),
                    ("client_cpu_ms_max", rounds.map { $0.cpuMicroseconds / 1_000 }.max() ?? 0),
                    ("sshd_cpu_ms", rounds.median { $0.targetMicroseconds / 1_000 }),
                    ("errors", Double(rounds.reduce(0) { $0 + $1.errors })),
                    ("sessions", Double(rounds.reduce(0) { $0 + $1.operations })),
                ] + latencies, notes: version.isEmpty ? [] : [("version", version)])
        }
        report.add(
            "ratio \(width) in flight",
            [
                ("cpu_to_ssh_processes", Self.ratio(engine, processes, \.cpuMicroseconds)),
                ("cpu_to_asyncssh", Self.ratio(engine, asyncssh, \.cpuMicroseconds)),
                ("rate_to_ssh_processes", Self.ratio(engine, processes, \.rate)),
                ("rate_to_asyncssh", Self.ratio(engine, asyncssh, \.rate)),
            ])
    }

    private static func ratio(
        _ ours: [Measurement], _ theirs: [Measurement], _ figure: (Measurement) -> Double
    ) -> Double {
        zip(ours, theirs).map { figure($0) / figure($1) }.median
    }

    private func sessions(on server: BenchSSHServer, width: Int) async throws -> Measurement {
        let engine = SSHEngine(
            configuration: SSHEngineConfiguration(connectTimeout: .seconds(60), idleSeconds: 0, maxSessionsPerHost: 64),
            hostKeys: BenchHostKeys(), logger: .quiet)
        let target = server.target()
        // The first one pins the host key and parses ours.
        try await Self.runTrue(engine, target)
        let count = options.sessions
        return try await Measurement.of(target: { server.cpuTime }) { samples in
            samples = try await inParallel(width, count: count) { _ in try await Self.runTrue(engine, target) }
            while engine.sessionCount > 0 { try await Task.sleep(for: .milliseconds(1)) }
            return samples.count
        }
    }

    private static func runTrue(_ engine: SSHEngine, _ target: SSHTarget) async throws {
        let session = try await engine.session(for: target, fresh: true, timeout: .seconds(60))
        defer { session.release() }
        let result = try await session.execute("true", limits: SSHLimits(timeout: .seconds(60)))
        guard result.exitCode == 0 else { throw BenchFailure("`true` failed on the host") }
    }

    /// Runs a peer's script: SCRIPT PORT USER KEY SESSIONS WIDTH DIRECTORY. Its last line says what came of it.
    ///
    /// A script that does not tell its own seconds and CPU seconds is measured from outside, with all it started.
    private func peer(
        _ script: String, on server: BenchSSHServer, width: Int
    ) async throws -> (measurement: Measurement, version: String) {
        let arguments = [
            "sh", "\(options.peers)/ssh-sessions/\(script)", "\(server.fixture.port)", server.user.name, server.keyPath,
            "\(options.sessions)", "\(width)", options.state,
        ]
        var text = ""
        var result = try await Measurement.of(cpu: CPUTime.children, target: { server.cpuTime }) { _ in
            text = try await Program.run(arguments)
            return options.sessions
        }
        guard let line = text.split(separator: "\n").last,
            let told = try? JSONValue(parsing: Array(line.utf8)), let errors = told["errors"]?.integer
        else { throw BenchFailure("\(script) said: \(text)") }
        result.errors = Int(errors)
        if let seconds = told["seconds"]?.double { result.seconds = seconds }
        if let seconds = told["cpu_seconds"]?.double { result.cpuSeconds = seconds }
        return (result, told["version"]?.string ?? "")
    }

    // MARK: A session that is there

    private func pooled(on server: BenchSSHServer) async throws {
        let engine = SSHEngine(
            configuration: SSHEngineConfiguration(), hostKeys: BenchHostKeys(), logger: .quiet)
        let target = server.target()
        var rounds: [Measurement] = []
        for _ in 0..<options.rounds {
            rounds.append(
                try await Measurement.of { samples in
                    samples = try await inParallel(1, count: Self.pooledCommands) { _ in
                        let session = try await engine.session(for: target)
                        defer { session.release() }
                        _ = try await session.execute("true")
                    }
                    return samples.count
                })
        }
        report.add(
            "openwatch pooled session, one command at a time",
            [
                ("client_cpu_ms", rounds.median { $0.cpuMicroseconds / 1_000 }),
                ("commands_per_s", rounds.median(\.rate)),
            ]
                + Measurement.latencies(rounds))
    }
}
