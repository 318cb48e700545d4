import Contract
import Core
import Database
import EventLog
import Foundation

/// Durable appends to the event log, beside what the same server makes of plain INSERT and COPY into the same table,
/// of `SELECT 1`, and what the disk makes of `fdatasync`.
struct EventAppend {
    let options: BenchOptions
    let report: Report

    func run() async throws {
        try await BenchCluster.with(state: options.state, migrations: EventLogMigrations.all) { cluster in
            let sync = try await diskSync(cluster)
            try await selectOne(cluster)
            var rates: [String: Double] = [:]
            for (batch, producers) in [(1, 1), (1, 8), (100, 1), (100, 4)] {
                rates["append \(batch) \(producers)"] = try await append(cluster, batch: batch, producers: producers)
                rates["insert \(batch) \(producers)"] = try await insert(cluster, batch: batch, producers: producers)
            }
            let copied = try await copy(cluster)
            let best = max(rates["append 100 1"] ?? 0, rates["append 100 4"] ?? 0)
            report.add(
                "ratio",
                [
                    ("append_100_to_copy", best / copied),
                    ("append_100_to_insert_100", Self.ratio(rates, 100, 1)),
                    ("append_100_to_insert_100_4_producers", Self.ratio(rates, 100, 4)),
                    ("append_1_to_insert_1", Self.ratio(rates, 1, 1)),
                    ("append_1_to_insert_1_8_producers", Self.ratio(rates, 1, 8)),
                    ("append_1_to_fdatasync_time", 1e6 / (rates["append 1 1"] ?? 0) / sync),
                ])
        }
    }

    private static func ratio(_ rates: [String: Double], _ batch: Int, _ producers: Int) -> Double {
        (rates["append \(batch) \(producers)"] ?? 0) / (rates["insert \(batch) \(producers)"] ?? 0)
    }

    // MARK: Floors

    /// Returns microseconds.
    private func diskSync(_ cluster: BenchCluster) async throws -> Double {
        let file = "\(options.state)/openwatch-bench-fsync-\(getpid())"
        let text = try await cluster.program("pg_test_fsync", ["-s", "1", "-f", file])
        try? FileManager.default.removeItem(atPath: file)
        // The first table writes one 8 kB block each time: "fdatasync   6788.123 ops/sec   147 usecs/op".
        let words = text.split(separator: "\n").first { $0.contains("fdatasync") && $0.contains("ops/sec") }?
            .split(separator: " ")
        guard let words, words.count >= 4, let rate = Double(words[1]), rate > 0 else {
            throw BenchFailure("pg_test_fsync said: \(text)")
        }
        report.add("fdatasync of 8 KiB", [("us", 1e6 / rate), ("per_s", rate)])
        return 1e6 / rate
    }

    private func selectOne(_ cluster: BenchCluster) async throws {
        let database = cluster.database
        let result = try await timed(cluster, producers: 1) { _ = try await database.query("SELECT 1") }
        report.add("openwatch select 1", Self.figures(result, perRow: 1))
        try await pgbench(cluster, "pgbench select 1", script: "select-1.sql", clients: 1, rows: 1)
    }

    private func insert(_ cluster: BenchCluster, batch: Int, producers: Int) async throws -> Double {
        try await clear(cluster)
        return try await pgbench(
            cluster, "pgbench insert of \(batch), \(producers) clients", script: "insert-\(batch).sql",
            clients: producers, rows: batch)
    }

    private func copy(_ cluster: BenchCluster) async throws -> Double {
        let rows = 50_000
        let path = "\(options.state)/openwatch-bench-copy-\(getpid())"
        defer { try? FileManager.default.removeItem(atPath: path) }
        let host = UUID.v7().text
        let time = Timestamp.now().description
        let lines = (0..<rows).map { _ in
            [
                UUID.v7().text, "intelligence.event", host, "org.openwatch.sysinfo", "system.package.updated", "info",
                "package/openssl", Self.body, time, time, "",
            ].joined(separator: "\t") + "\n"
        }
        try lines.joined().write(toFile: path, atomically: false, encoding: .utf8)
        var rates: [Double] = []
        var figures: [Report.Figure] = []
        for _ in 0..<options.rounds {
            try await clear(cluster)
            let cpu = cluster.cpuTime()
            let text = try await cluster.program(
                "psql",
                [
                    "-X", "-q", "-v", "ON_ERROR_STOP=1", "-c", "\\timing on", "-c",
                    """
                    \\copy event_log (id, kind, host_id, plugin_id, code, severity, subject, body, occurred_at, \
                    detected_at, correlation_id) FROM '\(path)'
                    """, cluster.conninfo,
                ])
            // "Time: 812.345 ms (00:00.812)"
            let words = text.split(whereSeparator: \.isWhitespace)
            guard let index = words.lastIndex(of: "Time:"), index + 1 < words.count,
                let milliseconds = Double(words[index + 1])
            else { throw BenchFailure("psql said: \(text)") }
            rates.append(Double(rows) * 1_000 / milliseconds)
            figures = [("server_cpu_us_per_event", Double(cluster.cpuTime() - cpu) / 1_000 / Double(rows))]
        }
        report.add("psql copy of \(rows)", [("events_per_s", rates.median)] + figures)
        return rates.median
    }

