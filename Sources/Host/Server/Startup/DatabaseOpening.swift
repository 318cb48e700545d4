import Audit
import Connectivity
import Contract
import Core
import Database
import EventLog
import Fleet
import Identity
import Intelligence
import Licensing
import Logging
import Probes
import System

/// The database of a process: a server that is configured, or the private one in the state directory.
struct DatabaseOpening: Sendable {
    /// Every table of the product, in the order in which they come.
    static let migrations: [Migration] =
        (AuditMigrations.all + EventLogMigrations.all + IdentityMigrations.all + FleetMigrations.all
        + ProbeMigrations.all + ConnectivityMigrations.all + IntelligenceMigrations.all + SystemMigrations.all
        + LicensingMigrations.all)
        .sorted { $0.version < $1.version }

    /// Every encrypted column of the product.
    static let sealedColumns: [SealedColumn] = IdentitySealedColumns.all + SystemSealedColumns.all

    let database: Database
    /// nil when the database is somebody else's.
    let cluster: PrivateCluster?
    private let logger: Logger

    static func open(_ configuration: Configuration, state: StateDirectory, logger: Logger) async throws -> Self {
        var dsn = configuration["database.dsn"]
        var cluster: PrivateCluster?
        if dsn.isEmpty {
            let own = PrivateCluster(directory: state.databaseDirectory(), logger: logger)
            dsn = try await own.start()
            cluster = own
        }
        var settings = DatabaseConfiguration(
            dsn: dsn, maxConnections: configuration.integer("database.max_connections"),
            statementTimeout: configuration.integer("database.statement_timeout_s"))
        settings.applicationName = "openwatch"
        let database = Database(configuration: settings, logger: logger)
        do {
            try await database.ping(timeout: .seconds(5))
        } catch {
            await database.close()
            await cluster?.stop()
            throw error
        }
        return DatabaseOpening(database: database, cluster: cluster, logger: logger)
    }

    var migrator: Migrator {
        Migrator(database: database, migrations: Self.migrations, logger: logger, appliedBy: Product.version)
    }

    /// Makes the schema fit: applies what is missing to the private database, asks the operator for any other.
    func prepareSchema() async throws {
        let status = try await migrator.status()
        guard status.unknown.isEmpty else {
            throw ServerError(
                .schema, "the database's schema is newer than this version of OpenWatch",
                hint: "install the version that migrated it, or a newer one")
        }
        guard status.edited.isEmpty else {
            throw ServerError(
                .schema,
                "migrations \(status.edited.map(String.init).joined(separator: ", ")) were applied in another form",
                hint: "the database belongs to a build that was changed; restore a backup or use a new database")
        }
        guard !status.isUpToDate else { return }
        guard cluster != nil else {
            throw ServerError(
                .schema, "the database's schema is at version \(status.current) and must be at \(status.latest)",
                hint: "back the database up, then run: openwatch migrate")
        }
        let report = try await migrate()
        logger.info("schema migrated", metadata: ["from": "\(report.from)", "to": "\(report.to)"])
    }

    /// Applies what is missing, on record.
    func migrate(by caller: Caller = .system("migrate")) async throws -> MigrationReport {
        let report = try await migrator.migrate()
        if !report.applied.isEmpty {
            try await AuditTrail().record(
                AuditEntry(
                    .systemSchemaMigrated, by: caller,
                    detail: ["from": .integer(report.from), "to": .integer(report.to)]),
                in: database)
        }
        return report
    }

    func close() async {
        await database.close()
        await cluster?.stop()
    }
}
