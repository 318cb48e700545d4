import Foundation
import JSON
import TestSupport
import Testing

extension SystemTests {
    /// The whole way through the product, as an operator goes it.
    @Suite("The walk", .server())
    struct Walk {
        @Test("two hosts, three probes, a change, its events on both channels, a stop and a start with nothing lost")
        func walk() async throws {
            let server = try OpenWatchServer.current

            // Two hosts of different set-up: a user with sudo and an ed25519 key, and root with an RSA key.
            let operatorUser = try await SystemUser.make(sudo: .withoutPassword)
            let small = try await SSHKeyPair.make("ed25519")
            let large = try await SSHKeyPair.make("rsa", bits: 3_072)
            let first = try await SSHServerFixture.start(.init(authorizedKeys: [small.publicKey]))
            let second = try await SSHServerFixture.start(
                .init(authorizedKeys: [large.publicKey], hostKeyTypes: ["rsa"]))
            let alpha = try await server.addHost("alpha", port: first.port)
            let beta = try await server.addHost("beta", port: second.port)
            try await server.addCredential(host: alpha, username: operatorUser.name, key: small)
            try await server.addCredential(host: beta, username: "root", key: large)

            // Every rung holds, and the host key is the one that ssh-keygen knows.
            let alphaRungs = try await expectReachable(alpha, server)
            #expect(alphaRungs.json["host_key_fingerprint"]?.string == (try await first.hostKeyFingerprint()))
            #expect(alphaRungs.json["privilege"]?.string == "sudo")
            let betaRungs = try await expectReachable(beta, server)
            #expect(betaRungs.json["host_key_fingerprint"]?.string == (try await second.hostKeyFingerprint("rsa")))
            #expect(betaRungs.json["privilege"]?.string == "root")

            let kernel = try await TestCommand.run(["uname", "-r"]).text.filter { !$0.isNewline }
            for host in [alpha, beta] {
                let found = try await server.probe("discovery:run", on: host)
                #expect(found.status == 200, "\(found.text)")
                #expect(found.json["kernel_release"]?.string == kernel)
                #expect(found.json["os_family"]?.string == "debian")
                let shown = try await server.get("hosts/\(host)/system-info")
                #expect(shown.json["kernel_release"]?.string == kernel)
                let detail = try await server.get("hosts/\(host)")
                #expect(detail.json["liveness"]?["monitoring_state"]?.string == "online", "\(detail.text)")
            }

            // The first look is a baseline and no news.
            for host in [alpha, beta] {
                let collected = try await server.probe("intelligence:refresh", on: host)
                #expect(collected.status == 200, "\(collected.text)")
                #expect(collected.json["events"]?.integer == 0, "\(collected.text)")
                let state = try await server.get("intelligence/state/\(host)")
                #expect(state.json["snapshot"]?["kernel_release"]?.string == kernel)
                #expect(try await server.events(of: host).isEmpty)
            }

            // A user and a port appear on the machine.
            let stream = try await EventStream.open(server)
            let newcomer = try await SystemUser.make()
            let listener = try await LocalListener.silent()
            let refreshed = try await server.probe("intelligence:refresh", on: alpha)
            #expect(refreshed.json["events"]?.integer == 4, "\(refreshed.text)")

            let events = try await server.events(of: alpha)
            #expect(
                Set(events.map(Self.summary)) == [
                    "account.user.created \(newcomer.name)", "security.port.opened tcp/\(listener.port)",
                    "system.config.file_changed /etc/passwd", "system.config.file_changed /etc/shadow",
                ])
            #expect(events.count == 4)
            #expect(events.allSatisfy { $0["plugin_id"]?.string == "org.openwatch.sysinfo" })
            #expect(try await server.events(of: beta).isEmpty, "beta was not looked at")

