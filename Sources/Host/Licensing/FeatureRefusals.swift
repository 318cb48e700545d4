package import Audit
package import Contract
package import Core
package import Database
import JSON
package import Logging
import NIOConcurrencyHelpers

/// Puts on record that operations were refused for want of a feature: once a minute per feature and caller.
///
/// Callers count by who they are, not by their connection. Refusals in between are counted and told with the next row,
/// or by ``flush()`` when no other follows.
package final class FeatureRefusals: Sendable {
    private struct Key: Hashable {
        let feature: String
        let identity: String
    }

    private struct Entry {
        var recordedAt: Timestamp
        var suppressed = 0
        let caller: Caller
        let route: String
    }

    static let quietSeconds: Int64 = 60
    /// Callers beyond this many share one row per feature.
    static let maximumEntries = 10_000

    private let database: Database
    private let audit: AuditTrail
    private let clock: @Sendable () -> Timestamp
    private let logger: Logger
    private let entries = NIOLockedValueBox<[Key: Entry]>([:])

    package init(
        database: Database, audit: AuditTrail, clock: @escaping @Sendable () -> Timestamp = Timestamp.now,
        logger: Logger
    ) {
        self.database = database
        self.audit = audit
        self.clock = clock
        self.logger = logger
    }

    /// Never fails: the refusal stands, recorded or not.
    package func note(_ caller: Caller, _ operation: OperationDescription, _ feature: LicenseFeature) async {
        let now = clock()
        let suppressed = entries.withLockedValue { entries -> Int? in
            var key = Key(feature: feature.id, identity: caller.id ?? caller.address ?? caller.kind.rawValue)
            if entries[key] == nil, entries.count >= Self.maximumEntries {
                key = Key(feature: feature.id, identity: "others")
            }
            if let entry = entries[key], !Self.isOver(entry, at: now) {
                entries[key]?.suppressed += 1
                return nil
            }
            let suppressed = entries[key]?.suppressed ?? 0
            entries[key] = Entry(recordedAt: now, caller: caller, route: operation.path)
            return suppressed
        }
        guard let suppressed else { return }
        do {
            try await audit.record(Self.row(feature.id, caller, operation.path, suppressed), in: database)
        } catch {
            logger.error("a refusal could not be audited", metadata: ["error": "\(error)"])
        }
    }

    /// Forgets the callers that have been quiet for a minute and records what was counted of them.
    package func flush() async throws {
        let now = clock()
        let over = entries.withLockedValue { entries in
            let over = entries.filter { Self.isOver($0.value, at: now) }
            for key in over.keys { entries[key] = nil }
            return over.filter { $0.value.suppressed > 0 }
        }
        let rows = over.map { Self.row($0.key.feature, $0.value.caller, $0.value.route, $0.value.suppressed) }
        try await audit.record(rows, in: database)
    }

    var count: Int { entries.withLockedValue { $0.count } }

    private static func isOver(_ entry: Entry, at now: Timestamp) -> Bool {
        now >= entry.recordedAt.adding(seconds: quietSeconds) || now < entry.recordedAt
    }

    private static func row(_ feature: String, _ caller: Caller, _ route: String, _ suppressed: Int) -> AuditEntry {
        var detail: JSONObject = ["feature": .string(feature), "route": .string(route)]
        if suppressed > 0 { detail["suppressed_count"] = .integer(suppressed) }
        return AuditEntry(.licenseFeatureCheckDenied, .denied, by: caller, detail: detail)
    }
}
