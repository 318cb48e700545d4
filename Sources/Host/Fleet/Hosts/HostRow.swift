import Contract
import Core
import Database
import Foundation

/// A host as read, in the shapes of the contract.
struct HostRow: Sendable {
    let response: HostResponse
    let liveness: HostLiveness?

    init(row: Row) throws {
        response = HostResponse(
            id: try row.uuid("id"), hostname: try row.string("hostname"), ipAddress: try row.string("address"),
            port: try row.int("port"), displayName: try row.optionalString("display_name") ?? "",
            description: try row.optionalString("description") ?? "", environment: try row.string("environment"),
            tags: try row.stringArray("tags"), groupID: try row.optionalUUID("group_id"),
            username: try row.optionalString("username") ?? "", createdBy: try row.optionalUUID("created_by"),
            createdAt: try row.timestamp("created_at"), updatedAt: try row.timestamp("updated_at"),
            maintenanceMode: try row.bool("maintenance_mode"), checkPriority: try row.int("check_priority"),
            osFamily: try row.optionalString("os_family"), osVersion: try row.optionalString("os_version"),
            architecture: try row.optionalString("architecture"),
            platformIdentifier: try row.optionalString("platform_identifier"),
            osDiscoveredAt: try row.optionalTimestamp("os_discovered_at"))
        if let reachability = try row.optionalString("reachability_status") {
            liveness = HostLiveness(
                reachabilityStatus: ReachabilityStatus(rawValue: reachability) ?? .unknown,
                monitoringState: MonitoringState(rawValue: try row.string("monitoring_state")),
                lastProbeAt: try row.optionalTimestamp("last_probe_at"),
                lastResponseMS: try row.optionalInt("last_response_ms"),
                consecutiveFailures: try row.int("consecutive_failures"), pingConsecutiveFailures: 0,
                pingConsecutiveSuccesses: 0,
                sshConsecutiveFailures: try row.int("ssh_consecutive_failures"),
                sshConsecutiveSuccesses: try row.int("ssh_consecutive_successes"),
                privilegeConsecutiveFailures: try row.int("privilege_consecutive_failures"),
                privilegeConsecutiveSuccesses: try row.int("privilege_consecutive_successes"),
                lastStateChangeAt: try row.optionalTimestamp("last_state_change_at"),
                lastErrorType: try row.optionalString("last_error_type"))
        } else {
            liveness = nil
        }
    }

    var listItem: HostListItem {
        HostListItem(
            id: response.id, hostname: response.hostname, ipAddress: response.ipAddress, port: response.port,
            displayName: response.displayName, description: response.description, environment: response.environment,
            tags: response.tags, groupID: response.groupID, username: response.username,
            createdBy: response.createdBy, createdAt: response.createdAt, updatedAt: response.updatedAt,
            maintenanceMode: response.maintenanceMode, checkPriority: response.checkPriority, liveness: liveness,
            osFamily: response.osFamily, osVersion: response.osVersion, architecture: response.architecture,
            platformIdentifier: response.platformIdentifier, osDiscoveredAt: response.osDiscoveredAt)
    }
}
