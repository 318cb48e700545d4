import Foundation
import JSON
import TestSupport
import Testing

extension SystemTests {
    /// Hosts that do not do what hosts should.
    @Suite("Bad hosts", .server())
    struct BadHosts {
        @Test("nothing listens: the first rung fails and is the answer, not an error")
        func refused() async throws {
            let host = try await add("refused", port: try SSHServerFixture.freePort())
            let answer = try await check(host)
            #expect(answer.json["reachable"]?.bool == false)
            #expect(answer.json["error_type"]?.string == "connection_refused")
            expectFailure(answer, at: "tcp", code: "connection_refused")
            try await expectError("discovery:run", on: host, status: 502, code: "host.unreachable")
        }

        @Test("a server that never speaks runs into the banner's time limit")
        func silent() async throws {
            let listener = try await LocalListener.silent()
            let host = try await add("silent", port: try SSHServerFixture.freePort())
            try await move(host, to: listener.port)
            let started = ContinuousClock.now
            let answer = try await check(host)
            // Once for the probe that the new address made due, once for this one; each ten seconds, none for ever.
            #expect(ContinuousClock.now - started < .seconds(60))
            #expect(answer.json["reachable"]?.bool == false)
            #expect(answer.json["error_type"]?.string == "tcp_error")
            expectFailure(answer, at: "banner", code: "banner_timeout")
            await listener.close()
        }

        @Test("a web server is told from an SSH server")
        func web() async throws {
            let listener = try await LocalListener.web()
            let host = try await add("web", port: listener.port)
            let answer = try await check(host)
            #expect(answer.json["reachable"]?.bool == false)
            #expect(answer.json["error_type"]?.string == "banner_mismatch")
            expectFailure(answer, at: "banner", code: "banner_mismatch")
            try await expectError("discovery:run", on: host, status: 502, code: "host.unreachable")
            await listener.close()
        }

        @Test(
            "a wrong password, a user that the host does not know and a key that it does not accept fail at the login")
        func logins() async throws {
            let server = try OpenWatchServer.current
            let user = try await SystemUser.make()
            let accepted = try await SSHKeyPair.make()
            let stranger = try await SSHKeyPair.make()
            let sshd = try await SSHServerFixture.start(
                .init(authorizedKeys: [accepted.publicKey], passwords: true))
            let password = try await add("wrong-password", port: sshd.port)
            try await server.addCredential(host: password, username: user.name, password: "not " + user.password)
            let unknown = try await add("unknown-user", port: sshd.port)
            try await server.addCredential(host: unknown, username: "nobody-here", password: user.password)
            let key = try await add("wrong-key", port: sshd.port)
            try await server.addCredential(host: key, username: user.name, key: stranger)
            // At one time: sshd lets everyone wait who fails.
            try await withThrowingTaskGroup(of: Void.self) { group in
                for host in [password, unknown, key] {
                    group.addTask {
                        let answer = try await check(host)
                        // It answered, so it is there; the login is another matter.
                        #expect(answer.json["reachable"]?.bool == true)
                        #expect(answer.json["error_type"]?.string == "ssh_error")
                        expectFailure(answer, at: "authentication", code: "authentication_failed")
                        try await expectError(
                            "discovery:run", on: host, status: 502, code: "host.ssh_authentication_failed")
                        let rows = try await server.audit("host.probe.failed", where: "resource_id = '\(host)'")
                        #expect(rows.contains { $0["detail"]?["code"]?.string == "host.ssh_authentication_failed" })
                    }
                }
                try await group.waitForAll()
            }
            withExtendedLifetime((user, sshd)) {}
        }

        @Test("a changed host key is refused with both fingerprints, goes on record, and the old pin stays")
        func changedKey() async throws {
            let server = try OpenWatchServer.current
            let key = try await SSHKeyPair.make()
            let sshd = try await SSHServerFixture.start(.init(authorizedKeys: [key.publicKey]))
            let pinned = try await sshd.hostKeyFingerprint()
            // The key is pinned before any login, so the host needs no credential for that.
            let host = try await add("changed-key", port: sshd.port)
            let pins = "SELECT fingerprint FROM ssh_known_hosts WHERE port = \(sshd.port)"
            #expect(try await server.rows(pins).map { $0["fingerprint"]?.string } == [pinned])
            try await sshd.changeHostKeys()
            let presented = try await sshd.hostKeyFingerprint()
            #expect(presented != pinned)
            try await server.addCredential(host: host, username: "root", key: key)

            for action in ["discovery:run", "intelligence:refresh", "discovery:run"] {
                let answer = try await expectError(action, on: host, status: 502, code: "host.ssh_host_key_mismatch")
                #expect(answer.detail?["expected_fingerprint"]?.string == pinned)
                #expect(answer.detail?["actual_fingerprint"]?.string == presented)
            }
            let answer = try await check(host)
            expectFailure(answer, at: "host_key", code: "host_key_mismatch")
            #expect(answer.json["host_key_fingerprint"]?.string == presented)

            let rows = try await server.audit("host.ssh_key.mismatch", where: "resource_id = '\(host)'")
            #expect(!rows.isEmpty)
            #expect(rows.first?["outcome"]?.string == "failure")
            #expect(rows.first?["detail"]?["expected_fingerprint"]?.string == pinned)
            #expect(rows.first?["detail"]?["actual_fingerprint"]?.string == presented)
            #expect(try await server.rows(pins).map { $0["fingerprint"]?.string } == [pinned])
            #expect(!sshd.log.contains("Accepted publickey"), "something was sent to the impostor")
        }

