import PluginHost

/// A target without a network: answers commands from a table and remembers what it was asked.
actor FakeTarget: ProbeTargetServices {
    private var stored: [String: (value: [UInt8], version: UInt64)] = [:]
    private(set) var commands: [ProbeCommand] = []
    private(set) var sections: [[ProbeSection]] = []
    private(set) var opened = 0
    private(set) var closed = 0
    private let isReachable: Bool
    /// How long each command takes.
    private let delay: Duration

    init(isReachable: Bool = true, delay: Duration = .zero) {
        self.isReachable = isReachable
        self.delay = delay
    }

    func openSSH(fresh: Bool, timeout: Duration?) async -> ProbeSSHOpenResult {
        opened += 1
        var info = ProbeSSHInfo()
        guard isReachable else {
            info.reached = .resolve
            info.failed = .tcp
            info.failure = .unreachable
            info.failureCode = "connection_refused"
            return ProbeSSHOpenResult(session: nil, info: info, code: .unreachable)
        }
        info.reached = .session
        return ProbeSSHOpenResult(session: Session(target: self), info: info, code: .ok)
    }

    func value(forKey key: String) async throws(ProbeServiceError) -> (value: [UInt8], version: UInt64)? {
        stored[key]
    }

    func store(
        _ value: [UInt8], forKey key: String, expecting: StoredVersion, timeToLive: Duration?
    ) async throws(ProbeServiceError) {
        let version = stored[key]?.version
        let matches =
            switch expecting {
            case .any: true
            case .absent: version == nil
            case .version(let expected): version == expected
            }
        guard matches else { throw ProbeServiceError(code: .state, message: "another version is there") }
        stored[key] = value.isEmpty ? nil : (value, (version ?? 0) + 1)
    }

    private func execute(_ command: ProbeCommand) async throws(ProbeServiceError) -> ProbeCommandResult {
        commands.append(command)
        if delay > .zero {
            do {
                try await Task.sleep(for: delay)
            } catch {
                throw ProbeServiceError(code: .cancelled, message: "cancelled")
            }
        }
        return ProbeCommandResult(exitCode: 0, stdout: Array("ran \(command.commandLine)\n".utf8), wallNanoseconds: 1)
    }

    private func collect(_ sections: [ProbeSection]) -> ProbeCollection {
        self.sections.append(sections)
        return ProbeCollection(
            entries: sections.map { section in
                .init(id: section.id, verdict: .ok, exitCode: 0, output: Array("out of \(section.id)".utf8))
            }, privilege: .none)
    }

    private func sessionClosed() {
        closed += 1
    }

    private struct Session: ProbeSSHSession {
        let target: FakeTarget

        func execute(
            _ command: ProbeCommand, onChunk: (@Sendable (Int, [UInt8]) async -> Void)?
        ) async throws(ProbeServiceError) -> ProbeCommandResult {
            var result = try await target.execute(command)
            guard let onChunk else { return result }
            for _ in 0..<10 { await onChunk(1, Array(repeating: 65, count: 1_000)) }
            result.stdout = []
            return result
        }

        func collect(_ sections: [ProbeSection], timeout: Duration?) async throws(ProbeServiceError) -> ProbeCollection
        {
            await target.collect(sections)
        }

        func close() async {
            await target.sessionClosed()
        }
    }
}
