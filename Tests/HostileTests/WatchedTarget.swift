import PluginHost

/// A target without a network that remembers what a plugin got as far as asking of it.
actor WatchedTarget: ProbeTargetServices {
    private(set) var commands: [ProbeCommand] = []
    private(set) var opened = 0
    private(set) var stored = 0

    func openSSH(fresh: Bool, timeout: Duration?) async -> ProbeSSHOpenResult {
        opened += 1
        var info = ProbeSSHInfo()
        info.reached = .session
        return ProbeSSHOpenResult(session: Session(target: self), info: info, code: .ok)
    }

    func value(forKey key: String) async throws(ProbeServiceError) -> (value: [UInt8], version: UInt64)? { nil }

    func store(
        _ value: [UInt8], forKey key: String, expecting: StoredVersion, timeToLive: Duration?
    ) async throws(ProbeServiceError) {
        stored += 1
    }

    private func execute(_ command: ProbeCommand) -> ProbeCommandResult {
        commands.append(command)
        return ProbeCommandResult(exitCode: 0, stdout: Array(command.commandLine.utf8), wallNanoseconds: 1)
    }

    private struct Session: ProbeSSHSession {
        let target: WatchedTarget

        func execute(
            _ command: ProbeCommand, onChunk: (@Sendable (Int, [UInt8]) async -> Void)?
        ) async throws(ProbeServiceError) -> ProbeCommandResult {
            await target.execute(command)
        }

        func collect(_ sections: [ProbeSection], timeout: Duration?) async throws(ProbeServiceError) -> ProbeCollection
        {
            ProbeCollection(
                entries: sections.map { .init(id: $0.id, verdict: .ok, exitCode: 0, output: []) }, privilege: .none)
        }

        func close() async {}
    }
}
