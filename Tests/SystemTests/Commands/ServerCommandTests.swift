import Foundation
import Glibc
import JSON
import TestSupport
import Testing

extension SystemTests {
    /// The command beside a running server, and the server's own end.
    @Suite("Command and server", .server())
    struct CommandAndServer {
        @Test("a probe runs from the command line while the server runs, as a table and as JSON")
        func probe() async throws {
            let server = try OpenWatchServer.current
            let key = try await SSHKeyPair.make()
            let sshd = try await SSHServerFixture.start(.init(authorizedKeys: [key.publicKey]))
            let good = try await server.addHost("good.example", port: sshd.port)
            try await server.addCredential(host: good, username: "root", key: key)
            let bad = try await server.addHost("bad.example", port: try SSHServerFixture.freePort())
            for host in [good, bad] { try await server.waitForFirstContact(host) }

            for name in [good, "good.example"] {
                let table = try await server.command(["probe", "run", "connectivity", name])
                #expect(table.status == 0, "\(table.output)\(table.errors)")
                let lines = table.output.split(separator: "\n").map(String.init)
                #expect(lines.first?.hasPrefix("RUNG") == true)
                for rung in ["tcp", "banner", "key_exchange", "host_key", "authentication", "privilege"] {
                    #expect(lines.contains { $0.hasPrefix(rung + " ") && $0.contains(" ok ") }, "\(table.output)")
                }
            }
            let json = try await server.command(["probe", "run", "connectivity", good, "--json"])
            #expect(json.status == 0, "\(json.errors)")
            #expect(try json.json["reachable"]?.bool == true)
            #expect(try json.json["host_key"]?["fingerprint"]?.string == (try await sshd.hostKeyFingerprint()))

            let refused = try await server.command(["probe", "run", "connectivity", "bad.example"])
            #expect(refused.status == 1)
            #expect(refused.output.contains("connection_refused"), "\(refused.output)")
            let facts = try await server.command(["probe", "run", "discovery", "good.example"])
            #expect(facts.status == 0, "\(facts.errors)")
            #expect(facts.output.contains("kernel_release"))
            let info = try await server.command(["probe", "run", "system-info", "good.example", "--json"])
            #expect(info.status == 0, "\(info.errors)")
            #expect(try info.json["kernel_release"]?.string != nil)
            // What the command found counts like the server's own.
            #expect(try await server.get("intelligence/state/\(good)").status == 200)
            let failed = try await server.command(["probe", "run", "discovery", "bad.example"])
            #expect(failed.status == 1)
            #expect(failed.errors.contains("host.unreachable"), "\(failed.errors)")

            #expect(try await server.command(["probe", "run", "connectivity", "nobody.example"]).status == 1)
            let magic = try await server.command(["probe", "run", "magic", "good.example"])
            #expect(magic.status == 1)
            #expect(magic.errors.contains("there is no probe magic"), "\(magic.errors)")
            #expect(
                try await server.command(["probe", "run", "discovery", "0190a000-0000-7000-8000-000000000001"]).status
                    == 1)
            #expect(try await server.get("health").status == 200)
            #expect(try await server.command(["migrate", "--status"]).status == 0)
            withExtendedLifetime(sshd) {}
        }

        @Test("a second server on the same state directory shares the database and leaves it alone when it ends")
        func second() async throws {
            let server = try OpenWatchServer.current
            let log = server.home.path + "/second.log"
            let process = try await TestCommand.start(
                [BuiltProduct.openwatch, "serve", "--config", server.configFile], log: log)
            try await wait(until: "the second server") {
                String(decoding: try server.home.read("second.log"), as: UTF8.self).contains("openwatch ready")
            }
            kill(process, SIGTERM)
            try await wait(until: "its end") {
                String(decoding: try server.home.read("second.log"), as: UTF8.self).contains("shut down cleanly")
            }
            TestCommand.stop(process)
            #expect(try await server.get("health").status == 200)
            #expect(try await server.get("hosts").status == 200)
        }

