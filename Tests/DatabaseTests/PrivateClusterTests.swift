import Database
import Foundation
import Logging
import TestSupport
import Testing

@Suite("The private cluster")
struct PrivateClusterTests {
    @Test("keeps its data over a restart, is reachable by its socket only, and leaves no process behind")
    func restart() async throws {
        try await withDirectory { directory in
            let cluster = PrivateCluster(directory: directory + "/postgres", durability: .testing, logger: .quiet)
            let conninfo = try await cluster.start()
            try await withDatabase(conninfo) { database in
                try await database.execute("CREATE TABLE kept (id int)")
                let settings = try await database.query(
                    "SELECT current_database() AS name, current_setting('listen_addresses') AS addresses")[0]
                #expect(try settings.string("name") == "openwatch")
                #expect(try settings.string("addresses").isEmpty)
            }
            #expect(try permissions(directory + "/postgres/run") == 0o700)
            #expect(try permissions(directory + "/postgres/data") == 0o700)
            let server = try #require(serverProcess(directory + "/postgres"))
            await cluster.stop()
            #expect(!isAlive(server))
            let again = try await cluster.start()
            try await withDatabase(again) { database in
                try await #expect(database.query("SELECT 1 FROM kept").isEmpty)
            }
            await cluster.stop()
            await cluster.stop()
        }
    }

    @Test("production durability keeps fsync and full page writes on")
    func durability() async throws {
        try await withDirectory { directory in
            let cluster = PrivateCluster(directory: directory + "/postgres", logger: .quiet)
            try await withDatabase(try await cluster.start()) { database in
                let row = try await database.query(
                    "SELECT current_setting('fsync') AS fsync, current_setting('full_page_writes') AS pages")[0]
                #expect(try row.string("fsync") == "on")
                #expect(try row.string("pages") == "on")
            }
            await cluster.stop()
        }
    }

    @Test("a path too long for a socket gets a short directory, which a restart uses again")
    func longPath() async throws {
        try await withDirectory { directory in
            let long = directory + "/" + String(repeating: "d", count: 120)
            try FileManager.default.createDirectory(atPath: long, withIntermediateDirectories: false)
            let cluster = PrivateCluster(directory: long + "/postgres", durability: .testing, logger: .quiet)
            let conninfo = try await cluster.start()
            try await withDatabase(conninfo) { _ = try await $0.query("SELECT 1") }
            let socket = try String(contentsOfFile: long + "/postgres/socket-directory", encoding: .utf8)
                .trimmingCharacters(in: .newlines)
            #expect(socket.utf8.count < 60)
            #expect(try permissions(socket) == 0o700)
            await cluster.stop()
            #expect(!FileManager.default.fileExists(atPath: socket))
        }
    }

    @Test("a second owner uses the server of the first, and takes over when the first has stopped")
    func sharing() async throws {
        try await withDirectory { directory in
            let first = PrivateCluster(directory: directory + "/postgres", durability: .testing, logger: .quiet)
            let second = PrivateCluster(directory: directory + "/postgres", durability: .testing, logger: .quiet)
            let conninfo = try await first.start()
            #expect(try await second.start() == conninfo)
            let server = try #require(serverProcess(directory + "/postgres"))
            await second.stop()
            #expect(isAlive(server))
            await first.stop()
            #expect(!isAlive(server))
            try await withDatabase(try await second.start()) { _ = try await $0.query("SELECT 1") }
            await second.stop()
        }
    }

    @Test("a server that crashed is started again, and the pool recovers")
    func crashedServer() async throws {
        try await withDirectory { directory in
            let cluster = PrivateCluster(directory: directory + "/postgres", logger: .quiet)
            try await withDatabase(try await cluster.start()) { database in
                try await database.execute("CREATE TABLE kept (id int)")
                let server = try #require(serverProcess(directory + "/postgres"))
                kill(server, SIGKILL)
                try await eventually {
                    guard let next = serverProcess(directory + "/postgres"), next != server else { return false }
                    return (try? await database.query("SELECT 1 FROM kept")) != nil
                }
            }
            await cluster.stop()
        }
    }

    @Test("a lock file that names another program's process does not prevent the start")
    func staleLockFile() async throws {
        try await withDirectory { directory in
            let cluster = PrivateCluster(directory: directory + "/postgres", durability: .testing, logger: .quiet)
            _ = try await cluster.start()
            let file = directory + "/postgres/data/postmaster.pid"
            let text = try String(contentsOfFile: file, encoding: .utf8)
            await cluster.stop()
            let unrelated = Process()
            unrelated.executableURL = URL(fileURLWithPath: "/bin/sleep")
            unrelated.arguments = ["60"]
            try unrelated.run()
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropFirst()
            try (["\(unrelated.processIdentifier)"] + lines.map(String.init)).joined(separator: "\n")
                .write(toFile: file, atomically: false, encoding: .utf8)
            try await withDatabase(try await cluster.start()) { _ = try await $0.query("SELECT 1") }
            #expect(unrelated.isRunning)
            unrelated.terminate()
            await cluster.stop()
        }
    }

    @Test("a first start that was interrupted is made good by the next")
    func interruptedInitialisation() async throws {
        try await withDirectory { directory in
            let unfinished = directory + "/postgres/data.new"
            try FileManager.default.createDirectory(atPath: unfinished, withIntermediateDirectories: true)
            try "15".write(toFile: unfinished + "/PG_VERSION", atomically: false, encoding: .utf8)
            let cluster = PrivateCluster(directory: directory + "/postgres", durability: .testing, logger: .quiet)
            try await withDatabase(try await cluster.start()) { _ = try await $0.query("SELECT 1") }
            await cluster.stop()
        }
    }

