import Foundation
import NIOConcurrencyHelpers
import PluginHost

/// Kills runners with SIGKILL as soon as they are there, while callers use them, and counts what is left behind.
///
/// Fails if a process or a file descriptor is: this is a check with figures.
struct KillStorm {
    private static let callers = 8

    let options: BenchOptions
    let report: Report

    private struct Count {
        var answered = 0
        var failed = 0
        var isDone = false
    }

    func run() async throws {
        let packages = try await Packages(conformance: options.conformance)
        var timing = RunnerTiming()
        timing.backOff = .milliseconds(1)
        timing.backOffLimit = .milliseconds(1)
        timing.crashLimit = .max
        let host = PluginHost(
            configuration: PluginHostConfiguration(
                directories: [packages.directory], runnerPath: options.runner, timing: timing),
            logger: .quiet, trust: AllowListedTrustPolicy(ids: [Packages.echo, Packages.crash]))
        try host.load()
        try await host.echo()
        // The first timer of the process opens a descriptor of its own.
        try await Task.sleep(for: .milliseconds(1))
        let filesBefore = try Self.openFiles()
        let count = NIOLockedValueBox(Count())
        let start = monotonicNow()
        let killed = try await withThrowingTaskGroup(of: Set<Int32>.self) { group in
            for _ in 0..<Self.callers {
                group.addTask {
                    try await Self.call(host, count)
                    return []
                }
            }
            group.addTask {
                defer { count.withLockedValue { $0.isDone = true } }
                return try await kill(host)
            }
            return try await group.reduce(into: Set<Int32>()) { $0.formUnion($1) }
        }
        let seconds = Double(monotonicNow() - start) / 1e9
        let answer = monotonicNow()
        try await host.echo()
        let answered = Double(monotonicNow() - answer) / 1e3
        let filesAfter = try await Self.settled(filesBefore)
        await host.shutdown()
        let left = killed.filter(Self.isLeft).count
        let calls = count.withLockedValue { $0 }
        report.add(
            "kill storm",
            [
                ("kills", Double(killed.count)), ("left_processes", Double(left)),
                ("left_files", Double(max(0, filesAfter - filesBefore))),
                ("kills_per_s", Double(killed.count) / seconds),
                ("answered_calls", Double(calls.answered)), ("failed_calls", Double(calls.failed)),
                ("next_call_us", answered),
            ])
        guard left == 0, filesAfter <= filesBefore else {
            throw BenchFailure("\(left) processes and \(filesAfter - filesBefore) files are left")
        }
    }

    private static func call(_ host: PluginHost, _ count: NIOLockedValueBox<Count>) async throws {
        while !count.withLockedValue({ $0.isDone }) {
            do {
                try await host.echo()
                count.withLockedValue { $0.answered += 1 }
            } catch let error as PluginError where [.crashed, .unavailable, .misbehaved].contains(error.code) {
                count.withLockedValue { $0.failed += 1 }
            }
        }
    }

    private func kill(_ host: PluginHost) async throws -> Set<Int32> {
        var killed: Set<Int32> = []
        var generation = 0
        while killed.count < options.kills {
            if let runner = host.statuses.first(where: { $0.id == Packages.echo })?.runner, let pid = runner.pid,
                runner.generation > generation
            {
                generation = runner.generation
                Foundation.kill(pid, SIGKILL)
                killed.insert(pid)
            }
            try await Task.sleep(for: .microseconds(200))
        }
        return killed
    }

    /// Descriptors once the runners that were killed last are gone.
    private static func settled(_ goal: Int) async throws -> Int {
        var files = try openFiles()
        for _ in 0..<200 where files > goal {
            try await Task.sleep(for: .milliseconds(10))
            files = try openFiles()
        }
        return files
    }

    private static func openFiles() throws -> Int {
        try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count
    }

    /// A runner of that number, alive or not collected, that is ours or nobody's.
    private static func isLeft(_ pid: Int32) -> Bool {
        guard let status = try? String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8) else { return false }
        let isRunner = status.hasPrefix("Name:\topenwatch-probe")
        return isRunner && (status.contains("PPid:\t\(getpid())\n") || status.contains("PPid:\t1\n"))
    }
}
