import PluginHost
import SSH

/// One SSH session as a probe sees it: checked commands in, bounded output out.
final class SSHProbeSession: ProbeSSHSession {
    private let session: SSHSession
    private let policy: SudoPolicy
    private let onPrivilege: @Sendable (PrivilegeMode) -> Void

    init(session: SSHSession, policy: SudoPolicy, onPrivilege: @escaping @Sendable (PrivilegeMode) -> Void) {
        self.session = session
        self.policy = policy
        self.onPrivilege = onPrivilege
    }

    func execute(
        _ command: ProbeCommand, onChunk: (@Sendable (Int, [UInt8]) async -> Void)?
    ) async throws(ProbeServiceError) -> ProbeCommandResult {
        let limits = SSHLimits(timeout: command.timeout, maxStdout: command.maxStdout, maxStderr: command.maxStderr)
        do {
            if let onChunk {
                guard command.sudo == .never else {
                    throw ProbeServiceError(code: .unsupported, message: "streaming works without sudo only")
                }
                let result = try await session.executeStreaming(
                    command.commandLine, stdin: command.stdin, limits: limits
                ) { stream, bytes in await onChunk(stream == .stdout ? 1 : 2, bytes) }
                return ProbeCommandResult(result, privilege: .none)
            }
            guard command.sudo != .never else {
                let result = try await session.execute(command.commandLine, stdin: command.stdin, limits: limits)
                return ProbeCommandResult(result, privilege: .none)
            }
            guard command.stdin.isEmpty else {
                throw ProbeServiceError(code: .unsupported, message: "standard input works without sudo only")
            }
            var policy = policy
            policy.need = command.sudo == .required ? .required : .ifNeeded
            let (result, mode) = try await session.executeWithPrivilege(
                command.commandLine, policy: policy, limits: limits)
            onPrivilege(mode)
            return ProbeCommandResult(result, privilege: mode)
        } catch let error as ProbeServiceError {
            throw error
        } catch {
            throw ProbeServiceError(sshFailure: error)
        }
    }

    func collect(_ sections: [ProbeSection], timeout: Duration?) async throws(ProbeServiceError) -> ProbeCollection {
        let asked = sections.map { section in
            CollectionSection(
                name: section.id, part: section.part == .root ? .root : .user,
                timeoutSeconds: max(1, Int(section.timeoutSeconds.rounded(.up))), maxBytes: section.maxBytes,
                command: section.command)
        }
        let plan = CollectionPlan(
            sections: asked, sudo: policy, limits: CollectionLimits(fitting: asked, budget: timeout))
        do {
            let result = try await session.collect(plan)
            if result.rootPartRan { onPrivilege(result.privilege) }
            return ProbeCollection(
                entries: result.sections.map(ProbeCollection.Entry.init),
                privilege: result.rootPartRan ? ProbePrivilege(result.privilege) : .none,
                refusal: result.rootRefusal ?? "", wallNanoseconds: result.duration)
        } catch {
            throw ProbeServiceError(sshFailure: error)
        }
    }

    func close() async {
        session.release()
    }
}
