import NIOConcurrencyHelpers
package import PluginHost

/// Stands between a probe and its host, hands everything on, and notes what was asked and answered.
package final class RecordingTarget: ProbeTargetServices {
    private let base: any ProbeTargetServices
    private let entries = NIOLockedValueBox<[Recording.Entry]>([])
    private let onEntry: @Sendable (Recording.Entry) -> Void

    /// - Parameter onEntry: told each answer as it comes.
    package init(_ base: any ProbeTargetServices, onEntry: @escaping @Sendable (Recording.Entry) -> Void = { _ in }) {
        self.base = base
        self.onEntry = onEntry
    }

    /// What there is to replay. Streamed commands are in it as if they had been plain ones.
    package func recording(target: String) -> Recording {
        Recording(target: target, entries: entries.withLockedValue { $0 })
    }

    private func note(_ entry: Recording.Entry) {
        entries.withLockedValue { $0.append(entry) }
        onEntry(entry)
    }

    package func openSSH(fresh: Bool, timeout: Duration?) async -> ProbeSSHOpenResult {
        let result = await base.openSSH(fresh: fresh, timeout: timeout)
        note(.connection(Recording.Connection(info: result.info, code: result.code)))
        guard let session = result.session else { return result }
        return ProbeSSHOpenResult(session: Session(base: session, target: self), info: result.info, code: result.code)
    }

    package func value(
        forKey key: String
    ) async throws(ProbeServiceError) -> (value: [UInt8], version: UInt64)? {
        try await base.value(forKey: key)
    }

    package func store(
        _ value: [UInt8], forKey key: String, expecting: StoredVersion, timeToLive: Duration?
    ) async throws(ProbeServiceError) {
        try await base.store(value, forKey: key, expecting: expecting, timeToLive: timeToLive)
    }

    private struct Session: ProbeSSHSession {
        let base: any ProbeSSHSession
        let target: RecordingTarget

        func execute(
            _ command: ProbeCommand, onChunk: (@Sendable (Int, [UInt8]) async -> Void)?
        ) async throws(ProbeServiceError) -> ProbeCommandResult {
            let streamed = NIOLockedValueBox<(out: [UInt8], err: [UInt8])>(([], []))
            let result: ProbeCommandResult
            if let onChunk {
                result = try await base.execute(command) { stream, bytes in
                    streamed.withLockedValue { if stream == 1 { $0.out += bytes } else { $0.err += bytes } }
                    await onChunk(stream, bytes)
                }
            } else {
                result = try await base.execute(command, onChunk: nil)
            }
            let (out, err) = streamed.withLockedValue { $0 }
            var answer = Recording.Answer()
            answer.exitCode = result.exitCode
            answer.signal = result.signal
            answer.privilege = result.privilege
            answer.stdout = onChunk == nil ? result.stdout : out
            answer.stderr = onChunk == nil ? result.stderr : err
            answer.milliseconds = Int(clamping: result.wallNanoseconds / 1_000_000)
            let words = ShellWords.split(command.commandLine)
            target.note(ShellWords.readPath(words).map { .file($0, answer) } ?? .command(words, answer))
            return result
        }

        func collect(
            _ sections: [ProbeSection], timeout: Duration?
        ) async throws(ProbeServiceError) -> ProbeCollection {
            let result = try await base.collect(sections, timeout: timeout)
            for (entry, section) in zip(result.entries, sections) {
                var answer = Recording.Answer()
                answer.exitCode = entry.exitCode
                answer.privilege = section.part == .root ? result.privilege : .none
                answer.stdout = entry.output
                answer.stderr = entry.errorOutput
                target.note(.section(entry.id, entry.verdict, answer))
            }
            return result
        }

        func close() async { await base.close() }
    }
}
