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
            let start = ContinuousClock.now
            let words = ShellWords.split(command.commandLine)
            let result: ProbeCommandResult
            do {
                if let onChunk {
                    result = try await base.execute(command) { stream, bytes in
                        streamed.withLockedValue { if stream == 1 { $0.out += bytes } else { $0.err += bytes } }
                        await onChunk(stream, bytes)
                    }
                } else {
                    result = try await base.execute(command, onChunk: nil)
                }
            } catch {
                note(Self.failed(error, since: start), to: words)
                throw error
            }
            let (out, err) = streamed.withLockedValue { $0 }
            var answer = Recording.Answer()
            answer.exitCode = result.exitCode
            answer.signal = result.signal
            answer.privilege = result.privilege
            answer.stdout = onChunk == nil ? result.stdout : out
            answer.stderr = onChunk == nil ? result.stderr : err
            answer.milliseconds = Int(clamping: result.wallNanoseconds / 1_000_000)
            note(answer, to: words)
            return result
        }

        func collect(
            _ sections: [ProbeSection], timeout: Duration?
        ) async throws(ProbeServiceError) -> ProbeCollection {
            let start = ContinuousClock.now
            let result: ProbeCollection
            do {
                result = try await base.collect(sections, timeout: timeout)
            } catch {
                for section in sections {
                    target.note(.section(section.id, .unobserved, Self.failed(error, since: start)))
                }
                throw error
            }
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

        private func note(_ answer: Recording.Answer, to words: [String]) {
            target.note(ShellWords.readPath(words).map { .file($0, answer) } ?? .command(words, answer))
        }

        private static func failed(
            _ error: ProbeServiceError, since start: ContinuousClock.Instant
        ) -> Recording.Answer {
            var answer = Recording.Answer()
            answer.failure = error.code
            let elapsed = (ContinuousClock.now - start).components
            answer.milliseconds = Int(elapsed.seconds) * 1_000 + Int(elapsed.attoseconds / 1_000_000_000_000_000)
            return answer
        }

        func close() async { await base.close() }
    }
}
