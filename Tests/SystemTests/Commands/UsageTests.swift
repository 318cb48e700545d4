import JSON
import TestSupport
import Testing

extension SystemTests {
    /// The command without a server.
    @Suite("Command line", .serialized)
    struct Usage {
        @Test("global flags count before and behind the subcommand")
        func globalFlags() async throws {
            let directory = try TemporaryDirectory()
            try directory.write("a.toml", "[server]\nlisten = \"127.0.0.1:7001\"\n")
            let file = directory.path + "/a.toml"
            for arguments in [
                ["--config", file, "--log-level", "warn", "check-config", "--json"],
                ["check-config", "--json", "--config", file, "--log-level", "warn"],
                ["--config=\(file)", "check-config", "--log-level=warn", "--json"],
                ["--log-level", "warn", "check-config", "--config", file, "--json"],
            ] {
                let run = try await OpenWatchCommand.run(arguments)
                #expect(run.status == 0, "\(arguments): \(run.errors)")
                let settings = try run.json["settings"]
                #expect(settings?["server.listen"]?["value"]?.string == "127.0.0.1:7001")
                #expect(settings?["server.listen"]?["origin"]?.string == "file")
                #expect(settings?["logging.level"]?["value"]?.string == "warn")
                #expect(settings?["logging.level"]?["origin"]?.string == "flag")
            }
        }

        @Test(
            "a wrong use exits with 2 and says how it is right",
            arguments: [
                ["frobnicate"], ["check-config", "--frobnicate"], ["--frobnicate"], ["migrate", "now"],
                ["plugin", "frob"],
                ["create-admin"], ["probe", "run", "connectivity"], ["--config"],
            ])
        func usage(_ arguments: [String]) async throws {
            let run = try await OpenWatchCommand.run(arguments)
            #expect(run.status == 2, "\(run.status): \(run.output)\(run.errors)")
            #expect(run.output.isEmpty)
            #expect(run.errors.contains("Usage: openwatch") || run.errors.contains("--help"), "\(run.errors)")
        }

        @Test("help and version exit with 0", arguments: [["--help"], ["--version"], ["probe", "run", "--help"]])
        func help(_ arguments: [String]) async throws {
            let run = try await OpenWatchCommand.run(arguments)
            #expect(run.status == 0)
            #expect(run.output.contains("openwatch"))
            #expect(run.errors.isEmpty)
        }

        @Test("a configuration that is wrong exits with 1 and names every fault")
        func faults() async throws {
            let directory = try TemporaryDirectory()
            try directory.write(
                "bad.toml",
                """
                [server]
                listen = "nowhere"
                lisen = "127.0.0.1:1"
                state_dir = "relative"
                [probes]
                max_in_flight = 0
                [sever]
                x = 1

                """)
            for command in [["check-config"], ["serve"], ["migrate"], ["plugin", "list"]] {
                let run = try await OpenWatchCommand.run(command + ["--config", directory.path + "/bad.toml"])
                #expect(run.status == 1)
                for name in ["server.lisen", "server.listen", "server.state_dir", "probes.max_in_flight", "sever"] {
                    #expect(run.errors.contains(name), "\(command): \(name) is not in \(run.errors)")
                }
            }
            let json = try await OpenWatchCommand.run([
                "check-config", "--json", "--config", directory.path + "/bad.toml",
            ])
            #expect(json.status == 1)
            #expect(try json.json["valid"]?.bool == false)
            #expect((try json.json["faults"]?.array?.count ?? 0) >= 5)
            let missing = try await OpenWatchCommand.run(["check-config", "--config", directory.path + "/none.toml"])
            #expect(missing.status == 1)
            #expect(missing.errors.contains("none.toml"))
            try directory.write("broken.toml", "[server\n")
            let broken = try await OpenWatchCommand.run(["check-config", "--config", directory.path + "/broken.toml"])
            #expect(broken.status == 1)
            #expect(broken.errors.contains("broken.toml"))
        }