        @Test("a server that is killed leaves no process behind, and the next start goes on")
        func killed() async throws {
            let server = try OpenWatchServer.current
            let key = try await SSHKeyPair.make()
            let sshd = try await SSHServerFixture.start(.init(authorizedKeys: [key.publicKey]))
            let host = try await server.addHost("survivor", port: sshd.port)
            try await server.addCredential(host: host, username: "root", key: key)
            #expect(try await server.probe("intelligence:refresh", on: host).status == 200)
            #expect(try await server.probe("discovery:run", on: host).status == 200)
            let parent = try #require(server.process)
            let children = descendants(of: parent)
            let names = children.compactMap(Self.name)
            #expect(names.contains { $0.hasPrefix("postgres") }, "\(names)")
            #expect(names.contains { $0.hasPrefix("openwatch-probe") }, "\(names)")
            #expect(children.contains(try server.postmaster))

            server.crash()
            try await Task.sleep(for: .seconds(3))
            #expect(children.filter(Self.isAlive).compactMap(Self.name).isEmpty)

            try await server.start()
            #expect(try await server.get("hosts/\(host)").status == 200)
            #expect(try await server.get("intelligence/state/\(host)").status == 200)
            try await server.signIn()
            let refreshed = try await server.probe("intelligence:refresh", on: host)
            #expect(refreshed.status == 200, "\(refreshed.text)")
            withExtendedLifetime(sshd) {}
        }

        @Test(
            "a probe in flight when the server stops does not hold up the stop and is not lost", .timeLimit(.minutes(2))
        )
        func stopInFlight() async throws {
            let server = try OpenWatchServer.current
            let listener = try await LocalListener.silent()
            let host = try await server.addHost("slow", port: listener.port)
            try await wait(until: "its first probe") { listener.connectionCount > 0 }
            let exit = try await server.stop()
            #expect(exit.code == 0)
            #expect(exit.duration < .seconds(10), "the stop took \(exit.duration)")
            let seen = listener.connectionCount
            try await server.start()
            try await wait(until: "the probe to be made up for") { listener.connectionCount > seen }
            #expect(try await server.get("hosts/\(host)").status == 200)
            await listener.close()
        }

        @Test(
            "clients that hold a connection open and say nothing do not hold up a stop",
            arguments: [[], ["-alpn", "http/1.1"], ["-alpn", "h2"]])
        func idleClients(_ options: [String]) async throws {
            let server = try OpenWatchServer.current
            let address = "127.0.0.1:\(server.port)"
            let script = "sleep 60 | exec openssl s_client -quiet -connect \"$@\""
            let log = server.home.path + "/idle.log"
            let client = try await TestCommand.start(["sh", "-c", script, "sh", address] + options, log: log)
            try await wait(until: "the handshake") {
                String(decoding: try server.home.read("idle.log"), as: UTF8.self).contains("verify return")
            }
            try await Task.sleep(for: .milliseconds(300))
            let exit = try await server.stop(timeout: .seconds(40))
            TestCommand.stop(client)
            unlink(log)
            try await server.start()
            #expect(exit.code == 0)
            #expect(exit.duration < .seconds(5), "the stop took \(exit.duration)")
        }

        // MARK: Processes

        /// The living processes that a process started, and those that these started.
        private func descendants(of parent: pid_t) -> [pid_t] {
            let entries = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
            var children: [pid_t: [pid_t]] = [:]
            for process in entries.compactMap({ pid_t($0) }) {
                guard let fields = Self.fields(process), fields.count > 1, let parent = pid_t(fields[1]) else {
                    continue
                }
                children[parent, default: []].append(process)
            }
            var found: [pid_t] = []
            var next = [parent]
            while let process = next.popLast() {
                found += children[process] ?? []
                next += children[process] ?? []
            }
            return found
        }

        private static func name(_ process: pid_t) -> String? {
            (try? String(contentsOfFile: "/proc/\(process)/comm", encoding: .utf8)).map { $0.filter { !$0.isNewline } }
        }

        /// Whether a process runs; one that waits to be reaped does not.
        private static func isAlive(_ process: pid_t) -> Bool {
            guard let state = fields(process)?.first else { return false }
            return state != "Z" && state != "X"
        }

        /// What follows the name in `/proc/PID/stat`: state, parent and so on.
        private static func fields(_ process: pid_t) -> [Substring]? {
            guard let text = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8),
                let end = text.lastIndex(of: ")")
            else { return nil }
            return text[text.index(after: end)...].split(separator: " ")
        }
    }
}
