import Audit
import Contract
import Core
import Database
import JSON
import Logging
import PluginHost

/// Puts on record that a probe began to fail, or fails for another reason than before.
struct ProbeFailureRecord: Sendable {
    let database: Database
    let audit: AuditTrail
    let logger: Logger

    @Sendable func record(_ host: ManagedHost, _ role: ProbeRole, _ error: APIError, _ caller: Caller) async {
        var detail: JSONObject = [
            "hostname": .string(host.hostname), "probe": .string(role.rawValue), "code": .string(error.code.code),
        ]
        var event = AuditEvent.hostProbeFailed
        if error.code == .hostSSHHostKeyMismatch {
            event = .hostSSHKeyMismatch
            for name in ["expected_fingerprint", "actual_fingerprint"] {
                if case .string(let text)? = error.detail[name] { detail[name] = .string(text) }
            }
        }
        logger.warning(
            "probe failed",
            metadata: ["host_id": "\(host.id.text)", "probe": "\(role.rawValue)", "error": "\(error)"])
        do {
            try await audit.record(
                AuditEntry(event, .failure, by: caller, on: .init("host", host.id.text), detail: detail), in: database)
        } catch {
            logger.error("a probe's failure could not be audited", metadata: ["error": "\(error)"])
        }
    }
}
