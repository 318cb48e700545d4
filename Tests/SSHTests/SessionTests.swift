import Foundation
import Logging
import NIOConcurrencyHelpers
import SSH
import ServiceLifecycle
import TestSupport
import Testing

@Suite("Sessions and commands")
struct SessionTests {
    @Test("output, errors, exit code, signal and input are those of the command")
    func results() async throws {
        let bench = try await SSHTestBench.make()
        let session = try await bench.session()
        let both = try await session.execute("echo out; echo err >&2; exit 7")
        #expect(both.text == "out\n" && both.errorText == "err\n" && both.exitCode == 7)
        let killed = try await session.execute("kill -TERM $$")
        #expect(killed.signal == "TERM" && killed.exitCode == nil)
        let input = Array(repeating: UInt8(ascii: "x"), count: 3_000_000)
        #expect(try await session.execute("wc -c", stdin: input).text.contains("3000000"))
        let echoed = try await session.execute("cat", stdin: input, limits: .init(maxStdout: 4 << 20))
        #expect(echoed.stdout == input)
        #expect(await sshError { _ = try await session.execute("echo\0x") }?.code == .invalidRequest)
    }

    @Test("output without end is cut at the limit and the session goes on")
    func outputLimit() async throws {
        let bench = try await SSHTestBench.make()
        let session = try await bench.session()
        let start = ContinuousClock.now
        let result = try await session.execute("yes", limits: .init(timeout: .seconds(20), maxStdout: 100_000))
        #expect(result.stdout.count == 100_000 && result.stdoutTruncated && result.exitCode == nil)
        #expect(ContinuousClock.now - start < .seconds(10))
        #expect(try await session.execute("echo on").text == "on\n")
        let little = try await session.execute("head -c 150000 /dev/zero; exit 3", limits: .init(maxStdout: 100_000))
        #expect(little.stdoutTruncated && little.exitCode == 3)
    }

    @Test("a command that never ends hits its timeout and the session is closed")
    func timeout() async throws {
        let bench = try await SSHTestBench.make()
        let session = try await bench.session()
        let start = ContinuousClock.now
        let error = await sshError { _ = try await session.execute("sleep 60", limits: .init(timeout: .seconds(1))) }
        #expect(error?.code == .timeout)
        #expect(ContinuousClock.now - start < .seconds(5))
        #expect(await sshError { _ = try await session.execute("true") }?.code == .disconnected)
        session.release()
        let next = try await bench.session()
        #expect(!next.report.reused)
    }

    @Test("cancelling the task ends a command and a connection attempt promptly")
    func cancellation() async throws {
        let bench = try await SSHTestBench.make()
        let session = try await bench.session()
        let start = ContinuousClock.now
        let running = Task {
            await sshError { _ = try await session.execute("sleep 60", limits: .init(timeout: .seconds(60))) }
        }
        try await Task.sleep(for: .milliseconds(200))
        running.cancel()
        #expect(await running.value?.code == .cancelled)
        let silent = try RawServer(.silent)
        var target = bench.target()
        target.port = silent.port
        let (engine, silentTarget) = (bench.engine, target)
        let connecting = Task { await sshError { _ = try await engine.session(for: silentTarget) } }
        try await Task.sleep(for: .milliseconds(200))
        connecting.cancel()
        #expect(await connecting.value?.code == .cancelled)
        #expect(ContinuousClock.now - start < .seconds(5))
    }

    @Test("streamed output arrives while the command runs")
    func streaming() async throws {
        let bench = try await SSHTestBench.make()
        let session = try await bench.session()
        let directory = bench.server.directory
        let chunks = NIOLockedValueBox<[SSHStream: String]>([:])
        // The command waits for what only its own first output brings about.
        let command = "echo one; until [ -e \(directory.path)/seen ]; do sleep 0.05; done; echo two >&2; echo three"
        let result = try await session.executeStreaming(command, limits: .init(timeout: .seconds(30))) {
            stream, bytes in
            chunks.withLockedValue { $0[stream, default: ""] += String(decoding: bytes, as: UTF8.self) }
            try? directory.write("seen", "")
        }
        #expect(result.exitCode == 0 && result.stdout.isEmpty)
        #expect(chunks.withLockedValue { $0 } == [.stdout: "one\nthree\n", .stderr: "two\n"])
    }