    @Test(
        "a parent that the postgres user cannot pass is named, with the command that helps",
        .enabled(if: geteuid() == 0))
    func closedParent() async throws {
        try await withDirectory { directory in
            let closed = directory + "/state"
            try FileManager.default.createDirectory(
                atPath: closed, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
            let cluster = PrivateCluster(directory: closed + "/postgres", durability: .testing, logger: .quiet)
            let error = await #expect(throws: DatabaseError.self) { try await cluster.start() }
            #expect(error?.code == .cluster)
            #expect(error?.hint == "run: chmod o+x \(closed)")
            chmod(closed, 0o711)
            try await withDatabase(try await cluster.start()) { _ = try await $0.query("SELECT 1") }
            await cluster.stop()
        }
    }

    @Test("databases are created once, whatever their name")
    func databases() async throws {
        try await withDirectory { directory in
            let cluster = PrivateCluster(directory: directory + "/postgres", durability: .testing, logger: .quiet)
            _ = try await cluster.start()
            for _ in 0..<2 { try await cluster.createDatabase(named: "odd \"name\" o'clock\\") }
            try await withDatabase(try cluster.conninfo(database: "odd \"name\" o'clock\\")) { database in
                try await #expect(
                    database.query("SELECT current_database() AS n")[0].string("n") == "odd \"name\" o'clock\\")
            }
            await cluster.stop()
        }
    }

    @Test("kill -9 of the owner ends the server cleanly, and the next owner finds everything committed")
    func killedOwner() async throws {
        try await withDirectory { directory in
            await #expect(processExitsWith: .signal(SIGKILL)) { [directory = directory as String] in
                let cluster = PrivateCluster(directory: directory + "/postgres", durability: .full, logger: .quiet)
                let database = Database(
                    configuration: DatabaseConfiguration(conninfo: try await cluster.start()), logger: .quiet)
                try await database.execute("CREATE TABLE kept (id int)")
                try await database.execute("INSERT INTO kept VALUES (1)")
                let server = try String(contentsOfFile: directory + "/postgres/data/postmaster.pid", encoding: .utf8)
                try server.write(toFile: directory + "/server", atomically: true, encoding: .utf8)
                kill(getpid(), SIGKILL)
            }
            let text = try String(contentsOfFile: directory + "/server", encoding: .utf8)
            let server = try #require(text.split(separator: "\n").first.flatMap { pid_t($0) })
            try await eventually { !isAlive(server) }
            let lockFile = directory + "/postgres/data/postmaster.pid"
            #expect(!FileManager.default.fileExists(atPath: lockFile), "a clean shutdown removes it")
            let cluster = PrivateCluster(directory: directory + "/postgres", logger: .quiet)
            try await withDatabase(try await cluster.start()) { database in
                try await #expect(database.query("SELECT 1 FROM kept").count == 1)
            }
            await cluster.stop()
        }
    }

    @Test("an ordinary user runs the server as themselves", .enabled(if: geteuid() == 0))
    func ordinaryUser() async throws {
        try await withDirectory { directory in
            let nobody = try #require(getpwnam("nobody")).pointee
            #expect(chown(directory, nobody.pw_uid, nobody.pw_gid) == 0)
            await #expect(processExitsWith: .success) {
                [directory = directory as String, user = nobody.pw_uid as uid_t] in
                // The whole process becomes the user: setuid acts on every thread.
                try #require(setgid(gid_t(user)) == 0)
                try #require(setuid(user) == 0)
                let cluster = PrivateCluster(directory: directory + "/postgres", durability: .testing, logger: .quiet)
                let database = Database(
                    configuration: DatabaseConfiguration(conninfo: try await cluster.start()), logger: .quiet)
                try await #expect(database.query("SELECT 1 AS n")[0].int("n") == 1)
                await database.close()
                await cluster.stop()
                let attributes = try FileManager.default.attributesOfItem(atPath: directory + "/postgres/data")
                try #require(attributes[.ownerAccountID] as? Int == Int(user))
            }
        }
    }

    @Test("the installed programs are found")
    func binaries() throws {
        let path = try PrivateCluster.locateBinaries()
        #expect(access(path + "/initdb", X_OK) == 0)
    }

    // MARK: -

    private func withDirectory(_ body: (String) async throws -> Void) async throws {
        let directory = "/tmp/owc-\(UInt32.random(in: 0...UInt32.max))"
        try FileManager.default.createDirectory(
            atPath: directory, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o755])
        defer { try? FileManager.default.removeItem(atPath: directory) }
        try await body(directory)
    }

    private func withDatabase(_ conninfo: String, _ body: (Database) async throws -> Void) async throws {
        let database = Database(configuration: DatabaseConfiguration(conninfo: conninfo), logger: .quiet)
        do {
            try await body(database)
            await database.close()
        } catch {
            await database.close()
            throw error
        }
    }

    private func eventually(_ condition: () async -> Bool) async throws {
        let deadline = ContinuousClock.now + .seconds(30)
        while await !condition() {
            try #require(ContinuousClock.now < deadline, "the condition did not come true within 30 s")
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    private func serverProcess(_ directory: String) -> pid_t? {
        let text = try? String(contentsOfFile: directory + "/data/postmaster.pid", encoding: .utf8)
        return text?.split(separator: "\n").first.flatMap { pid_t($0) }
    }

    /// A process that has ended but was not reaped by its new parent yet counts as ended.
    private func isAlive(_ process: pid_t) -> Bool {
        guard let status = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8) else { return false }
        return status.split(separator: ")").last?.split(separator: " ").first != "Z"
    }

    private func permissions(_ path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }
}
