import Foundation
import Glibc
import JSON
import TestSupport
import Testing

extension SystemTests {
    /// A plugin directory that holds good and bad plugins.
    @Suite("Plugins", .server(.init(hostilePlugins: true)))
    struct Plugins {
        private static let sysinfo = "org.openwatch.sysinfo"

        @Test("plugins that cannot be used are listed with the reason and cost the others nothing")
        func rejected() async throws {
            try await OpenWatchServer.with(.init(hostilePlugins: true)) { server in
                // Comes after the start and is found by the command; the server reads its plugins when it starts.
                try await breakManifest(in: server)
                _ = try await server.stop()
                try await server.start()
                #expect(try await server.get("health").status == 200)
                let plugins = try await server.get("plugins").json["plugins"]?.array ?? []
                let states = Dictionary(uniqueKeysWithValues: plugins.map { ($0["id"]?.string ?? "", $0) })
                for (id, words) in [
                    ("org.example.test.wrong-major", ["abi", "2"]), ("broken-manifest", ["manifest"]),
                    ("org.example.missing-file", ["signature", "signed"]),
                ] {
                    #expect(states[id]?["state"]?.string == "rejected", "\(id)")
                    let reason = states[id]?["reason"]?.string ?? ""
                    for word in words { #expect(reason.contains(word), "\(id): \(reason)") }
                }
                for id in ["org.openwatch.ssh-connectivity", Self.sysinfo, "org.openwatch.discovery"] {
                    let state = states[id]?["state"]?.string ?? ""
                    #expect(["ready", "running"].contains(state), "\(id) is \(state)")
                }
                // What is missing inside a shared object shows when its code is first needed, not before.
                #expect(states["org.example.test.missing-symbol"]?["state"]?.string == "awaiting_approval")
                #expect(plugins.map { $0["id"]?.string ?? "" } == plugins.map { $0["id"]?.string ?? "" }.sorted())
                let rows = try await server.audit("plugin.rejected")
                #expect(rows.contains { $0["resource_id"]?.string == "org.example.test.wrong-major" })
                #expect(rows.contains { $0["resource_id"]?.string == "broken-manifest" })

                let listed = try await server.command(["plugin", "list"])
                #expect(listed.status == 1)
                #expect(listed.output.hasPrefix("PLUGIN"))
                let line = listed.output.split(separator: "\n").first { $0.contains("wrong-major") } ?? ""
                #expect(line.contains("rejected") && line.contains("abi"))
                let json = try await server.command(["plugin", "list", "--json"])
                #expect(json.status == 1)
                let items = try json.json.array ?? []
                #expect(items.count == plugins.count)
                #expect(items.first { $0["id"]?.string == "broken-manifest" }?["state"]?.string == "rejected")
            }
        }

        @Test("with good plugins alone the list says so with exit code 0")
        func listed() async throws {
            let directory = try TemporaryDirectory()
            let plugins = try await BuiltProduct.stagePlugins(in: directory)
            let listed = try await OpenWatchCommand.run(
                ["plugin", "list", "--json"],
                environment: [
                    "OPENWATCH_PLUGINS_DIR": plugins, "OPENWATCH_PLUGINS_TRUST_DIR": BuiltProduct.trustDirectory,
                ])
            #expect(listed.status == 0, "\(listed.errors)")
            #expect(
                Set(try listed.json.array?.compactMap { $0["id"]?.string } ?? [])
                    == ["org.openwatch.ssh-connectivity", "org.openwatch.discovery", Self.sysinfo])
            let untrusted = try await OpenWatchCommand.run(
                ["plugin", "list"],
                environment: [
                    "OPENWATCH_PLUGINS_DIR": plugins, "OPENWATCH_PLUGINS_TRUST_DIR": directory.path + "/nobody",
                ])
            #expect(untrusted.status == 1 && untrusted.output.contains("untrusted"), "\(untrusted.output)")
            let missing = try await OpenWatchCommand.run(
                ["plugin", "list"], environment: ["OPENWATCH_PLUGINS_DIR": directory.path + "/nothing"])
            #expect(missing.status == 1)
            #expect(missing.errors.contains(directory.path + "/nothing"), "\(missing.errors)")
        }

