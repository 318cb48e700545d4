import Foundation
import JSON
import NIOConcurrencyHelpers
import TestSupport
import Testing

extension SystemTests.AuditTrail {
    /// Writes 10 000 changes, unless the server goes away in between.
    private struct Writers {
        static let connections = 8
        static let writes = 10_000
        /// The server is killed when so many were answered.
        static let fatal = 6_000

        let answered = NIOLockedValueBox<[String]>([])

        /// Each connection changes a host of its own, each change under a correlation id of its own.
        func run(_ server: OpenWatchServer, _ hosts: [String]) async throws {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for (number, host) in hosts.enumerated() {
                    group.addTask { try await write(number, host, server) }
                }
                group.addTask {
                    try await wait(until: "enough changes", timeout: .seconds(240)) {
                        answered.withLockedValue(\.count) >= Self.fatal
                    }
                    server.crash()
                }
                try await group.waitForAll()
            }
        }

        private func write(_ number: Int, _ host: String, _ server: OpenWatchServer) async throws {
            let client = try server.makeClient(version: .http1Only)
            for change in 0..<Self.writes / Self.connections {
                let id = "change-\(number)-\(change)"
                let answer = try? await client.send(
                    "PATCH", "hosts/\(host)", as: server.admin, json: ["description": .string(id)],
                    headers: [("X-Correlation-Id", id)])
                guard let answer else { break }
                #expect(answer.status == 200, "\(answer.text)")
                answered.withLockedValue { $0.append(id) }
            }
            await client.close()
        }
    }

    @Test("C11: kill -9 during 10 000 audited writes loses no audit row of a committed change", .timeLimit(.minutes(6)))
    func killed() async throws {
        try await OpenWatchServer.with { server in
            var hosts: [String] = []
            for number in 0..<Writers.connections {
                hosts.append(try await server.addHost("written-\(number)", port: 1))
            }
            let writers = Writers()
            try await writers.run(server, hosts)
            let answered = writers.answered.withLockedValue(\.self)
            #expect(answered.count >= Writers.fatal && answered.count < Writers.writes)

            try await server.start()
            try await server.signIn()
            let audited = try await server.audit("host.updated", where: "correlation_id LIKE 'change-%'").compactMap {
                $0["correlation_id"]?.string
            }
            #expect(Set(audited).count == audited.count)
            #expect(Set(answered).isSubset(of: audited), "an answered change has no audit row")
            // The event of a change is committed with it, so it tells which changes were committed.
            let committed = try await server.rows(
                "SELECT correlation_id FROM event_log WHERE kind = 'host.changed' AND correlation_id LIKE 'change-%'"
            ).compactMap { $0["correlation_id"]?.string }
            #expect(committed.count == audited.count && Set(committed) == Set(audited))
            for row in try await server.rows("SELECT description FROM hosts WHERE description LIKE 'change-%'") {
                #expect(audited.contains(row["description"]?.string ?? ""))
            }

            try await wait(until: "the chain to catch up", timeout: .seconds(60)) {
                try await server.rows("SELECT ordinal FROM audit_unlinked LIMIT 1").isEmpty
            }
            let verified = try await server.command(["audit", "verify", "--json"])
            #expect(verified.status == 0, "\(verified.output) \(verified.errors)")
            #expect((try verified.json["rows"]?.integer ?? 0) >= audited.count)
        }
    }
}
