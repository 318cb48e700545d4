import Core
package import Database
package import Foundation
package import PluginHost

/// When each probe is due on each host, and who runs it now.
///
/// A run holds a lease on its row, never a connection or a lock. A lease whose holder died runs out, and the probe is
/// due again. Two servers on one database share the work: no row is leased twice.
package struct ProbeSchedule: Sendable {
    /// The roles that the server runs by itself.
    package static let roles: [ProbeRole] = [.connectivity, .discovery, .systemInfo]

    /// Longer than any probe may take, so that a lease in use never runs out.
    static let leaseSeconds: Int64 = 240

    /// A probe that the caller may run now.
    package struct Lease: Sendable {
        package let hostID: UUID
        package let role: ProbeRole
        package let consecutiveFailures: Int
        package let lastError: String?
        let id: UUID
    }

    package init() {}

    /// Makes a new host due for all of its probes.
    package func add(host id: UUID, in transaction: Transaction) async throws {
        try await transaction.execute(
            "INSERT INTO probe_schedule (host_id, role) SELECT $1, unnest($2::text[]) ON CONFLICT DO NOTHING",
            [.uuid(id), .textArray(Self.roles.map(\.rawValue))])
    }

    /// Makes all probes of a host due at once, for example because it is reached differently from now on.
    package func makeDue(host id: UUID, in transaction: Transaction) async throws {
        try await transaction.execute("UPDATE probe_schedule SET next_due_at = now() WHERE host_id = $1", [.uuid(id)])
    }

    package func remove(host id: UUID, in transaction: Transaction) async throws {
        try await transaction.execute("DELETE FROM probe_schedule WHERE host_id = $1", [.uuid(id)])
    }

    /// Makes probes due at once that failed for want of a credential that works: one may be there now.
    ///
    /// - Parameter id: only this host's; nil for all hosts.
    package func retryAfterCredentialChange(host id: UUID?, in transaction: Transaction) async throws {
        try await transaction.execute(
            """
            UPDATE probe_schedule SET next_due_at = now()
            WHERE ($1::uuid IS NULL OR host_id = $1) AND last_error = 'host.ssh_authentication_failed'
            """, [.uuid(optional: id)])
    }

    /// Leases up to `limit` probes that are due, the longest due first. Hosts in maintenance are left out.
    func claimDue(limit: Int, from executor: some SQLExecutor) async throws -> [Lease] {
        try await executor.query(
            """
            UPDATE probe_schedule SET lease_until = now() + make_interval(secs => $2::bigint),
                lease_id = gen_random_uuid(), last_started_at = now()
            FROM (
                SELECT schedule.host_id, schedule.role FROM probe_schedule AS schedule
                    JOIN live_hosts ON live_hosts.id = schedule.host_id AND NOT live_hosts.maintenance_mode
                WHERE next_due_at <= now() AND (lease_until IS NULL OR lease_until < now())
                ORDER BY next_due_at LIMIT $1 FOR UPDATE OF schedule SKIP LOCKED
            ) AS due
            WHERE probe_schedule.host_id = due.host_id AND probe_schedule.role = due.role
            RETURNING probe_schedule.host_id, probe_schedule.role, lease_id, consecutive_failures, last_error
            """, [.int(limit), .int(Self.leaseSeconds)]
        ).compactMap(Self.lease)
    }

    /// Leases one probe, due or not.
    ///
    /// - Returns: nil when it runs already.
    func claim(host id: UUID, role: ProbeRole, from executor: some SQLExecutor) async throws -> Lease? {
        try await executor.query(
            """
            INSERT INTO probe_schedule (host_id, role, lease_until, lease_id, last_started_at)
            VALUES ($1, $2, now() + make_interval(secs => $3::bigint), gen_random_uuid(), now())
            ON CONFLICT (host_id, role) DO UPDATE SET lease_until = excluded.lease_until,
                lease_id = excluded.lease_id, last_started_at = now()
            WHERE probe_schedule.lease_until IS NULL OR probe_schedule.lease_until < now()
            RETURNING host_id, role, lease_id, consecutive_failures, last_error
            """, [.uuid(id), .text(role.rawValue), .int(Self.leaseSeconds)]
        ).compactMap(Self.lease).first
    }

    /// Ends a lease and says when the probe is due again; one that was made due while it ran is due at once.
    ///
    /// - Parameter error: nil after success; else a machine word that is kept until the next success.
    func finish(
        _ lease: Lease, nextDueInSeconds seconds: Int64, error: String?, in executor: some SQLExecutor
    ) async throws {
        _ = try await executor.execute(
            """
            UPDATE probe_schedule SET lease_until = NULL, lease_id = NULL, last_finished_at = now(), last_error = $5,
                next_due_at = CASE WHEN next_due_at > last_started_at AND next_due_at <= now() THEN next_due_at
                    ELSE now() + make_interval(secs => $4::bigint) END,
                consecutive_failures = CASE WHEN $5::text IS NULL THEN 0 ELSE consecutive_failures + 1 END
            WHERE host_id = $1 AND role = $2 AND lease_id = $3
            """,
            [
                .uuid(lease.hostID), .text(lease.role.rawValue), .uuid(lease.id), .int(seconds),
                .text(optional: error),
            ])
    }

    /// Gives a lease back without a run; the failures before it still count.
    ///
    /// - Parameter reason: a machine word that is kept until the next success.
    func postpone(
        _ lease: Lease, seconds: Int64, reason: String, in executor: some SQLExecutor
    ) async throws {
        _ = try await executor.execute(
            """
            UPDATE probe_schedule SET lease_until = NULL, lease_id = NULL, last_error = $4,
                next_due_at = now() + make_interval(secs => $5::bigint)
            WHERE host_id = $1 AND role = $2 AND lease_id = $3
            """,
            [.uuid(lease.hostID), .text(lease.role.rawValue), .uuid(lease.id), .text(reason), .int(seconds)])
    }

    private static func lease(_ row: Row) throws -> Lease? {
        guard let role = ProbeRole(rawValue: try row.string("role")) else { return nil }
        return Lease(
            hostID: try row.uuid("host_id"), role: role, consecutiveFailures: try row.int("consecutive_failures"),
            lastError: try row.optionalString("last_error"), id: try row.uuid("lease_id"))
    }
}
