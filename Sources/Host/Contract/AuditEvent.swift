/// A kind of entry of the audit log.
///
/// The events are those of `contract/audit-events.yaml`.
package struct AuditEvent: Sendable {
    package enum Severity: String, Codable, Sendable, CaseIterable {
        case info
        case warning
        case error
        case critical
    }

    /// The wire form, for example `host.created`.
    package let code: String
    /// What is recorded when the writer of an entry sets none.
    package let severity: Severity
    /// One sentence about what happened.
    package let summary: String
    /// Members that the detail of an entry may have.
    package let fields: Set<String>

    /// The entry with this wire form, or nil when the registry has none.
    package static func named(_ code: String) -> AuditEvent? { byCode[code] }

    private static let byCode = Dictionary(uniqueKeysWithValues: all.map { ($0.code, $0) })
}

extension AuditEvent: Hashable, CustomStringConvertible {
    package static func == (left: AuditEvent, right: AuditEvent) -> Bool { left.code == right.code }

    package func hash(into hasher: inout Hasher) { hasher.combine(code) }

    package var description: String { code }
}