    // MARK: The event log

    private func append(_ cluster: BenchCluster, batch: Int, producers: Int) async throws -> Double {
        try await clear(cluster)
        let log = EventLog()
        let host = UUID.v7()
        let database = cluster.database
        let result = try await timed(cluster, producers: producers) {
            let time = Timestamp.now()
            let events = (0..<batch).map { _ in
                NewEvent(
                    .intelligenceEvent, hostID: host, pluginID: "org.openwatch.sysinfo", code: "system.package.updated",
                    severity: .info, subject: "package/openssl", body: RawJSON(text: Self.body), occurredAt: time)
            }
            try await database.transaction { try await log.append(events, in: $0) }
        }
        let bytes = try await database.query(
            """
            SELECT coalesce(sum(pg_total_relation_size(inhrelid)), 0)::bigint AS bytes,
                (SELECT count(*) FROM event_log) AS events
            FROM pg_inherits WHERE inhparent = 'event_log'::regclass
            """)
        // More than were timed: those that warmed up are in the table too.
        let events = Double(try bytes.first?.int("events") ?? 1)
        let size = Double(try bytes.first?.int("bytes") ?? 0)
        report.add(
            "openwatch append of \(batch), \(producers) producers",
            Self.figures(result, perRow: batch) + [("bytes_per_event", size / events)])
        return result.rate * Double(batch)
    }

    /// About 256 bytes, as an event of a package update has.
    private static let body = """
        {"package":"openssl","manager":"dpkg","architecture":"amd64","from_version":"3.0.15-1~deb12u1",\
        "to_version":"3.0.16-1~deb12u2","source":"openssl","section":"utils","security": true,\
        "origin":"Debian-Security 12/stable-security","first_seen":"2026-01-01"}
        """

    /// Repeats `body` in as many tasks as there are producers, until the time is up.
    private func timed(
        _ cluster: BenchCluster, producers: Int, _ body: @escaping @Sendable () async throws -> Void
    ) async throws -> Measurement {
        // Opens the connections and prepares the statements.
        _ = try await inParallel(producers, count: producers * 4) { _ in try await body() }
        let end = monotonicNow() + UInt64(options.seconds) * 1_000_000_000
        return try await Measurement.of(target: cluster.cpuTime) { samples in
            samples = try await withThrowingTaskGroup(of: Samples.self) { group in
                for _ in 0..<producers {
                    group.addTask {
                        var samples = Samples()
                        var now = monotonicNow()
                        while now < end {
                            let start = now
                            try await body()
                            now = monotonicNow()
                            samples.add(now - start)
                        }
                        return samples
                    }
                }
                return try await group.reduce(into: Samples()) { $0.add($1) }
            }
            return samples.count
        }
    }

    private static func figures(_ result: Measurement, perRow rows: Int) -> [Report.Figure] {
        [
            ("events_per_s", result.rate * Double(rows)),
            ("client_cpu_us_per_event", result.cpuMicroseconds / Double(rows)),
            ("server_cpu_us_per_event", result.targetMicroseconds / Double(rows)),
        ] + Measurement.latencies([result])
    }

    // MARK: PostgreSQL's own tools

    /// Returns rows per second.
    @discardableResult
    private func pgbench(
        _ cluster: BenchCluster, _ leg: String, script: String, clients: Int, rows: Int
    ) async throws -> Double {
        var text = ""
        let result = try await Measurement.of(cpu: CPUTime.children, target: cluster.cpuTime) { _ in
            text = try await cluster.program(
                "pgbench",
                [
                    "-n", "-M", "prepared", "-c", "\(clients)", "-j", "1", "-T", "\(options.seconds)", "-f",
                    "\(options.peers)/event-append/\(script)", cluster.conninfo,
                ])
            return Self.number(after: "number of transactions actually processed:", in: text).map { Int($0) } ?? 0
        }
        guard result.operations > 0, let rate = Self.number(after: "tps =", in: text) else {
            throw BenchFailure("pgbench said: \(text)")
        }
        report.add(
            leg,
            [
                ("events_per_s", rate * Double(rows)),
                ("client_cpu_us_per_event", result.cpuMicroseconds / Double(rows)),
                ("server_cpu_us_per_event", result.targetMicroseconds / Double(rows)),
                ("mean_us", (Self.number(after: "latency average =", in: text) ?? 0) * 1_000),
            ])
        return rate * Double(rows)
    }

    private static func number(after label: String, in text: String) -> Double? {
        guard let range = text.range(of: label) else { return nil }
        return text[range.upperBound...].split(whereSeparator: { $0.isWhitespace || $0 == "/" }).first.flatMap {
            Double($0)
        }
    }

    private func clear(_ cluster: BenchCluster) async throws {
        try await cluster.database.execute("TRUNCATE event_log")
        try await cluster.database.execute("CHECKPOINT")
    }
}
