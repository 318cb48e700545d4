import Database
import Foundation
import TestSupport
import Testing

@Suite("Statements")
struct StatementTests {
    private static let things = Migration(
        version: 1, name: "things",
        sql: """
            CREATE TABLE things (id bigint PRIMARY KEY, name text NOT NULL CONSTRAINT things_name_key UNIQUE,
                size int CONSTRAINT things_size_check CHECK (size > 0));
            """)

    @Test("a violated constraint is reported by SQLSTATE and name, without values")
    func constraints() async throws {
        try await withTestDatabase(migrations: [Self.things]) { test in
            let insert = "INSERT INTO things VALUES ($1, $2, $3)"
            try await #expect(test.database.execute(insert, [1, "confidential", 1]) == 1)
            let unique = await #expect(throws: DatabaseError.self) {
                try await test.database.execute(insert, [2, "confidential", 1])
            }
            #expect(unique?.code == .constraint)
            #expect(unique?.sqlState == "23505")
            #expect(unique?.constraint == "things_name_key")
            #expect(unique?.isUniqueViolation(of: "things_name_key") == true)
            #expect(unique.map { "\($0)".contains("confidential") } == false)
            let check = await #expect(throws: DatabaseError.self) {
                try await test.database.execute(insert, [3, "b", -1])
            }
            #expect(check?.sqlState == "23514")
            #expect(check?.constraint == "things_size_check")
        }
    }

    @Test("a rejected value is not repeated in the error")
    func valuesStayOut() async throws {
        try await withTestDatabase { test in
            let error = await #expect(throws: DatabaseError.self) {
                try await test.database.query("SELECT $1::uuid", ["confidential"])
            }
            #expect(error?.code == .query)
            #expect(error?.sqlState == "22P02")
            #expect(error.map { "\($0)".contains("confidential") } == false)
        }
    }

    @Test("a syntax error leaves the connection usable")
    func syntaxError() async throws {
        try await withTestDatabase(maxConnections: 1) { test in
            for _ in 0..<3 {
                let error = await #expect(throws: DatabaseError.self) { try await test.database.query("SELEC 1") }
                #expect(error?.code == .query)
                #expect(error?.sqlState == "42601")
            }
            try await #expect(test.database.query("SELECT 1 AS one")[0].int("one") == 1)
        }
    }

    @Test("a batch is all or nothing and reports each statement's rows")
    func batches() async throws {
        try await withTestDatabase(migrations: [Self.things]) { test in
            let insert = "INSERT INTO things SELECT n, 'n' || n FROM generate_series($1::int, $2::int) AS n"
            let counts = try await test.database.batch([
                (insert, [1, 3]), (insert, [4, 4]), ("UPDATE things SET size = 1", []),
                ("DELETE FROM things WHERE id = $1", [9]),
            ])
            #expect(counts == [3, 1, 4, 0])
            await #expect(throws: DatabaseError.self) {
                try await test.database.batch([(insert, [5, 6]), (insert, [1, 1]), (insert, [7, 7])])
            }
            try await #expect(test.database.query("SELECT count(*) AS n FROM things")[0].int("n") == 4)
            try await #expect(test.database.batch([]) == [])
        }
    }

    @Test("ten thousand rows in one batch, far beyond the socket's buffers, do not block")
    func largeBatch() async throws {
        try await withTestDatabase(migrations: [Self.things]) { test in
            let text = String(repeating: "y", count: 500)
            let counts = try await test.database.batch(
                (1...10_000).map {
                    ("INSERT INTO things (id, name) VALUES ($1, $2)", [.int($0), .text("\($0)\(text)")])
                })
            #expect(counts.count == 10_000)
            try await #expect(test.database.query("SELECT name FROM things").count == 10_000)
        }
    }

    @Test("more different statements than the cache holds keep working")
    func cacheEviction() async throws {
        try await withTestDatabase(maxConnections: 1) { test in
            for number in 1...700 {
                let rows = try await test.database.query("SELECT $1::int + \(number) AS n", [1])
                #expect(try rows[0].int("n") == number + 1)
            }
            let kept = try await test.database.query("SELECT count(*) AS n FROM pg_prepared_statements")
            #expect(try kept[0].int("n") <= 256 + 17)
        }
    }

    @Test("a cached statement survives a change of its table")
    func changedTable() async throws {
        try await withTestDatabase(migrations: [Self.things], maxConnections: 1) { test in
            try await test.database.execute("INSERT INTO things VALUES (1, 'a', 1)")
            _ = try await test.database.query("SELECT * FROM things")
            try await test.database.execute("ALTER TABLE things ADD COLUMN color text DEFAULT 'red'")
            try await #expect(test.database.query("SELECT * FROM things")[0].string("color") == "red")
            try await test.database.execute("ALTER TABLE things DROP COLUMN size")
            let name = try await test.database.transaction { transaction in
                try await transaction.query("SELECT * FROM things")[0].string("name")
            }
            #expect(name == "a")
            try await test.database.execute("DEALLOCATE ALL")
            try await #expect(test.database.query("SELECT * FROM things").count == 1)
        }
    }

    @Test("a statement past its time fails with timeout and the connection stays usable")
    func statementTimeout() async throws {
        try await withTestDatabase { test in
            let pool = test.pool(maxConnections: 1, statementTimeout: 1)
            let started = ContinuousClock.now
            let error = await #expect(throws: DatabaseError.self) { try await pool.query("SELECT pg_sleep(20)") }
            #expect(error?.code == .timeout)
            #expect(started.duration(to: .now) < .seconds(4))
            try await #expect(pool.query("SELECT 1 AS n")[0].int("n") == 1)
            await pool.close()
        }
    }

    @Test("cancelling the task cancels the statement on the server")
    func cancellation() async throws {
        try await withTestDatabase { test in
            let pool = test.pool(maxConnections: 1)
            for _ in 0..<20 {
                let task = Task { try await pool.query("SELECT pg_sleep(20)") }
                try await Task.sleep(for: .milliseconds(20))
                task.cancel()
                let error = await #expect(throws: DatabaseError.self) { try await task.value }
                #expect(error?.code == .cancelled)
                // The cancellation must never hit the statement that comes next on the same connection.
                try await #expect(pool.query("SELECT pg_sleep(0.002), 1 AS n")[0].int("n") == 1)
            }
            let running = try await test.database.query(
                """
                SELECT count(*) AS n FROM pg_stat_activity WHERE datname = current_database()
                    AND query LIKE '%pg_sleep(20)%' AND state = 'active' AND pid <> pg_backend_pid()
                """)
            #expect(try running[0].int("n") == 0)
            await pool.close()
        }
    }

    @Test("a cancellation that overtakes its statement is repeated, and the connection is kept")
    func overtakingCancellation() async throws {
        try await withTestDatabase { test in
            let pool = test.pool(maxConnections: 1)
            let backend = try await pool.query("SELECT pg_backend_pid() AS pid")[0].int("pid")
            // A stopped backend gets the cancel request before it has read the statement, and ignores it.
            kill(pid_t(backend), SIGSTOP)
            let task = Task { try await pool.query("SELECT pg_sleep(20)") }
            try await Task.sleep(for: .milliseconds(100))
            task.cancel()
            try await Task.sleep(for: .milliseconds(100))
            kill(pid_t(backend), SIGCONT)
            let error = await #expect(throws: DatabaseError.self) { try await task.value }
            #expect(error?.code == .cancelled)
            #expect(error?.sqlState == "57014")
            try await #expect(pool.query("SELECT pg_backend_pid() AS pid")[0].int("pid") == backend)
            await pool.close()
        }
    }

    @Test("the connection's password never shows in errors or descriptions")
    func passwordsStayOut() async throws {
        let conninfo = "host=/nonexistent user=a password=topsecret dbname=b"
        let broken = ["postgresql://u:topsecret@[::1", "password=topsecret nonsense", conninfo]
        for text in broken {
            let configuration = DatabaseConfiguration(conninfo: text)
            #expect(!"\(configuration)".contains("topsecret"))
            #expect(!String(reflecting: configuration).contains("topsecret"))
            var dumped = ""
            dump(configuration, to: &dumped)
            #expect(!dumped.contains("topsecret"))
            let database = Database(configuration: configuration, logger: .quiet)
            let error = await #expect(throws: DatabaseError.self) { try await database.query("SELECT 1") }
            #expect(error?.code == .unreachable)
            #expect(error.map { "\($0)".contains("topsecret") } == false)
            await database.close()
        }
    }
}
