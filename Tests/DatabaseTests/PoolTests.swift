import Database
import Foundation
import ServiceLifecycle
import TestSupport
import Testing

@Suite("The pool")
struct PoolTests {
    private static let others = "datname = current_database() AND pid <> pg_backend_pid()"

    @Test("200 queries at once share four connections")
    func manyQueries() async throws {
        try await withTestDatabase { test in
            let pool = test.pool(maxConnections: 4)
            let sum = try await withThrowingTaskGroup(of: Int.self) { group in
                for number in 1...200 {
                    group.addTask {
                        try await pool.query("SELECT $1::int AS n, pg_sleep(0.001)", [.int(number)])[0].int("n")
                    }
                }
                return try await group.reduce(0, +)
            }
            #expect(sum == 20_100)
            #expect(pool.openConnections == 4)
            let connections = try await test.database.query(
                "SELECT count(*) AS n FROM pg_stat_activity WHERE \(Self.others)"
            )
            #expect(try connections[0].int("n") == 4)
            await pool.close()
            #expect(pool.openConnections == 0)
        }
    }

    @Test("waiting too long for a connection is poolExhausted, and the pool recovers")
    func exhaustion() async throws {
        try await withTestDatabase { test in
            let pool = test.pool(maxConnections: 1, leaseTimeout: .milliseconds(200))
            let holder = Task { try await pool.query("SELECT pg_sleep(1)") }
            try await Task.sleep(for: .milliseconds(100))
            let error = await #expect(throws: DatabaseError.self) { try await pool.query("SELECT 1") }
            #expect(error?.code == .poolExhausted)
            _ = try await holder.value
            try await #expect(pool.query("SELECT 1 AS n")[0].int("n") == 1)
            await pool.close()
        }
    }

    @Test("a waiting task that is cancelled leaves the line")
    func cancelledWaiter() async throws {
        try await withTestDatabase { test in
            let pool = test.pool(maxConnections: 1)
            let holder = Task { try await pool.query("SELECT pg_sleep(2)") }
            try await Task.sleep(for: .milliseconds(100))
            let waiter = Task { try await pool.query("SELECT 1") }
            try await Task.sleep(for: .milliseconds(50))
            let cancelledAt = ContinuousClock.now
            waiter.cancel()
            let error = await #expect(throws: DatabaseError.self) { try await waiter.value }
            #expect(error?.code == .cancelled)
            #expect(cancelledAt.duration(to: .now) < .milliseconds(1_500))
            _ = try await holder.value
            try await #expect(pool.query("SELECT 1 AS n")[0].int("n") == 1)
            await pool.close()
        }
    }

    @Test("connections that the server closed while idle are replaced without an error")
    func terminatedConnections() async throws {
        try await withTestDatabase { test in
            let pool = test.pool(maxConnections: 3)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<3 { group.addTask { _ = try await pool.query("SELECT pg_sleep(0.1)") } }
                try await group.waitForAll()
            }
            try await test.database.execute(
                "SELECT pg_terminate_backend(pid, 2000) FROM pg_stat_activity WHERE \(Self.others)"
            )
            try await Task.sleep(for: .milliseconds(50))
            for _ in 0..<6 { try await #expect(pool.query("SELECT 1 AS n")[0].int("n") == 1) }
            try await pool.transaction { transaction in _ = try await transaction.query("SELECT 1") }
            await pool.close()
        }
    }

    @Test("a connection lost in the middle of a statement is unreachable, and the next one works")
    func lostConnection() async throws {
        try await withTestDatabase { test in
            let pool = test.pool(maxConnections: 1)
            let victim = Task { try await pool.query("SELECT pg_sleep(20)") }
            try await Task.sleep(for: .milliseconds(200))
            try await test.database.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE \(Self.others)"
            )
            let error = await #expect(throws: DatabaseError.self) { try await victim.value }
            #expect(error?.code == .unreachable)
            try await #expect(pool.query("SELECT 1 AS n")[0].int("n") == 1)
            await pool.close()
        }
    }

    @Test("a transaction left open by a plain statement does not leak into the next")
    func leakedTransaction() async throws {
        try await withTestDatabase(maxConnections: 1) { test in
            try await test.database.execute("CREATE TABLE leak (id int)")
            try await test.database.execute("BEGIN")
            try await test.database.execute("INSERT INTO leak VALUES (1)")
            try await #expect(test.database.query("SELECT 1 FROM leak").count == 1)
        }
    }

    @Test("ping answers, and gives up in time on a server that does not")
    func ping() async throws {
        try await withTestDatabase { test in
            try await test.database.ping(timeout: .seconds(5))
            // A port that accepts and never speaks.
            let listener = try SilentListener()
            let mute = Database(
                configuration: DatabaseConfiguration(conninfo: "host=127.0.0.1 port=\(listener.port) user=x dbname=x"),
                logger: .quiet)
            let started = ContinuousClock.now
            let error = await #expect(throws: DatabaseError.self) { try await mute.ping(timeout: .milliseconds(300)) }
            #expect(error?.code == .timeout)
            #expect(started.duration(to: .now) < .seconds(2))
            await mute.close()
            let absent = Database(
                configuration: DatabaseConfiguration(conninfo: "host=/nonexistent"), logger: .quiet)
            let refused = await #expect(throws: DatabaseError.self) { try await absent.ping(timeout: .seconds(5)) }
            #expect(refused?.code == .unreachable)
        }
    }

    @Test("ping gives up in time while every connection is busy with a frozen statement")
    func pingWhileBusy() async throws {
        try await withTestDatabase { test in
            let pool = test.pool(maxConnections: 1)
            let holder = Task { try await pool.query("SELECT pg_sleep(3)") }
            try await Task.sleep(for: .milliseconds(100))
            let started = ContinuousClock.now
            await #expect(throws: DatabaseError.self) { try await pool.ping(timeout: .milliseconds(200)) }
            #expect(started.duration(to: .now) < .milliseconds(2_500))
            _ = try await holder.value
            await pool.close()
        }
    }

    @Test("run ends on graceful shutdown, closes every connection and refuses further statements")
    func service() async throws {
        try await withTestDatabase { test in
            let pool = test.pool()
            _ = try await pool.query("SELECT 1")
            let group = ServiceGroup(services: [pool], logger: .quiet)
            let running = Task { try await group.run() }
            let stream = pool.notifications(on: "never")
            var payloads = stream.makeAsyncIterator()
            #expect(await payloads.next() == "")
            await group.triggerGracefulShutdown()
            try await running.value
            #expect(await payloads.next() == nil)
            #expect(pool.openConnections == 0)
            let error = await #expect(throws: DatabaseError.self) { try await pool.query("SELECT 1") }
            #expect(error?.code == .unreachable)
        }
    }
}

/// A TCP port on loopback that accepts connections and says nothing.
private final class SilentListener {
    let port: UInt16
    private let descriptor: Int32

    init() throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let descriptor = descriptor
        let status = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                bind(descriptor, pointer, length) == 0 && listen(descriptor, 8) == 0
                    && getsockname(descriptor, pointer, &length) == 0
            }
        }
        try #require(status)
        port = UInt16(bigEndian: address.sin_port)
    }

    deinit {
        close(descriptor)
    }
}
