import ArgumentParser
import Audit
import Contract
import Core
import Foundation

/// `openwatch audit`: the audit trail, read from the database.
struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "Read, export and verify the audit trail.",
        subcommands: [AuditListCommand.self, AuditExportCommand.self, AuditVerifyCommand.self])

    /// Runs a body with the configured database, whether a server runs beside it or not.
    static func withDatabase<Result>(
        _ configuration: Configuration, _ body: (DatabaseOpening) async throws -> Result
    ) async throws -> Result {
        let loggers = configuration.loggers(descriptor: STDERR_FILENO)
        let state = try StateDirectory(path: configuration["server.state_dir"])
        let opening = try await DatabaseOpening.open(configuration, state: state, logger: loggers("database"))
        do {
            guard try await opening.migrator.status().isUpToDate else {
                throw ServerError(
                    .schema, "the database's schema is not that of this version",
                    hint: "start the server, or run: openwatch migrate")
            }
            let result = try await body(opening)
            await opening.close()
            return result
        } catch {
            await opening.close()
            throw error
        }
    }
}

/// The filters of `openwatch audit list` and `export`.
struct AuditFilterOptions: ParsableArguments {
    @Option(help: "A code, or the beginning of codes with .* behind it, for example 'auth.*'.")
    var action: String?

    @Option(help: "Correlation id of a request.")
    var correlationID: String?

    @Option(help: "user, system or anonymous.")
    var actorType: String?

    @Option(help: "Id of who acted.")
    var actorID: String?

    @Option(help: "Kind of what it is about, for example host.")
    var resourceType: String?

    @Option(help: "Id of what it is about.")
    var resourceID: String?

    @Option(help: "success, failure or denied.")
    var outcome: String?

    @Option(help: "info, warning, error or critical.")
    var severity: String?

    @Option(help: "RFC 3339 time; occurred then or later.")
    var since: String?

    @Option(help: "RFC 3339 time; occurred before.")
    var until: String?

    func validate() throws {
        if outcome.map(AuditEntry.Outcome.init(rawValue:)) == .some(nil) {
            throw ValidationError("--outcome is success, failure or denied")
        }
        if severity.map(AuditEvent.Severity.init(rawValue:)) == .some(nil) {
            throw ValidationError("--severity is info, warning, error or critical")
        }
        for (name, value) in [("since", since), ("until", until)] {
            if let value, Timestamp(parsing: value) == nil {
                throw ValidationError("--\(name) is a time such as 2026-01-31T08:00:00Z")
            }
        }
    }

    var filter: AuditFilter {
        var filter = AuditFilter()
        filter.action = action
        filter.correlationID = correlationID
        filter.actorType = actorType
        filter.actorID = actorID
        filter.resourceType = resourceType
        filter.resourceID = resourceID
        filter.outcome = outcome.flatMap(AuditEntry.Outcome.init(rawValue:))
        filter.severity = severity.flatMap(AuditEvent.Severity.init(rawValue:))
        filter.since = since.flatMap(Timestamp.init(parsing:))
        filter.until = until.flatMap(Timestamp.init(parsing:))
        return filter
    }
}