        @Test("the environment wins over the file, a flag over both, and an unknown variable is a fault")
        func layers() async throws {
            let directory = try TemporaryDirectory()
            try directory.write("a.toml", "[server]\nlisten = \"127.0.0.1:7001\"\n[logging]\nlevel = \"error\"\n")
            let arguments = ["check-config", "--json", "--config", directory.path + "/a.toml"]
            let environment = ["OPENWATCH_SERVER_LISTEN": "127.0.0.1:7002"]
            let run = try await OpenWatchCommand.run(arguments, environment: environment)
            #expect(try run.json["settings"]?["server.listen"]?["value"]?.string == "127.0.0.1:7002")
            #expect(try run.json["settings"]?["server.listen"]?["origin"]?.string == "env")
            #expect(try run.json["settings"]?["logging.level"]?["value"]?.string == "error")
            let flagged = try await OpenWatchCommand.run(
                arguments + ["--listen", "127.0.0.1:7003"], environment: environment)
            #expect(try flagged.json["settings"]?["server.listen"]?["value"]?.string == "127.0.0.1:7003")
            let typo = try await OpenWatchCommand.run(arguments, environment: ["OPENWATCH_SERVER_LISEN": "x"])
            #expect(typo.status == 1)
            #expect(typo.errors.contains("OPENWATCH_SERVER_LISEN") || typo.output.contains("OPENWATCH_SERVER_LISEN"))
        }

        @Test(
            "the password of a connection string is never shown",
            arguments: [
                "postgresql://user:hunter2hunter2@db.example/openwatch",
                "host=db.example user=u password=hunter2hunter2 dbname=openwatch",
                "host=db.example password='hunter2hunter2 x' dbname=openwatch",
                "postgresql://db.example/openwatch?user=u&password=hunter2hunter2",
            ])
        func dsn(_ dsn: String) async throws {
            for format in [[], ["--json"]] {
                let run = try await OpenWatchCommand.run(
                    ["check-config"] + format, environment: ["OPENWATCH_DATABASE_DSN": dsn])
                #expect(run.status == 0, "\(run.errors)")
                #expect(run.output.contains("db.example"))
                #expect(
                    !run.output.contains("hunter2"),
                    "\(run.output.split(separator: "\n").filter { $0.contains("dsn") })")
            }
        }

        @Test("a key file that others can read stops the server with the command that mends it")
        func keyFile() async throws {
            let directory = try TemporaryDirectory()
            let file = directory.path + "/credential.key"
            try directory.write("credential.key", bytes: [UInt8](repeating: 7, count: 32), mode: 0o644)
            let environment = [
                "OPENWATCH_SERVER_STATE_DIR": directory.path + "/state", "OPENWATCH_SERVER_LISTEN": "127.0.0.1:0",
                "OPENWATCH_IDENTITY_CREDENTIAL_KEY_FILE": file,
            ]
            let run = try await OpenWatchCommand.run(["serve"], environment: environment)
            #expect(run.status == 1)
            #expect(run.errors.contains("chmod 600 \(file)"), "\(run.errors)")
            #expect(!run.output.contains("openwatch ready"))
            // Nothing was started that would have to be cleaned up.
            #expect(
                try await TestCommand.run(["sh", "-c", "ls \(directory.path)/state/postgres 2>/dev/null || true"]).text
                    .isEmpty)
        }

        @Test("an administrator needs a password of 15 bytes, and no account is made without one")
        func password() async throws {
            let directory = try TemporaryDirectory()
            let environment = ["OPENWATCH_SERVER_STATE_DIR": directory.path + "/state"]
            let arguments = ["create-admin", "--username", "a", "--email", "a@example.org"]
            let short = try await OpenWatchCommand.run(arguments, environment: environment, input: "fourteen bytes\n")
            #expect(short.status == 1)
            #expect(short.errors.contains("15"), "\(short.errors)")
            #expect(!short.errors.contains("fourteen bytes"))
            let none = try await OpenWatchCommand.run(arguments, environment: environment)
            #expect(none.status == 1)
            let good = try await OpenWatchCommand.run(
                arguments, environment: environment, input: "fifteen bytes!!\nx\n")
            #expect(good.status == 0, "\(good.errors)")
            let again = try await OpenWatchCommand.run(arguments, environment: environment, input: "fifteen bytes!!\n")
            #expect(again.status == 1)
            #expect(again.errors.contains("taken"), "\(again.errors)")
        }
    }
}