        @Test("a host that floods its output costs neither the server's memory nor its health", .timeLimit(.minutes(2)))
        func flood() async throws {
            let server = try OpenWatchServer.current
            let key = try await SSHKeyPair.make()
            let sshd = try await SSHServerFixture.start(
                .init(authorizedKeys: [key.publicKey], configLines: ["ForceCommand cat /dev/zero"]))
            let host = try await add("flood", port: try SSHServerFixture.freePort())
            try await server.addCredential(host: host, username: "root", key: key)
            try await move(host, to: sshd.port)
            let before = try memory(of: server)
            for action in ["discovery:run", "intelligence:refresh"] {
                let started = ContinuousClock.now
                let answer = try await server.probe(action, on: host)
                #expect(answer.status == 502, "\(action): \(answer.text)")
                #expect(ContinuousClock.now - started < .seconds(90))
                let state = try await server.get("hosts/\(host)/system-info")
                #expect(state.status == 404, "something was stored: \(state.text)")
            }
            #expect(try memory(of: server) - before < 200 << 10, "KiB more than before")
            #expect(try await server.get("health").status == 200)
            #expect(try await server.get("intelligence/state/\(host)").status == 404)
            #expect(try await server.events(of: host).isEmpty)
        }

        @Test("deleting a host ends its probes: no further connection, no row, and no answer about it")
        func delete() async throws {
            let server = try OpenWatchServer.current
            let listener = try await LocalListener.web()
            let host = try await add("deleted", port: listener.port)
            // Before: what is due is run.
            let count = listener.connectionCount
            let due = "UPDATE probe_schedule SET next_due_at = now() WHERE host_id = '\(host)'"
            try await server.psql(due)
            try await wait(until: "a probe that is due") { listener.connectionCount > count }
            try await server.waitForFirstContact(host)

            let deleted = try await server.api.send("DELETE", "hosts/\(host)", as: server.admin)
            #expect(deleted.status == 204)
            let seen = listener.connectionCount
            try await server.psql(due)
            try await Task.sleep(for: .seconds(2))
            #expect(listener.connectionCount == seen)
            #expect(try await server.rows("SELECT role FROM probe_schedule WHERE host_id = '\(host)'").isEmpty)
            for path in ["hosts/\(host)", "hosts/\(host)/system-info", "intelligence/state/\(host)"] {
                #expect(try await server.get(path).code == "hosts.not_found")
            }
            let check = try await server.post("hosts/\(host)/connectivity:check", key: UUID().uuidString)
            #expect(check.code == "hosts.not_found")
            let list = try await server.get("hosts")
            #expect(list.json["hosts"]?.array?.contains { $0["id"]?.string == host } == false)
            #expect(try await server.audit("host.deleted", where: "resource_id = '\(host)'").count == 1)
            await listener.close()
        }

        @Test("a host that is deleted while it is probed leaves nothing behind", .timeLimit(.minutes(1)))
        func deleteInFlight() async throws {
            let server = try OpenWatchServer.current
            let listener = try await LocalListener.silent()
            let host = try await server.addHost("deleted-in-flight", port: listener.port)
            try await wait(until: "its first probes") { listener.connectionCount >= 2 }
            let deleted = try await server.api.send("DELETE", "hosts/\(host)", as: server.admin)
            #expect(deleted.status == 204)
            listener.hangUp()
            try await Task.sleep(for: .seconds(2))
            #expect(try await server.rows("SELECT role FROM probe_schedule WHERE host_id = '\(host)'").isEmpty)
            let late = try await server.rows(
                "SELECT kind FROM event_log WHERE host_id = '\(host)' AND kind <> 'host.changed'")
            #expect(late.isEmpty, "events of a host that is gone: \(late)")
            #expect(try await server.get("health").status == 200)
            await listener.close()
        }

        // MARK: Steps

        /// Adds a host and waits for the probes that the server runs by itself.
        private func add(_ name: String, port: Int) async throws -> String {
            let server = try OpenWatchServer.current
            let host = try await server.addHost(name, port: port)
            try await server.waitForFirstContact(host)
            return host
        }

        private func move(_ host: String, to port: Int) async throws {
            let server = try OpenWatchServer.current
            let answer = try await server.api.send(
                "PATCH", "hosts/\(host)", as: server.admin, json: ["port": .integer(port)])
            #expect(answer.status == 200, "\(answer.text)")
        }

        private func check(_ host: String) async throws -> APIAnswer {
            let answer = try await OpenWatchServer.current.probe("connectivity:check", on: host)
            #expect(answer.status == 200, "\(answer.text)")
            return answer
        }

        @discardableResult
        private func expectError(
            _ action: String, on host: String, status: Int, code: String
        ) async throws -> APIAnswer {
            let answer = try await OpenWatchServer.current.probe(action, on: host)
            #expect(answer.status == status)
            #expect(answer.code == code, "\(answer.text)")
            return answer
        }

        /// The rungs below the failed one hold, those above were not tried.
        private func expectFailure(_ answer: APIAnswer, at name: String, code: String) {
            #expect(answer.json["first_failed_rung"]?.string == name, "\(answer.text)")
            var isPast = false
            for rung in answer.json["rungs"]?.array ?? [] {
                let isFailed = rung["name"]?.string == name
                #expect(rung["ok"]?.bool == (!isFailed && !isPast))
                #expect(rung["attempted"]?.bool == !isPast)
                if isFailed {
                    isPast = true
                    #expect(rung["error_code"]?.string == code)
                    #expect(rung["message"]?.string?.isEmpty == false)
                }
            }
            #expect(isPast)
        }

        /// Resident KiB of the server.
        private func memory(of server: OpenWatchServer) throws -> Int {
            let status = try String(contentsOfFile: "/proc/\(server.process ?? 0)/status", encoding: .utf8)
            let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
            return Int(line?.split(separator: " ").dropFirst().first ?? "") ?? 0
        }
    }
}