        @Test("a runner that dies while idle is replaced, counted, told and put on record")
        func killedRunner() async throws {
            let server = try OpenWatchServer.current
            let (host, sshd) = try await addHost("crash-idle")
            let first = try await server.probe("intelligence:refresh", on: host)
            #expect(first.status == 200, "\(first.text)")
            let before = try await server.plugin(Self.sysinfo)
            let pid = try #require(before["runner"]?["pid"]?.integer)
            let stream = try await EventStream.open(server, topics: "plugin.state.changed")
            kill(pid_t(pid), SIGKILL)

            let second = try await server.probe("intelligence:refresh", on: host)
            #expect(second.status == 200, "\(second.text)")
            #expect(second.json["events"]?.integer == 0)
            let after = try await server.plugin(Self.sysinfo)
            #expect(after["state"]?.string == "running")
            #expect(after["runner"]?["pid"]?.integer != pid)
            #expect(
                after["runner"]?["restarts"]?.integer == (before["runner"]?["restarts"]?.integer ?? 0) + 1, "\(after)")
            #expect(after["runner"]?["last_crash"]?["signal"]?.integer == 9, "\(after)")
            #expect((after["runner"]?["generation"]?.integer ?? 0) > (before["runner"]?["generation"]?.integer ?? 0))
            let rows = try await wait(for: "the audit row") {
                let rows = try await server.audit("plugin.crashed")
                return rows.isEmpty ? nil : rows
            }
            #expect(rows.last?["resource_id"]?.string == Self.sysinfo)
            #expect(try await server.audit("plugin.restarted").contains { $0["resource_id"]?.string == Self.sysinfo })

            let frames = try await stream.frames(1).filter { $0.payload["PluginID"]?.string == Self.sysinfo }
            let frame = try #require(frames.first)
            // The members that the contract lists.
            for name in ["PluginID", "Version", "PriorState", "NewState", "OccurredAt"] {
                #expect(frame.payload[name]?.string?.isEmpty == false, "no \(name) in \(frame.payload)")
            }
            await stream.close()
            withExtendedLifetime(sshd) {}
        }

        @Test("a runner that dies during a probe is replaced, and the probe is asked once more")
        func killedInFlight() async throws {
            let server = try OpenWatchServer.current
            let key = try await SSHKeyPair.make()
            // Logins that take their time, so that the probe is surely running when its runner dies.
            let sshd = try await SSHServerFixture.start(
                .init(
                    authorizedKeys: [key.publicKey],
                    configLines: ["ForceCommand sleep 3; exec sh -c \"$SSH_ORIGINAL_COMMAND\""]))
            let host = try await server.addHost("crash-in-flight", port: try SSHServerFixture.freePort())
            try await server.waitForFirstContact(host)
            try await server.addCredential(host: host, username: "root", key: key)
            _ = try await server.api.send(
                "PATCH", "hosts/\(host)", as: server.admin, json: ["port": .integer(sshd.port)])
            async let answered = server.probe("discovery:run", on: host)
            let pid = try await wait(for: "the probe to run") { () -> Int64? in
                let runner = try await server.plugin("org.openwatch.discovery")["runner"]
                return (runner?["in_flight"]?.integer ?? 0) > 0 ? runner?["pid"]?.integer : nil
            }
            try await Task.sleep(for: .milliseconds(300))
            kill(pid_t(pid), SIGKILL)
            let answer = try await answered
            #expect(answer.status == 200, "\(answer.text)")
            let runner = try await server.plugin("org.openwatch.discovery")["runner"]
            #expect(runner?["pid"]?.integer != pid)
            #expect(runner?["last_crash"]?["signal"]?.integer == 9)
            #expect(runner?["last_crash"]?["probe"]?.string == "discovery")
            let rows = try await server.audit("plugin.crashed", where: "resource_id = 'org.openwatch.discovery'")
            #expect(rows.count == 1)
            // The result of this request is stored once. The scheduler may have run the probe too: the new port made it due.
            let found = try await server.rows(
                "SELECT id FROM audit_events WHERE action = 'host.discovery.completed' AND resource_id = '\(host)' "
                    + "AND actor_type = 'user'")
            #expect(found.count == 1)
            withExtendedLifetime(sshd) {}
        }

        private func addHost(_ name: String) async throws -> (host: String, sshd: SSHServerFixture) {
            let server = try OpenWatchServer.current
            let key = try await SSHKeyPair.make()
            let sshd = try await SSHServerFixture.start(.init(authorizedKeys: [key.publicKey]))
            let host = try await server.addHost(name, port: sshd.port)
            try await server.addCredential(host: host, username: "root", key: key)
            return (host, sshd)
        }

        private func breakManifest(in server: OpenWatchServer) async throws {
            let plugins = server.pluginDirectory
            try await TestCommand.run([
                "sh", "-euc",
                """
                mkdir "$1/broken-manifest" "$1/missing-file"
                printf 'manifest = 1\\nid = "x\\n' >"$1/broken-manifest/plugin.toml"
                cp -R "$1/discovery/." "$1/missing-file"
                rm "$1"/missing-file/lib/*/plugin.so
                sed -i 's/org.openwatch.discovery/org.example.missing-file/' "$1/missing-file/plugin.toml"
                chmod -R go-w "$1"
                """, "sh", plugins,
            ])
        }
    }
}
