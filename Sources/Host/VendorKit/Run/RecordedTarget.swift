import JSON
import NIOConcurrencyHelpers
package import PluginHost
import Probes

/// A host that is a recording. The same question asked again gets the next answer to it, the last one for ever.
package final class RecordedTarget: ProbeTargetServices {
    private struct State {
        var asked: [String: Int] = [:]
        var missing: [String] = []
    }

    private let connections: [Recording.Connection]
    private let commands: [[String]: [Recording.Answer]]
    private let files: [String: [Recording.Answer]]
    private let sections: [String: [(ProbeCollection.Verdict, Recording.Answer)]]
    private let values = VolatileValues()
    private let state = NIOLockedValueBox(State())

    package init(_ recording: Recording) {
        var connections: [Recording.Connection] = []
        var commands: [[String]: [Recording.Answer]] = [:]
        var files: [String: [Recording.Answer]] = [:]
        var sections: [String: [(ProbeCollection.Verdict, Recording.Answer)]] = [:]
        for entry in recording.entries {
            switch entry {
            case .connection(let connection): connections.append(connection)
            case .command(let words, let answer): commands[words, default: []].append(answer)
            case .file(let path, let answer): files[path, default: []].append(answer)
            case .section(let id, let verdict, let answer): sections[id, default: []].append((verdict, answer))
            }
        }
        self.connections = connections
        self.commands = commands
        self.files = files
        self.sections = sections
    }

    /// What was asked for and is not in the recording, as the line that would answer it begins.
    package var missing: [String] { state.withLockedValue { $0.missing } }

    package func openSSH(fresh: Bool, timeout: Duration?) async -> ProbeSSHOpenResult {
        guard let connection = next(connections, for: "connection") else {
            var info = ProbeSSHInfo()
            info.reached = .session
            info.hostKeyStatus = .match
            info.authenticationMethod = .key
            return ProbeSSHOpenResult(session: Session(target: self), info: info, code: .ok)
        }
        return ProbeSSHOpenResult(
            session: connection.code == .ok ? Session(target: self) : nil, info: connection.info, code: connection.code)
    }

    package func value(
        forKey key: String
    ) async throws(ProbeServiceError) -> (value: [UInt8], version: UInt64)? {
        values.value(forKey: key)
    }

    package func store(
        _ value: [UInt8], forKey key: String, expecting: StoredVersion, timeToLive: Duration?
    ) async throws(ProbeServiceError) {
        try values.store(value, forKey: key, expecting: expecting, timeToLive: timeToLive)
    }

    private func next<Value>(_ answers: [Value]?, for question: String) -> Value? {
        guard let answers, !answers.isEmpty else { return nil }
        let count = state.withLockedValue { state in
            defer { state.asked[question, default: 0] += 1 }
            return state.asked[question, default: 0]
        }
        return answers[min(count, answers.count - 1)]
    }

    private func answer(_ words: [String]) throws(ProbeServiceError) -> Recording.Answer {
        if let path = ShellWords.readPath(words), let answer = next(files[path], for: "file \(path)") { return answer }
        let question = String(decoding: JSONValue.strings(words).encoded(), as: UTF8.self)
        if let answer = next(commands[words], for: "command \(question)") { return answer }
        throw miss(ShellWords.readPath(words).map { "\"file\":\"\($0)\"" } ?? "\"command\":\(question)")
    }

    private func miss(_ question: String) -> ProbeServiceError {
        state.withLockedValue { $0.missing.append(question) }
        return ProbeServiceError(code: .notFound, message: "the recording has no answer to {\(question)}")
    }

    private struct Session: ProbeSSHSession {
        let target: RecordedTarget

        func execute(
            _ command: ProbeCommand, onChunk: (@Sendable (Int, [UInt8]) async -> Void)?
        ) async throws(ProbeServiceError) -> ProbeCommandResult {
            let answer = try target.answer(ShellWords.split(command.commandLine))
            try await pause(answer, upTo: command.timeout)
            let stdout = Array(answer.stdout.prefix(command.maxStdout))
            let stderr = Array(answer.stderr.prefix(command.maxStderr))
            if let onChunk {
                if !stdout.isEmpty { await onChunk(1, stdout) }
                if !stderr.isEmpty { await onChunk(2, stderr) }
            }
            return ProbeCommandResult(
                exitCode: answer.exitCode, signal: answer.signal, privilege: answer.privilege,
                stdout: onChunk == nil ? stdout : [], stderr: onChunk == nil ? stderr : [],
                isStdoutTruncated: stdout.count < answer.stdout.count,
                isStderrTruncated: stderr.count < answer.stderr.count,
                wallNanoseconds: UInt64(answer.milliseconds) * 1_000_000)
        }

        func collect(
            _ sections: [ProbeSection], timeout: Duration?
        ) async throws(ProbeServiceError) -> ProbeCollection {
            var entries: [ProbeCollection.Entry] = []
            var privilege = ProbePrivilege.none
            var wall: UInt64 = 0
            for section in sections {
                guard let (verdict, answer) = target.next(target.sections[section.id], for: "section \(section.id)")
                else { throw target.miss("\"section\":\"\(section.id)\"") }
                try await pause(answer, upTo: .milliseconds(Int64(section.timeoutSeconds * 1_000)))
                if section.part == .root, answer.privilege != .none { privilege = answer.privilege }
                wall += UInt64(answer.milliseconds) * 1_000_000
                entries.append(
                    ProbeCollection.Entry(
                        id: section.id, verdict: verdict, exitCode: answer.exitCode, output: answer.stdout,
                        errorOutput: answer.stderr))
            }
            return ProbeCollection(entries: entries, privilege: privilege, wallNanoseconds: wall)
        }

        func close() async {}

        /// Takes as long as the host took, or as the manifest allows.
        private func pause(_ answer: Recording.Answer, upTo limit: Duration) async throws(ProbeServiceError) {
            let wanted = Duration.milliseconds(answer.milliseconds)
            do {
                try await Task.sleep(for: min(wanted, limit))
            } catch {
                throw ProbeServiceError(code: .cancelled, message: "the call was cancelled")
            }
            guard wanted <= limit else {
                throw ProbeServiceError(code: .deadline, message: "the command took longer than the manifest allows")
            }
            guard answer.failure == .ok else {
                throw ProbeServiceError(code: answer.failure, message: "it failed so when it was recorded")
            }
        }
    }
}
