import Foundation
import Glibc
import JSON
import TestSupport
import Testing

extension SystemTests {
    /// A server that is killed around the commit of a keyed request, on both sides of it.
    @Suite("Killed in a keyed request", .serialized, .timeLimit(.minutes(5)))
    struct Crash {
        /// Makes the database linger in one place, runs the request until it is there, and ends the server.
        private func kill(
            _ server: OpenWatchServer, lingering trigger: String, afterCommit: Bool,
            during request: @escaping @Sendable () async throws -> APIAnswer
        ) async throws {
            try await server.psql(
                """
                CREATE FUNCTION linger() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN PERFORM pg_sleep(4); RETURN NEW; END $$;
                \(trigger)
                """)
            let lost = Task { try? await request() }
            try await wait(until: "the request to linger") {
                try await !server.rows(
                    "SELECT pid FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND pid <> pg_backend_pid()"
                ).isEmpty
            }
            if afterCommit {
                // The server sees nothing of its commit, and so cannot answer.
                let process = try #require(server.process)
                #expect(Glibc.kill(process, SIGSTOP) == 0)
                try await wait(until: "the commit") {
                    try await !server.rows("SELECT key FROM idempotency_keys WHERE effect_at IS NOT NULL").isEmpty
                }
            }
            server.crash()
            lost.cancel()
            _ = await lost.value
            try await server.start()
            try await server.psql("DROP FUNCTION linger() CASCADE")
        }

        private static let atCommit = """
            CREATE CONSTRAINT TRIGGER linger AFTER UPDATE OF effect_at ON idempotency_keys
            DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION linger()
            """

        /// Repeats a request until something else than "still running" comes.
        private func settled(_ send: () async throws -> APIAnswer) async throws -> APIAnswer {
            try await wait(for: "the key to be settled", timeout: .seconds(60)) {
                let answer = try await send()
                return answer.code == "idempotency.in_flight" ? nil : answer
            }
        }

        @Test("C23: killed after the commit, the operation is not run again, and its stored answer is given")
        func afterCommit() async throws {
            try await OpenWatchServer.with { server in
                let key = UUID().uuidString
                let send = { @Sendable in
                    try await server.post(
                        "hosts", ["hostname": "killed", "ip_address": "127.0.0.1", "port": 1], key: key)
                }
                try await kill(server, lingering: Self.atCommit, afterCommit: true, during: send)
                let hosts = try await server.rows("SELECT id FROM hosts WHERE hostname = 'killed'")
                #expect(hosts.count == 1)
                let again = try await send()
                #expect(again.status == 201, "\(again.text)")
                #expect(again[header: "Idempotency-Replayed"] == "true")
                #expect(again.json["id"]?.string == hosts.first?["id"]?.string)
                #expect(try await server.rows("SELECT id FROM hosts WHERE hostname = 'killed'").count == 1)
            }
        }

        @Test("C23: killed after a commit that did not know its answer, the operation is not run again either")
        func answerLost() async throws {
            try await OpenWatchServer.with { server in
                let host = try await server.addHost("keeper", port: 1)
                let key = UUID().uuidString
                let send = { @Sendable in
                    try await server.api.send(
                        "POST", "credentials", as: server.admin,
                        json: [
                            "scope": "host", "scope_id": .string(host), "name": "killed", "username": "root",
                            "auth_method": "password", "password": "password-of-the-killed",
                        ], headers: [("Idempotency-Key", key)])
                }
                try await kill(server, lingering: Self.atCommit, afterCommit: true, during: send)
                let again = try await settled(send)
                let isReplayed = again.status == 201 && again[header: "Idempotency-Replayed"] == "true"
                #expect(isReplayed || again.code == "idempotency.answer_lost", "\(again.text)")
                #expect(try await server.rows("SELECT id FROM credentials WHERE name = 'killed'").count == 1)
            }
        }

        @Test("C23: killed before the commit, nothing was done, and a repetition does it")
        func beforeCommit() async throws {
            try await OpenWatchServer.with { server in
                let key = UUID().uuidString
                let send = { @Sendable in
                    try await server.post(
                        "hosts", ["hostname": "killed", "ip_address": "127.0.0.1", "port": 1], key: key)
                }
                try await kill(
                    server,
                    lingering: "CREATE TRIGGER linger BEFORE INSERT ON hosts FOR EACH ROW EXECUTE FUNCTION linger()",
                    afterCommit: false, during: send)
                #expect(try await server.rows("SELECT id FROM hosts WHERE hostname = 'killed'").isEmpty)
                let again = try await settled(send)
                #expect(again.status == 201 && again[header: "Idempotency-Replayed"] == nil, "\(again.text)")
                #expect(try await server.rows("SELECT id FROM hosts WHERE hostname = 'killed'").count == 1)
            }
        }
    }
}