    @Test("commands given to one session at the same time run one after the other")
    func turns() async throws {
        let bench = try await SSHTestBench.make()
        let session = try await bench.session()
        try await withThrowingTaskGroup(of: String.self) { group in
            for number in 0..<20 { group.addTask { try await session.execute("echo \(number)").text } }
            var seen: Set<String> = []
            for try await text in group { seen.insert(text) }
            #expect(seen.count == 20)
        }
    }

    @Test("fifty sessions at once all answer")
    func many() async throws {
        let bench = try await SSHTestBench.make(configuration: .init(connectTimeout: .seconds(60), loops: 2))
        try await withThrowingTaskGroup(of: String.self) { group in
            for number in 0..<50 {
                let target = bench.target(hostID: UUID())
                group.addTask {
                    let session = try await bench.engine.session(for: target, timeout: .seconds(60))
                    return try await session.execute("echo \(number)", limits: .init(timeout: .seconds(60))).text
                }
            }
            var seen: Set<String> = []
            for try await text in group { seen.insert(text) }
            #expect(seen.count == 50)
        }
    }

    @Test("a released session is used again for the same credential version only")
    func reuse() async throws {
        let bench = try await SSHTestBench.make()
        let first = try await bench.session()
        _ = try await first.execute("true")
        first.release()
        #expect(await sshError { _ = try await first.execute("true") }?.code == .disconnected)
        let second = try await bench.session()
        #expect(second.report.reused)
        #expect(try await second.execute("echo again").text == "again\n")
        second.release()
        #expect(try await bench.session(version: "2").report.reused == false)
        #expect(try await bench.engine.session(for: bench.target(), fresh: true).report.reused == false)
        let logins = bench.server.log.components(separatedBy: "Accepted publickey").count - 1
        #expect(logins == 3)
    }

    @Test("a session that is dropped without release goes back too")
    func dropped() async throws {
        let bench = try await SSHTestBench.make()
        do { _ = try await bench.session().execute("true") }
        #expect(try await bench.session().report.reused)
    }

    @Test("an idle session whose server has gone is not handed out")
    func dead() async throws {
        let bench = try await SSHTestBench.make()
        let first = try await bench.session()
        let child = try await first.execute("echo $PPID").text.trimmingCharacters(in: .whitespacesAndNewlines)
        first.release()
        try await TestCommand.run(["kill", "-KILL", child])
        try await Task.sleep(for: .milliseconds(300))
        let second = try await bench.session()
        #expect(!second.report.reused)
        #expect(try await second.execute("echo on").text == "on\n")
    }

    @Test("callers beyond the limit of a host wait in order and fail at their deadline")
    func limit() async throws {
        let bench = try await SSHTestBench.make(configuration: .init(maxSessionsPerHost: 1))
        let first = try await bench.session()
        let target = bench.target()
        let late = await sshError { _ = try await bench.engine.session(for: target, timeout: .milliseconds(300)) }
        #expect(late?.code == .limitReached)
        let waiting = Task { try await bench.engine.session(for: target, timeout: .seconds(10)).report.reused }
        try await Task.sleep(for: .milliseconds(100))
        first.release()
        #expect(try await waiting.value)
        let other = Task { try await bench.session(version: "2").report.reused }
        #expect(try await other.value == false)
    }

    @Test("the service closes idle sessions in time and refuses work after shutdown")
    func lifecycle() async throws {
        let bench = try await SSHTestBench.make(configuration: .init(idleSeconds: 1))
        let group = ServiceGroup(
            configuration: .init(services: [.init(service: bench.engine)], logger: Logger(label: "test")))
        let running = Task { try await group.run() }
        try await bench.session().release()
        #expect(bench.engine.sessionCount == 1)
        for _ in 0..<100 where bench.engine.sessionCount > 0 { try await Task.sleep(for: .milliseconds(50)) }
        #expect(bench.engine.sessionCount == 0)
        let held = try await bench.session()
        await group.triggerGracefulShutdown()
        try await Task.sleep(for: .milliseconds(100))
        #expect(try await held.execute("echo still").text == "still\n")
        held.release()
        try await running.value
        #expect(await sshError { _ = try await bench.session() }?.code == .shuttingDown)
    }
}
