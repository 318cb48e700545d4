import Contract
import Core
import Database
import Foundation

/// The hosts table, with what other areas publish about a host joined in.
struct HostStore: Sendable {
    /// Aspects of other areas come from the views `host_os_facts` and `host_band`; one query serves a whole page.
    private static let select = """
        SELECT hosts.id, hostname, host(ip_address) AS address, port, display_name, description, environment, tags,
            group_id, username, created_by, created_at, updated_at, maintenance_mode, check_priority,
            os_family, os_version, architecture, platform_identifier, os_discovered_at,
            reachability_status, monitoring_state, last_probe_at, last_response_ms, consecutive_failures,
            ssh_consecutive_failures, ssh_consecutive_successes, privilege_consecutive_failures,
            privilege_consecutive_successes, last_state_change_at, last_error_type
        FROM hosts LEFT JOIN host_os_facts ON host_os_facts.host_id = hosts.id
            LEFT JOIN host_band ON host_band.host_id = hosts.id
        """

    struct Page: Sendable {
        var environment: String?
        var tag: String?
        /// nil = the whole list.
        var limit: Int?
        var after: (createdAt: Timestamp, id: UUID)?
    }

    func list(_ page: Page, from executor: some SQLExecutor) async throws -> [HostRow] {
        try await executor.query(
            """
            \(Self.select)
            WHERE deleted_at IS NULL AND ($1::text IS NULL OR environment = $1)
                AND ($2::text IS NULL OR tags @> ARRAY[$2])
                AND ($3::timestamptz IS NULL OR (created_at, hosts.id) < ($3, $4::uuid))
            ORDER BY created_at DESC, hosts.id DESC LIMIT $5
            """,
            [
                .text(optional: page.environment), .text(optional: page.tag),
                .timestamp(optional: page.after?.createdAt), .uuid(optional: page.after?.id),
                .int(optional: page.limit),
            ]
        ).map(HostRow.init(row:))
    }

    func host(_ id: UUID, from executor: some SQLExecutor) async throws -> HostRow? {
        try await executor.query("\(Self.select) WHERE hosts.id = $1 AND deleted_at IS NULL", [.uuid(id)]).first
            .map(HostRow.init(row:))
    }

    func insert(_ id: UUID, _ host: HostCreateRequest, createdBy: UUID?, in transaction: Transaction) async throws {
        let environment = host.environment.flatMap { $0.isEmpty ? nil : $0 } ?? "production"
        try await transaction.execute(
            """
            INSERT INTO hosts (id, hostname, ip_address, port, display_name, description, environment, tags, group_id,
                username, created_by)
            VALUES ($1, $2, $3::inet, $4, nullif($5, ''), nullif($6, ''), $7, $8, $9, nullif($10, ''), $11)
            """,
            [
                .uuid(id), .text(host.hostname), .text(host.ipAddress),
                .int(host.port.flatMap { $0 == 0 ? nil : $0 } ?? 22),
                .text(optional: host.displayName), .text(optional: host.description), .text(environment),
                .textArray(host.tags ?? []), .uuid(optional: host.groupID), .text(optional: host.username),
                .uuid(optional: createdBy),
            ])
    }

    /// Changes what the request names; an empty text clears, a missing member leaves alone.
    ///
    /// - Returns: false if there is no such host.
    func update(_ id: UUID, _ change: HostUpdateRequest, in transaction: Transaction) async throws -> Bool {
        try await transaction.execute(
            """
            UPDATE hosts SET
                ip_address = coalesce($2::inet, ip_address), port = coalesce($3, port),
                display_name = CASE WHEN $4::text IS NULL THEN display_name ELSE nullif($4, '') END,
                description = CASE WHEN $5::text IS NULL THEN description ELSE nullif($5, '') END,
                environment = coalesce($6, environment), tags = coalesce($7, tags),
                group_id = coalesce($8, group_id),
                username = CASE WHEN $9::text IS NULL THEN username ELSE nullif($9, '') END, updated_at = now()
            WHERE id = $1 AND deleted_at IS NULL
            """,
            [
                .uuid(id), .text(optional: change.ipAddress), .int(optional: change.port),
                .text(optional: change.displayName), .text(optional: change.description),
                .text(optional: change.environment), .textArray(optional: change.tags),
                .uuid(optional: change.groupID), .text(optional: change.username),
            ]) == 1
    }

    /// - Returns: false if there is no such host.
    func markDeleted(_ id: UUID, in transaction: Transaction) async throws -> Bool {
        try await transaction.execute(
            "UPDATE hosts SET deleted_at = now(), updated_at = now() WHERE id = $1 AND deleted_at IS NULL",
            [.uuid(id)]) == 1
    }
}
