import Database
import TestSupport
import Testing

@Suite("Notifications")
struct NotificationTests {
    @Test("payloads arrive in order on their channel, also when its name needs quotes")
    func delivery() async throws {
        try await withRunningPool { test, pool in
            var odd = pool.notifications(on: "Odd \"name\"").makeAsyncIterator()
            var plain = pool.notifications(on: "plain").makeAsyncIterator()
            #expect(await odd.next() == "")
            #expect(await plain.next() == "")
            for payload in ["1", "2", "3"] {
                try await test.database.execute("SELECT pg_notify($1, $2)", ["Odd \"name\"", .text(payload)])
            }
            try await test.database.execute("SELECT pg_notify('plain', 'x')")
            #expect(await odd.next() == "1")
            #expect(await odd.next() == "2")
            #expect(await odd.next() == "3")
            #expect(await plain.next() == "x")
            var late = pool.notifications(on: "plain").makeAsyncIterator()
            #expect(await late.next() == "")
        }
    }

    @Test("after a lost connection readers are told to read again, and payloads arrive as before")
    func reconnect() async throws {
        try await withRunningPool { test, pool in
            var reader = pool.notifications(on: "news").makeAsyncIterator()
            #expect(await reader.next() == "")
            for round in 1...3 {
                try await test.database.execute(
                    """
                    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                    WHERE datname = current_database() AND query LIKE 'LISTEN%' AND pid <> pg_backend_pid()
                    """)
                #expect(await reader.next() == "")
                try await test.database.execute("SELECT pg_notify('news', $1)", [.text("\(round)")])
                #expect(await reader.next() == "\(round)")
            }
        }
    }

    @Test("a reader that does not keep up is told to read again instead of growing without bound")
    func slowReader() async throws {
        try await withRunningPool { test, pool in
            let stream = pool.notifications(on: "flood")
            var reader = stream.makeAsyncIterator()
            #expect(await reader.next() == "")
            try await test.database.execute("SELECT pg_notify('flood', n::text) FROM generate_series(1, 2000) AS n")
            try await Task.sleep(for: .milliseconds(500))
            try await test.database.execute("SELECT pg_notify('flood', 'last')")
            var payloads: [String] = []
            while let payload = await reader.next() {
                payloads.append(payload)
                if payload == "last" { break }
            }
            #expect(payloads.count < 300)
            #expect(payloads.contains(""))
        }
    }

    private func withRunningPool(_ body: (TestDatabase, Database) async throws -> Void) async throws {
        try await withTestDatabase { test in
            let pool = test.pool()
            let running = Task { try await pool.run() }
            do {
                try await body(test, pool)
            } catch {
                running.cancel()
                throw error
            }
            running.cancel()
            try await running.value
        }
    }
}
