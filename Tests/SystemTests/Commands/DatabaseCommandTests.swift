import JSON
import TestSupport
import Testing

extension SystemTests {
    /// A PostgreSQL server that is somebody else's: migrated when its operator says so.
    @Suite("A database of the operator's", .serialized)
    struct OperatorsDatabase {
        @Test("an unmigrated database is told by --status, refused by serve, and served after migrate")
        func migrate() async throws {
            try await withTestDatabase { database in
                let directory = try TemporaryDirectory()
                let environment = environment(database, directory)
                let tables =
                    "SELECT count(*)::text AS tables FROM information_schema.tables WHERE table_schema = 'public'"

                let pending = try await OpenWatchCommand.run(["migrate", "--status"], environment: environment)
                #expect(pending.status == 4, "\(pending.errors)")
                #expect(pending.output.contains("PENDING"))
                let json = try await OpenWatchCommand.run(["migrate", "--status", "--json"], environment: environment)
                #expect(json.status == 4)
                #expect(try json.json["current"]?.integer == 0)
                #expect((try json.json["pending"]?.integer ?? 0) > 0)
                #expect(try await count(tables, database) == "0", "--status wrote something")

                let refused = try await OpenWatchCommand.run(["serve"], environment: environment)
                #expect(refused.status == 1)
                #expect(refused.errors.contains("openwatch migrate"), "\(refused.errors)")
                #expect(!refused.output.contains("openwatch ready"))
                #expect(try await count(tables, database) == "0", "serve wrote something")
                let admin = try await OpenWatchCommand.run(
                    ["create-admin", "--username", "a", "--email", "a@b.c"], environment: environment,
                    input: "fifteen bytes!!\n")
                #expect(admin.status == 1)
                #expect(admin.errors.contains("openwatch migrate"), "\(admin.errors)")

                let migrated = try await OpenWatchCommand.run(["migrate"], environment: environment)
                #expect(migrated.status == 0, "\(migrated.errors)")
                let done = try await OpenWatchCommand.run(["migrate", "--status"], environment: environment)
                #expect(done.status == 0)
                #expect(done.output.contains("up to date"))
                #expect(
                    try await count(
                        "SELECT count(*)::text FROM audit_events WHERE action = 'system.schema.migrated'", database)
                        == "1")

                try await OpenWatchServer.with(.init(environment: ["OPENWATCH_DATABASE_DSN": database.conninfo])) {
                    server in
                    #expect(try await server.get("auth/me").status == 200)
                    #expect(try await count("SELECT count(*)::text FROM users", database) == "1")
                    // No private database was made beside the operator's.
                    let files = try await TestCommand.run(["ls", server.stateDirectory]).text
                    #expect(!files.contains("postgres"))
                }
            }
        }

        @Test("two migrations at one time both succeed, and each step is applied once")
        func concurrent() async throws {
            try await withTestDatabase { database in
                let directory = try TemporaryDirectory()
                let variables = environment(database, directory).map { "\($0.key)=\($0.value)" }
                let script = """
                    for n in 1 2 3; do "$@" migrate & pids="$pids $!"; done
                    for pid in $pids; do wait $pid || exit $?; done
                    """
                let run = try await TestCommand.run(
                    ["/bin/bash", "-c", script, "bash", "/usr/bin/env"] + variables + [BuiltProduct.openwatch],
                    mayFail: true)
                #expect(run.status == 0, "\(run.text)")
                let status = try await OpenWatchCommand.run(
                    ["migrate", "--status"], environment: environment(database, directory))
                #expect(status.status == 0)
            }
        }

        @Test(
            "a database that cannot be reached stops the server with exit code 1 and without its password in the error")
        func unreachable() async throws {
            let directory = try TemporaryDirectory()
            let port = try SSHServerFixture.freePort()
            let dsn = "postgresql://openwatch:hunter2hunter2@127.0.0.1:\(port)/openwatch"
            for command in ["serve", "migrate"] {
                let run = try await OpenWatchCommand.run(
                    [command],
                    environment: [
                        "OPENWATCH_DATABASE_DSN": dsn, "OPENWATCH_SERVER_STATE_DIR": directory.path + "/state",
                        "OPENWATCH_SERVER_LISTEN": "127.0.0.1:0",
                    ])
                #expect(run.status == 1)
                #expect(!run.errors.isEmpty)
                #expect(!(run.errors + run.output).contains("hunter2"))
            }
        }

        private func environment(_ database: TestDatabase, _ directory: TemporaryDirectory) -> [String: String] {
            [
                "OPENWATCH_DATABASE_DSN": database.conninfo, "OPENWATCH_SERVER_STATE_DIR": directory.path + "/state",
                "OPENWATCH_SERVER_LISTEN": "127.0.0.1:0",
            ]
        }

        /// One value of the operator's database.
        private func count(_ query: String, _ database: TestDatabase) async throws -> String {
            let psql = try await TestCommand.run(["sh", "-c", "ls /usr/lib/postgresql/*/bin/psql | tail -n 1"]).text
            let output = try await TestCommand.run([
                String(psql.prefix { !$0.isNewline }), "-XAtqc", query, "-d", database.conninfo,
            ])
            return output.text.filter { !$0.isNewline }
        }
    }
}
