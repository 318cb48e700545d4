import Database
import TestSupport
import Testing

@Suite("Migrations")
struct MigratorTests {
    private static let first = Migration(
        version: 1, name: "first", sql: "CREATE TABLE one (id int); INSERT INTO one VALUES (1);\n-- a comment; here")
    private static let second = Migration(
        version: 5, name: "second",
        sql: "CREATE TABLE two (id int); CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT 1; $$")
    private static let failing = Migration(
        version: 6, name: "failing", sql: "CREATE TABLE three (id int); SELECT 1 / 0")

    private func migrator(_ database: Database, _ migrations: [Migration]) -> Migrator {
        Migrator(database: database, migrations: migrations, logger: .quiet, appliedBy: "1.2.3")
    }

    @Test("status works on an empty database and writes nothing")
    func statusOfEmpty() async throws {
        try await withTestDatabase { test in
            let status = try await migrator(test.database, [Self.second, Self.first]).status()
            #expect(status.current == 0)
            #expect(status.latest == 5)
            #expect(status.pending == [Self.first, Self.second])
            #expect(!status.isUpToDate)
            let tables = try await test.database.query("SELECT 1 FROM pg_tables WHERE schemaname = 'public'")
            #expect(tables.isEmpty)
        }
    }

    @Test("pending migrations are applied in order, once, and recorded")
    func apply() async throws {
        try await withTestDatabase { test in
            let report = try await migrator(test.database, [Self.second, Self.first]).migrate()
            #expect(report.from == 0)
            #expect(report.to == 5)
            #expect(report.applied == [Self.first, Self.second])
            let again = try await migrator(test.database, [Self.first, Self.second]).migrate()
            #expect(again.from == 5)
            #expect(again.to == 5)
            #expect(again.applied.isEmpty)
            let rows = try await test.database.query("SELECT * FROM schema_migrations ORDER BY version")
            #expect(try rows.map { try $0.int("version") } == [1, 5])
            #expect(try rows[0].string("name") == "first")
            #expect(try rows[0].string("checksum") == Self.first.checksum)
            #expect(try rows[0].string("checksum").count == 64)
            #expect(try rows[0].string("applied_by") == "1.2.3")
            try await #expect(migrator(test.database, [Self.first, Self.second]).status().isUpToDate)
        }
    }

    @Test("a failing migration leaves the last good version and can be repeated after a correction")
    func failure() async throws {
        try await withTestDatabase { test in
            let error = await #expect(throws: DatabaseError.self) {
                try await migrator(test.database, [Self.first, Self.second, Self.failing]).migrate()
            }
            #expect(error?.code == .migration)
            #expect(error?.sqlState == "22012")
            #expect(error?.message.contains("6 (failing)") == true)
            #expect((error?.cause as? DatabaseError)?.code == .query)
            let status = try await migrator(test.database, [Self.first, Self.second, Self.failing]).status()
            #expect(status.current == 5)
            try await #expect(test.database.query("SELECT to_regclass('three') IS NULL AS gone")[0].bool("gone"))
            let corrected = Migration(version: 6, name: "failing", sql: "CREATE TABLE three (id int)")
            try await #expect(migrator(test.database, [Self.first, Self.second, corrected]).migrate().to == 6)
        }
    }

    @Test("an edited migration is refused")
    func edited() async throws {
        try await withTestDatabase { test in
            _ = try await migrator(test.database, [Self.first]).migrate()
            let edited = Migration(version: 1, name: "first", sql: Self.first.sql + " ")
            try await #expect(migrator(test.database, [edited]).status().edited == [1])
            let error = await #expect(throws: DatabaseError.self) {
                try await migrator(test.database, [edited, Self.second]).migrate()
            }
            #expect(error?.code == .migration)
            #expect(error?.hint != nil)
            try await #expect(test.database.query("SELECT to_regclass('two') IS NULL AS gone")[0].bool("gone"))
        }
    }

    @Test("a schema newer than the program is refused")
    func newer() async throws {
        try await withTestDatabase { test in
            _ = try await migrator(test.database, [Self.first, Self.second]).migrate()
            try await #expect(migrator(test.database, [Self.first]).status().unknown == [5])
            let error = await #expect(throws: DatabaseError.self) {
                try await migrator(test.database, [Self.first]).migrate()
            }
            #expect(error?.code == .migration)
        }
    }

    @Test("a migration below the current version, or a number used twice, is refused")
    func numbering() async throws {
        try await withTestDatabase { test in
            _ = try await migrator(test.database, [Self.second]).migrate()
            let early = await #expect(throws: DatabaseError.self) {
                try await migrator(test.database, [Self.first, Self.second]).migrate()
            }
            #expect(early?.message.contains("never applied") == true)
            let twin = Migration(version: 5, name: "twin", sql: "SELECT 1")
            let twice = await #expect(throws: DatabaseError.self) {
                try await migrator(test.database, [Self.second, twin]).status()
            }
            #expect(twice?.code == .migration)
        }
    }

    @Test("a migration that ends its transaction is refused and not recorded")
    func ownCommit() async throws {
        try await withTestDatabase { test in
            let rude = Migration(version: 1, name: "rude", sql: "CREATE TABLE x (id int); COMMIT")
            let error = await #expect(throws: DatabaseError.self) {
                try await migrator(test.database, [rude]).migrate()
            }
            #expect(error?.code == .migration)
            try await #expect(migrator(test.database, [rude]).status().current == 0)
        }
    }

    @Test("of runs at the same time one applies, the others wait, all succeed")
    func concurrentRuns() async throws {
        try await withTestDatabase { test in
            let slow = Migration(version: 2, name: "slow", sql: "SELECT pg_sleep(0.3); CREATE TABLE slow (id int)")
            let reports = try await withThrowingTaskGroup(of: MigrationReport.self) { group in
                for _ in 0..<4 {
                    group.addTask { try await migrator(test.database, [Self.first, slow]).migrate() }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(reports.filter { $0.applied.count == 2 }.count == 1)
            #expect(reports.filter { $0.applied.isEmpty }.count == 3)
            #expect(reports.allSatisfy { $0.to == 2 })
        }
    }
}
