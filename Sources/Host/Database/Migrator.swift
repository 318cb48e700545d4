package import Logging

/// Brings the schema to this binary's version.
///
/// Runs on one connection under an advisory lock: of two runs at the same time one waits and then finds nothing to do.
/// Each migration and its row in `schema_migrations` are one transaction, so a failure leaves the last good version.
package struct Migrator: Sendable {
    /// Key of the advisory lock: "owmigrat" in ASCII.
    private static let lockKey: Int64 = 0x6f77_6d69_6772_6174

    private let database: Database
    private let migrations: [Migration]
    private let logger: Logger
    private let appliedBy: String

    /// - Parameters:
    ///   - migrations: in any order; they are sorted by version.
    ///   - appliedBy: the product's version, recorded with each migration.
    package init(database: Database, migrations: [Migration], logger: Logger, appliedBy: String) {
        self.database = database
        self.migrations = migrations.sorted { $0.version < $1.version }
        self.logger = logger
        self.appliedBy = appliedBy
    }

    /// Compares the schema with this binary. Writes nothing.
    package func status() async throws -> MigrationStatus {
        try checkNumbering()
        let found = try await database.query("SELECT to_regclass('schema_migrations') IS NOT NULL AS found")
        guard try found.first?.bool("found") ?? false else { return compare(with: [:]) }
        let rows = try await database.query(Self.selectApplied)
        return compare(with: try applied(rows))
    }

    /// Applies what is pending.
    ///
    /// - Throws: `migration` when the schema is newer than this binary, an applied migration was edited, a pending one
    ///   would come before an applied one, or one fails (`cause` then holds the server's error).
    package func migrate() async throws -> MigrationReport {
        try checkNumbering()
        let connection = try await Session.open(database)
        do {
            let report = try await migrate(connection)
            await connection.close()
            return report
        } catch {
            await connection.close()
            throw error
        }
    }

    private func migrate(_ session: Session) async throws -> MigrationReport {
        // No limit on time from here on: another run may take long, and so may building an index.
        try await session.script("SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0")
        try await session.script("SELECT pg_advisory_lock(\(Self.lockKey))")
        try await session.script(Self.createTable)
        let before = compare(with: try applied(try await session.query(Self.selectApplied)))
        try refuse(before)
        for migration in before.pending {
            try await apply(migration, session)
        }
        return MigrationReport(
            from: before.current, to: before.pending.last?.version ?? before.current, applied: before.pending)
    }

    private func apply(_ migration: Migration, _ session: Session) async throws {
        logger.info("applying migration", metadata: ["version": "\(migration.version)", "name": "\(migration.name)"])
        do {
            try await session.script("BEGIN")
            try await session.script(migration.sql)
            guard await session.isInTransaction else {
                throw DatabaseError(.migration, "the migration ended its own transaction")
            }
            _ = try await session.query(
                "INSERT INTO schema_migrations (version, name, checksum, applied_by) VALUES ($1, $2, $3, $4)",
                [.int(migration.version), .text(migration.name), .text(migration.checksum), .text(appliedBy)])
            try await session.script("COMMIT")
        } catch {
            let reason = (error as? DatabaseError)?.message ?? "unknown error"
            throw DatabaseError(
                .migration, "migration \(migration.version) (\(migration.name)) failed: \(reason)",
                hint: "the schema is as it was before this migration", cause: error,
                sqlState: (error as? DatabaseError)?.sqlState)
        }
    }

    // MARK: - Comparing

    private func compare(with applied: [Int: String]) -> MigrationStatus {
        let known = Set(migrations.map(\.version))
        return MigrationStatus(
            current: applied.keys.max() ?? 0, latest: migrations.last?.version ?? 0,
            pending: migrations.filter { applied[$0.version] == nil },
            unknown: applied.keys.filter { !known.contains($0) }.sorted(),
            edited: migrations.filter { migration in
                applied[migration.version].map { $0 != migration.checksum } ?? false
            }.map(\.version))
    }

    private func applied(_ rows: [Row]) throws -> [Int: String] {
        var applied: [Int: String] = [:]
        for row in rows { applied[try row.int("version")] = try row.string("checksum") }
        return applied
    }

    private func refuse(_ status: MigrationStatus) throws(DatabaseError) {
        if let version = status.unknown.last {
            throw DatabaseError(
                .migration, "the database's schema is at version \(version), this program knows up to \(status.latest)",
                hint: "run the newer program that migrated it, or restore a backup from before")
        }
        if let version = status.edited.first {
            throw DatabaseError(
                .migration, "migration \(version) was changed after it had been applied",
                hint: "restore its original text and add a new migration with the change")
        }
        if let early = status.pending.first, early.version < status.current {
            throw DatabaseError(
                .migration, "migration \(early.version) was never applied, but \(status.current) was",
                hint: "give it a version above \(status.current)")
        }
    }

    private func checkNumbering() throws(DatabaseError) {
        if let first = migrations.first, first.version < 1 {
            throw DatabaseError(.migration, "migration \"\(first.name)\" has version \(first.version)")
        }
        for (one, next) in zip(migrations, migrations.dropFirst()) where one.version == next.version {
            throw DatabaseError(
                .migration, "migrations \"\(one.name)\" and \"\(next.name)\" both have version \(one.version)")
        }
    }

    private static let selectApplied = "SELECT version, checksum FROM schema_migrations"

    private static let createTable = """
        CREATE TABLE IF NOT EXISTS schema_migrations (
            version bigint PRIMARY KEY,
            name text NOT NULL,
            checksum text NOT NULL,
            applied_at timestamptz NOT NULL DEFAULT now(),
            applied_by text NOT NULL
        )
        """
}

/// One connection for a whole run; cancelling the task cancels what it is doing.
private struct Session: Sendable {
    let connection: Connection

    static func open(_ database: Database) async throws -> Session {
        Session(connection: try await database.dedicatedConnection())
    }

    func script(_ sql: String) async throws {
        let interrupt = StatementInterrupt()
        try await withTaskCancellationHandler {
            try await connection.runScript(sql, interrupt)
        } onCancel: {
            interrupt.cancel()
        }
    }

    func query(_ sql: String, _ parameters: [SQLValue] = []) async throws -> [Row] {
        try await connection.run([Statement(sql, parameters)], StatementInterrupt()).get().first?.rows ?? []
    }

    var isInTransaction: Bool {
        get async { await connection.transactionState == .open }
    }

    func close() async {
        await connection.close()
    }
}
