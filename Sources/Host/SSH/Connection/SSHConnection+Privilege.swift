extension SSHConnection {
    typealias ChunkHandler = @Sendable (SSHStream, [UInt8]) async -> Void

    /// Runs a command as the login user.
    func execute(
        _ command: String, input: [UInt8], limits: SSHLimits, onChunk: ChunkHandler? = nil
    ) async throws(SSHError) -> SSHCommandResult {
        let start = MonotonicTime.now()
        let deadline = start.adding(limits.timeout)
        let begun = CommandConversation(input: input, limits: limits, deadline: deadline, onChunk: onChunk)
        let (conversation, end) = try await converse(command, begun, until: deadline)
        if let failure = end.failure { throw failure }
        return conversation.result(end, duration: MonotonicTime.now().since(start))
    }

    /// Runs a command as root as far as `policy` allows; says how it was run.
    func executeWithPrivilege(
        _ command: String, policy: SudoPolicy, limits: SSHLimits
    ) async throws(SSHError) -> (SSHCommandResult, PrivilegeMode) {
        guard policy.need != .never else { return (try await execute(command, input: [], limits: limits), .none) }
        let identity = try await remoteIdentity(limits.timeout)
        if identity.isRoot { return (try await execute(command, input: [], limits: limits), .root) }
        let refusal: SSHError
        if identity.hasSudo {
            switch try await executeWithSudo(command, policy: policy, limits: limits) {
            case .ran(let result, let mode): return (result, mode)
            case .refused(let error): refusal = error
            }
        } else if identity.hasDoas {
            let result = try await execute("doas -n \(command)", input: [], limits: limits)
            guard Self.refusal(result) != nil else { return (result, .nopasswd) }
            refusal = SSHError(.sudoDenied, "doas does not allow this without a password")
        } else {
            refusal = SSHError(.sudoUnavailable, "the host has neither sudo nor doas")
        }
        if policy.need == .required { throw refusal }
        return (try await execute(command, input: [], limits: limits), .none)
    }

    private enum SudoOutcome {
        case ran(SSHCommandResult, PrivilegeMode)
        case refused(SSHError)
    }

    private func executeWithSudo(
        _ command: String, policy: SudoPolicy, limits: SSHLimits
    ) async throws(SSHError) -> SudoOutcome {
        let password = policy.allowPassword ? target.credential.password ?? [] : []
        let wasRejected = environment.rejections.contains(target)
        let mayUsePassword = !password.isEmpty && !wasRejected
        if policy.knownMode == .password, mayUsePassword,
            let outcome = try await sudo(command, password, isAsked: false, limits: limits)
        {
            return outcome
        }
        let plain = try await execute("env LC_ALL=C sudo -n \(command)", input: [], limits: limits)
        guard let refusal = Self.refusal(plain) else { return .ran(plain, .nopasswd) }
        guard refusal == .passwordNeeded else { return .refused(SSHError(.sudoDenied, refusal.reason)) }
        if mayUsePassword, let outcome = try await sudo(command, password, isAsked: true, limits: limits) {
            return outcome
        }
        if wasRejected, policy.allowPassword {
            return .refused(
                SSHError(
                    .sudoPasswordRejected, "sudo rejected the password before",
                    hint: "change the credential to try again"))
        }
        return .refused(SSHError(.sudoDenied, refusal.reason))
    }

    /// One try with the password; nil if sudo never asked for it.
    private func sudo(
        _ command: String, _ password: [UInt8], isAsked: Bool, limits: SSHLimits
    ) async throws(SSHError) -> SudoOutcome? {
        let start = MonotonicTime.now()
        let deadline = start.adding(limits.timeout)
        let prompt = "[openwatch \(Nonce.make(bytes: 6))]"
        let begun = SudoConversation(
            command: CommandConversation(input: [], limits: limits, deadline: deadline), prompt: Array(prompt.utf8),
            password: password, sendsWithoutPrompt: isAsked, start: start)
        var (conversation, end) = try await converse(
            "env LC_ALL=C sudo -S -k -p '\(prompt)' \(command)", begun, until: deadline)
        if let failure = end.failure { throw failure }
        let result = await conversation.result(end, duration: MonotonicTime.now().since(start))
        guard let refusal = Self.refusal(result) else {
            return .ran(result, conversation.wasPasswordSent ? .password : .nopasswd)
        }
        guard conversation.wasPasswordSent else { return nil }
        // sudo ran out of input after the one password: that, too, is a rejection.
        guard refusal != .denied else { return .refused(SSHError(.sudoDenied, refusal.reason)) }
        environment.rejections.insert(target)
        return .refused(SSHError(.sudoPasswordRejected, SudoRefusal.passwordRejected.reason))
    }

    /// The refusal in a result of sudo; nil if the command itself ran, whatever its exit code.
    private static func refusal(_ result: SSHCommandResult) -> SudoRefusal? {
        guard result.exitCode == 1, result.stdout.isEmpty else { return nil }
        return SudoRefusal(in: result.stderr)
    }

    private func remoteIdentity(_ timeout: Duration) async throws(SSHError) -> RemoteIdentity {
        if let identity { return identity }
        let limits = SSHLimits(timeout: timeout, maxStdout: 16 << 10, maxStderr: 4 << 10)
        let result = try await execute(RemoteIdentity.command, input: [], limits: limits)
        guard let found = RemoteIdentity(output: result.stdout) else {
            throw SSHError(.channelFailed, "the login shell does not run commands", report: report)
        }
        identity = found
        return found
    }
}
