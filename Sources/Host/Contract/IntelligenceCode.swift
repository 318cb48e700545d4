/// What changed on a host: the code of an `intelligence.event`.
///
/// The codes are those of `contract/event-kinds.yaml`. Each is an audit event too.
package struct IntelligenceCode: Sendable {
    /// The wire form, for example `system.package.updated`.
    package let code: String
    /// How serious the change is unless whoever reports it knows better.
    package let severity: IntelligenceSeverity
    /// The audit event with the same code.
    package let auditEvent: AuditEvent
    /// Whether clients that know only the original list of codes would not know this one.
    package let isExtension: Bool
    /// Whether the code is known to clients but nothing reports it yet.
    package let isReserved: Bool

    /// The entry with this wire form, or nil when the registry has none.
    package static func named(_ code: String) -> IntelligenceCode? { byCode[code] }

    private static let byCode = Dictionary(uniqueKeysWithValues: all.map { ($0.code, $0) })
}

extension IntelligenceCode: Hashable, CustomStringConvertible {
    package static func == (left: IntelligenceCode, right: IntelligenceCode) -> Bool { left.code == right.code }

    package func hash(into hasher: inout Hasher) { hasher.combine(code) }

    package var description: String { code }
}