            // The stream says the same, once each, in the same order.
            let frames = try await stream.frames(4)
            try await Task.sleep(for: .milliseconds(500))
            #expect(stream.frames.count == 4)
            #expect(frames.map(Self.summary(of:)) == events.map(Self.summary))
            #expect(frames.allSatisfy { $0.payload["HostID"]?.string == alpha })
            #expect(frames.allSatisfy { $0.kind == "intelligence.event" && $0.data["kind"]?.string == $0.kind })
            let positions = frames.compactMap { Int64($0.id) }
            #expect(positions.count == 4 && zip(positions, positions.dropFirst()).allSatisfy { $0 < $1 })

            // Nothing changed since: no news.
            let quiet = try await server.probe("intelligence:refresh", on: alpha)
            #expect(quiet.json["events"]?.integer == 0, "\(quiet.text)")
            let before = try await server.get("intelligence/state/\(alpha)")

            // A stop does not wait for readers of the stream.
            let exit = try await server.stop()
            #expect(exit.code == 0)
            #expect(exit.duration < .seconds(5), "the stop took \(exit.duration)")
            try await wait(until: "the stream to end") { stream.isEnded }
            await stream.close()
            #expect(try server.log.contains("openwatch shut down cleanly"))

            // Everything is there after a start, and a reader goes on where it was.
            try await server.start()
            let after = try await server.get("intelligence/state/\(alpha)")
            #expect(after.status == 200)
            #expect(after.json == before.json)
            #expect(try await server.events(of: alpha).map(Self.summary) == events.map(Self.summary))
            let resumed = try await EventStream.open(server, after: frames[1].id)
            let missed = try await resumed.frames(2)
            try await Task.sleep(for: .milliseconds(500))
            #expect(missed.map(\.id) == frames[2...].map(\.id))
            #expect(resumed.frames.count == 2)

            // The resumed reader follows what happens now, on the other host, which has seen none of it yet.
            let late = try await server.probe("intelligence:refresh", on: beta)
            #expect(late.status == 200, "\(late.text)")
            let lateEvents = try await server.events(of: beta).map(Self.summary)
            // The server itself listens on another port since its start, and it is a program of that machine.
            #expect(
                Set(lateEvents) == Set(events.map(Self.summary)).union(["security.port.opened tcp/\(server.port)"]))
            #expect(lateEvents.count == 5)
            let all = try await resumed.frames(7)
            #expect(all[2...].allSatisfy { $0.payload["HostID"]?.string == beta })
            await resumed.close()

            // Who did what is on record.
            #expect(try await server.audit("host.created").count == 2)
            #expect(try await server.audit("host.ssh_key.pinned").count == 2)
            #expect(try await server.audit("account.user.created").count == 2)
            #expect(try await server.audit("system.shutdown").count == 1)
            #expect(try await server.audit("system.startup").count == 2)
            #expect(try server.api.headerFaults.isEmpty)
            await listener.close()
            withExtendedLifetime((operatorUser, newcomer, first, second)) {}
        }

        private func expectReachable(_ host: String, _ server: OpenWatchServer) async throws -> APIAnswer {
            let answer = try await server.probe("connectivity:check", on: host)
            #expect(answer.status == 200, "\(answer.text)")
            #expect(answer.json["reachable"]?.bool == true)
            #expect(answer.json["new_reachability_status"]?.string == "reachable")
            let rungs = answer.json["rungs"]?.array ?? []
            #expect(
                rungs.map { $0["name"]?.string } == [
                    "tcp", "banner", "key_exchange", "host_key", "authentication", "privilege",
                ])
            #expect(rungs.allSatisfy { $0["attempted"]?.bool == true && $0["ok"]?.bool == true }, "\(answer.text)")
            return answer
        }

        /// An event's code and what it is about.
        private static func summary(_ event: JSONValue) -> String {
            summary(event["event_code"]?.string, event["detail"] ?? .null)
        }

        private static func summary(of frame: EventStream.Frame) -> String {
            summary(frame.payload["Code"]?.string, frame.payload["Detail"] ?? .null)
        }

        private static func summary(_ code: String?, _ detail: JSONValue) -> String {
            let port = detail["port"]?.integer.map { "\(detail["protocol"]?.string ?? "")/\($0)" }
            return "\(code ?? "") \(detail["user"]?.string ?? detail["path"]?.string ?? port ?? "")"
        }
    }
}
