import PluginHost
import SSH

// The SSH engine's words in those of the plugin ABI.

extension ProbeCode {
    init(_ code: SSHError.Code) {
        switch code {
        case .bannerMismatch, .keyExchangeFailed, .channelFailed: self = .protocol
        case .hostKeyMismatch: self = .hostKey
        case .authenticationFailed, .noAuthMethod, .keyInvalid, .keyPassphraseWrong, .keyPassphraseMissing,
            .keyTooWeak, .keyTypeUnsupported, .keyIsPublic, .keyIsPuTTY, .keyIsCertificate:
            self = .authentication
        case .sudoDenied, .sudoPasswordRejected, .sudoUnavailable: self = .denied
        case .timeout: self = .deadline
        case .cancelled, .shuttingDown: self = .cancelled
        case .limitReached, .outputLimit: self = .limit
        case .hostKeyStoreFailed, .disconnected: self = .io
        case .invalidRequest: self = .argument
        default: self = .unreachable
        }
    }
}

extension ProbeServiceError {
    init(sshFailure error: any Error) {
        switch error {
        case let error as SSHError: self.init(code: ProbeCode(error.code), message: error.message)
        case is CancellationError: self.init(code: .cancelled, message: "the call was cancelled")
        default: self.init(code: .internal, message: "the connection failed")
        }
    }
}

extension ProbePrivilege {
    init(_ mode: PrivilegeMode) {
        switch mode {
        case .none: self = .none
        case .root: self = .root
        case .nopasswd: self = .sudo
        case .password: self = .sudoPassword
        }
    }
}

extension ProbeCommandResult {
    init(_ result: SSHCommandResult, privilege: PrivilegeMode) {
        self.init(
            exitCode: result.exitCode ?? -1, signal: result.signal ?? "", privilege: ProbePrivilege(privilege),
            stdout: result.stdout, stderr: result.stderr, isStdoutTruncated: result.stdoutTruncated,
            isStderrTruncated: result.stderrTruncated, wallNanoseconds: result.duration)
    }
}

extension ProbeCollection.Entry {
    init(_ section: SectionOutput) {
        let (verdict, exitCode): (ProbeCollection.Verdict, Int32) =
            switch section.verdict {
            case .ok: (.ok, 0)
            case .unsupported: (.unsupported, 127)
            case .failed(let code): (.failed, code)
            case .timeout: (.timeout, -1)
            case .truncated: (.truncated, -1)
            case .killed: (.killed, -1)
            case .denied: (.denied, -1)
            case .unobserved: (.unobserved, -1)
            }
        self.init(
            id: section.name, verdict: verdict, exitCode: exitCode, output: section.output,
            errorOutput: section.stderr)
    }
}

extension ProbeSSHInfo {
    init(_ report: SSHConnectReport, error: SSHError?) {
        self.init()
        reached = report.reached.map(Rung.init) ?? .none
        failed = report.failed.map(Rung.init) ?? .none
        failure = error.map { ProbeCode($0.code) } ?? .ok
        failureCode = error?.code.description ?? ""
        failureMessage = error?.message ?? ""
        hostKeyStatus =
            switch report.hostKeyStatus {
            case .matched: .match
            case .firstUse: .firstUse
            case .mismatch: .mismatch
            case .unknown: .unknown
            }
        authenticationMethod =
            switch report.authMethod {
            case .publicKey: .key
            case .password: .password
            case .keyboardInteractive: .keyboardInteractive
            case nil: .none
            }
        isReused = report.reused
        timings.resolve = report.timings.resolve ?? 0
        timings.tcp = report.timings.tcp ?? 0
        timings.banner = report.timings.banner ?? 0
        timings.keyExchange = report.timings.keyExchange ?? 0
        timings.hostKey = report.timings.hostKey ?? 0
        timings.authentication = report.timings.authentication ?? 0
        peerBanner = report.serverBanner ?? ""
        keyExchange = report.kexAlgorithm ?? ""
        hostKeyType = report.hostKeyType ?? ""
        cipherOut = report.cipherOut ?? ""
        cipherIn = report.cipherIn ?? ""
        macOut = report.macOut ?? ""
        macIn = report.macIn ?? ""
        hostKeySHA256 = report.hostKeyFingerprint ?? ""
        expectedSHA256 = report.expectedFingerprint ?? ""
        authenticationMethods = report.methodsOffered.joined(separator: ",")
    }
}

extension ProbeSSHInfo.Rung {
    init(_ rung: SSHRung) {
        self =
            switch rung {
            case .resolve: .resolve
            case .tcp: .tcp
            case .banner: .banner
            case .keyExchange: .keyExchange
            case .hostKey: .hostKey
            case .authentication: .authentication
            case .session: .session
            }
    }
}
