import Contract
import PluginHost
import SSH

/// Why a run of a probe brought no result, in the contract's words.
enum ProbeFailureRules {
    /// - Parameter connection: the SSH error of the run's last attempt to connect, if there was one; it knows best what
    ///   was wrong with the host.
    static func apiError(for error: PluginError, connection: SSHError?) -> APIError {
        switch error.code {
        case .probeFailed:
            if let connection { return apiError(for: connection) }
            return APIError(
                .pluginsProbeFailed, error.failure?.message ?? error.message,
                detail: error.failure.map { ["reason": .string($0.code.description)] } ?? [:])
        case .locked:
            guard let feature = error.feature.flatMap(LicenseFeature.named) else {
                return APIError(.pluginsUnavailable, error.message)
            }
            return .featureUnavailable(feature)
        case .resultInvalid: return APIError(.pluginsResultInvalid, error.message)
        case .unavailable, .quarantined, .runnerMissing, .shuttingDown, .notFound:
            return APIError(.pluginsUnavailable, error.message)
        default:
            if let connection { return apiError(for: connection) }
            return APIError(.pluginsProbeFailed, error.message, detail: ["reason": .string(error.code.description)])
        }
    }

    static func apiError(for error: SSHError) -> APIError {
        switch error.code {
        case .hostKeyMismatch:
            return APIError(
                .hostSSHHostKeyMismatch, error.message,
                detail: [
                    "expected_fingerprint": .string(error.report?.expectedFingerprint ?? ""),
                    "actual_fingerprint": .string(error.report?.hostKeyFingerprint ?? ""),
                ])
        case .authenticationFailed, .noAuthMethod, .keyInvalid, .keyPassphraseWrong, .keyPassphraseMissing,
            .keyTooWeak, .keyTypeUnsupported, .keyIsPublic, .keyIsPuTTY, .keyIsCertificate:
            return APIError(
                .hostSSHAuthenticationFailed, error.message, detail: ["reason": .string(error.code.description)])
        default:
            return APIError(.hostUnreachable, error.message, detail: ["reason": .string(error.code.description)])
        }
    }
}
