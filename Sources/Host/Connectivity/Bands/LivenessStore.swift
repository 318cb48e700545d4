import Contract
import Core
import Database
import Foundation

/// The band of each host.
struct LivenessStore: Sendable {
    /// Locks the host, so that two results of it are applied one after the other, the very first ones too.
    func state(of hostID: UUID, in transaction: Transaction) async throws -> BandState {
        _ = try await transaction.query(
            "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", [.text("liveness/\(hostID.text)")])
        let rows = try await transaction.query(
            """
            SELECT monitoring_state, ssh_consecutive_failures, ssh_consecutive_successes,
                privilege_consecutive_failures, privilege_consecutive_successes
            FROM host_liveness WHERE host_id = $1
            """, [.uuid(hostID)])
        guard let row = rows.first else { return BandState() }
        return BandState(
            band: MonitoringState(rawValue: try row.string("monitoring_state")) ?? .unknown,
            sshFailures: try row.int("ssh_consecutive_failures"),
            sshSuccesses: try row.int("ssh_consecutive_successes"),
            privilegeFailures: try row.int("privilege_consecutive_failures"),
            privilegeSuccesses: try row.int("privilege_consecutive_successes"))
    }

    func save(
        _ state: BandState, sample: LadderSample, isChange: Bool, at time: Timestamp, of hostID: UUID,
        in transaction: Transaction
    ) async throws {
        try await transaction.execute(
            """
            INSERT INTO host_liveness AS old (host_id, reachability_status, monitoring_state, last_probe_at,
                last_response_ms, ssh_consecutive_failures, ssh_consecutive_successes, privilege_consecutive_failures,
                privilege_consecutive_successes, last_state_change_at, last_error_type)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            ON CONFLICT (host_id) DO UPDATE SET reachability_status = excluded.reachability_status,
                monitoring_state = excluded.monitoring_state, last_probe_at = excluded.last_probe_at,
                last_response_ms = excluded.last_response_ms,
                ssh_consecutive_failures = excluded.ssh_consecutive_failures,
                ssh_consecutive_successes = excluded.ssh_consecutive_successes,
                privilege_consecutive_failures = excluded.privilege_consecutive_failures,
                privilege_consecutive_successes = excluded.privilege_consecutive_successes,
                last_state_change_at = coalesce(excluded.last_state_change_at, old.last_state_change_at),
                last_error_type = excluded.last_error_type
            """,
            [
                .uuid(hostID), .text(sample.isReachable ? "reachable" : "unreachable"), .text(state.band.rawValue),
                .timestamp(time), .int(optional: sample.responseMS), .int(state.sshFailures), .int(state.sshSuccesses),
                .int(state.privilegeFailures), .int(state.privilegeSuccesses),
                .timestamp(optional: isChange ? time : nil), .text(optional: sample.errorType),
            ])
    }
}
