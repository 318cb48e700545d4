package import Contract
package import Core
import Database

/// What a list of audit rows is restricted to; nil means no restriction.
package struct AuditFilter: Sendable {
    /// A code, or the beginning of codes with `.*` behind it: `auth.*`.
    package var action: String?
    package var correlationID: String?
    package var actorType: String?
    package var actorID: String?
    package var resourceType: String?
    package var resourceID: String?
    package var outcome: AuditEntry.Outcome?
    package var severity: AuditEvent.Severity?
    /// Occurred at this time or later.
    package var since: Timestamp?
    /// Occurred before this time.
    package var until: Timestamp?

    package init() {}

    /// The conditions on columns of `audit_events` and the values of their parameters.
    ///
    /// Only what is asked for is named, so that the planner sees which index fits.
    func conditions(after cursor: AuditCursor?) -> (sql: String, parameters: [SQLValue]) {
        var conditions: [String] = []
        var parameters: [SQLValue] = []
        func add(_ condition: (String) -> String, _ value: SQLValue) {
            parameters.append(value)
            conditions.append(condition("$\(parameters.count)"))
        }
        if let action, action.hasSuffix(".*") {
            // `/` is what comes behind `.`, in the column's collation "C".
            let stem = String(action.dropLast(2))
            add({ "action >= \($0)" }, .text(stem + "."))
            add({ "action < \($0)" }, .text(stem + "/"))
        } else if let action {
            add({ "action = \($0)" }, .text(action))
        }
        if let correlationID { add({ "correlation_id = \($0)" }, .text(correlationID)) }
        if let actorType { add({ "actor_type = \($0)" }, .text(actorType)) }
        if let actorID { add({ "actor_id = \($0)" }, .text(actorID)) }
        if let resourceType { add({ "resource_type = \($0)" }, .text(resourceType)) }
        if let resourceID { add({ "resource_id = \($0)" }, .text(resourceID)) }
        // Literals, out of closed sets, so that the partial indexes can be used.
        if let outcome { conditions.append("outcome = '\(outcome.rawValue)'") }
        if let severity { conditions.append("severity = '\(severity.rawValue)'") }
        if let since { add({ "occurred_at >= \($0)" }, .timestamp(since)) }
        if let until { add({ "occurred_at < \($0)" }, .timestamp(until)) }
        if let cursor {
            parameters += [.timestamp(cursor.occurredAt), .uuid(cursor.id)]
            conditions.append(
                "(occurred_at, id) < ($\(parameters.count - 1)::timestamptz, $\(parameters.count)::uuid)")
        }
        return (conditions.isEmpty ? "" : "WHERE " + conditions.joined(separator: " AND "), parameters)
    }
}
