import AreaTestSupport
import Contract
import Core
import Database
import EventLog
import Foundation
import JSON
import NIOConcurrencyHelpers
import Testing

@Suite("Event log")
struct EventLogTests {
    private let log = EventLog()

    private struct Refusal: Error {}

    private func append(_ events: [NewEvent], to database: Database) async throws {
        try await database.transaction { try await log.append(events, in: $0) }
    }

    private func change(_ number: Int, host: UUID? = nil) -> NewEvent {
        NewEvent(.hostChanged, hostID: host, body: RawJSON(text: "{\"n\":\(number)}"), occurredAt: .now())
    }

    private func finding(
        host: UUID, code: String = "system.package.updated", severity: IntelligenceSeverity = .low,
        plugin: String? = "p"
    ) -> NewEvent {
        NewEvent(
            .intelligenceEvent, hostID: host, pluginID: plugin, code: code, severity: severity, subject: "s",
            body: RawJSON(text: "{\"a\":1}"), occurredAt: .now())
    }

    @Test("a reader never meets a smaller position later, while eight writers append and roll back")
    func commitOrder() async throws {
        try await withAreaDatabase { test in
            let isDone = NIOLockedValueBox(false)
            let reader = Task { () -> (seen: [Int64], isOrdered: Bool) in
                var seen: [Int64] = []
                var last: Int64 = 0
                var isOrdered = true
                while true {
                    let wasDone = isDone.withLockedValue { $0 }
                    let events = try await log.read(after: last, kinds: nil, limit: 1_000, from: test.database)
                    for event in events {
                        if event.position <= last { isOrdered = false }
                        last = event.position
                        seen.append(last)
                    }
                    if wasDone, events.isEmpty { return (seen, isOrdered) }
                }
            }
            let writers = test.pool(maxConnections: 8)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for writer in 0..<8 {
                    group.addTask {
                        for round in 0..<25 {
                            do {
                                try await writers.transaction { transaction in
                                    try await log.append([change(writer), change(round)], in: transaction)
                                    // Holds the lock for a while, so that others queue behind it.
                                    if round % 5 == 0 { _ = try await transaction.query("SELECT pg_sleep(0.005)") }
                                    if round % 7 == 3 { throw Refusal() }
                                }
                            } catch is Refusal {}
                        }
                    }
                }
                try await group.waitForAll()
            }
            isDone.withLockedValue { $0 = true }
            let (seen, isOrdered) = try await reader.value
            await writers.close()
            let all = try await test.database.query("SELECT position FROM event_log ORDER BY position").map {
                Int64(try $0.int("position"))
            }
            #expect(isOrdered)
            // What a position-following reader saw is everything: a row that committed late would be missing.
            #expect(seen == all && all.count == 8 * 21 * 2)
        }
    }

    @Test("events of one batch keep their order and get detection times that strictly grow")
    func batch() async throws {
        try await withAreaDatabase { test in
            try await append((0..<300).map { change($0) }, to: test.database)
            let events = try await log.read(after: 0, kinds: nil, limit: 1_000, from: test.database)
            #expect(events.count == 300)
            for (index, event) in events.enumerated() {
                #expect(try JSONValue(parsing: event.body.bytes)["n"] == .integer(index))
                guard index > 0 else { continue }
                #expect(event.position > events[index - 1].position)
                #expect(event.detectedAt.microseconds == events[index - 1].detectedAt.microseconds + 1)
            }
            #expect(Set(events.map(\.id)).count == 300)
            #expect(try await log.lastPosition(from: test.database) == events.last?.position)
        }
    }

    @Test("nothing is appended for nothing, and a rolled-back append leaves nothing")
    func nothing() async throws {
        try await withAreaDatabase { test in
            #expect(try await log.lastPosition(from: test.database) == 0)
            try await append([], to: test.database)
            await #expect(throws: Refusal.self) {
                try await test.database.transaction {
                    try await log.append([change(1)], in: $0)
                    throw Refusal()
                }
            }
            #expect(try await test.database.eventKinds() == [])
        }
    }

    @Test("reading is restricted to kinds and to a number")
    func reading() async throws {
        try await withAreaDatabase { test in
            let host = UUID()
            try await append([change(1), finding(host: host), change(2), finding(host: host)], to: test.database)
            let all = try await log.read(after: 0, kinds: nil, limit: 10, from: test.database)
            let found = try await log.read(after: 0, kinds: ["intelligence.event"], limit: 10, from: test.database)
            #expect(all.count == 4 && found.map(\.position) == [all[1].position, all[3].position])
            #expect(try await log.read(after: all[1].position, kinds: nil, limit: 1, from: test.database).count == 1)
            #expect(try await log.read(after: 0, kinds: [], limit: 10, from: test.database).isEmpty)
        }
    }

    @Test("pages of three over ten events of one cycle are ten distinct events, newest first")
    func paging() async throws {
        try await withAreaDatabase { test in
            let host = UUID()
            try await append((0..<10).map { _ in finding(host: host) } + [change(0)], to: test.database)
            var cursor: EventLog.Cursor?
            var pages: [[LoggedEvent]] = []
            while pages.count < 10 {
                let page = try await log.intelligenceEvents(
                    matching: .init(), after: cursor, limit: 3, from: test.database)
                pages.append(page)
                guard page.count == 3, let last = page.last else { break }
                // As it travels: through the wire form and back.
                let text = EventLog.Cursor(after: last).text
                cursor = EventLog.Cursor(text)
                #expect(cursor != nil)
            }
            let events = pages.flatMap(\.self)
            #expect(pages.map(\.count) == [3, 3, 3, 1])
            #expect(Set(events.map(\.id)).count == 10)
            #expect(events.map(\.position) == events.map(\.position).sorted(by: >))
        }
    }

    @Test("each filter of the search restricts by itself and together with others")
    func filters() async throws {
        try await withAreaDatabase { test in
            let (one, two) = (UUID(), UUID())
            try await append([finding(host: one), finding(host: two, severity: .high)], to: test.database)
            try await append(
                [finding(host: two, code: "acme.fan", severity: .critical, plugin: "acme")], to: test.database)
            func search(_ change: (inout EventLog.Filter) -> Void) async throws -> Int {
                var filter = EventLog.Filter()
                change(&filter)
                return try await log.intelligenceEvents(matching: filter, after: nil, limit: 50, from: test.database)
                    .count
            }
            let newest = try #require(
                try await log.intelligenceEvents(matching: .init(), after: nil, limit: 1, from: test.database).first)
            #expect(newest.code == "acme.fan" && newest.pluginID == "acme" && newest.hostID == two)
            #expect(try await search { _ in } == 3)
            #expect(try await search { $0.hostID = two } == 2)
            #expect(try await search { $0.code = "acme.fan" } == 1)
            #expect(try await search { $0.severity = "high" } == 1)
            #expect(try await search { $0.pluginID = "p" } == 2)
            #expect(try await search { $0.since = newest.detectedAt } == 1)
            #expect(try await search { $0.until = newest.detectedAt } == 2)
            #expect(
                try await search {
                    $0.hostID = two; $0.pluginID = "p"
                } == 1)
            #expect(
                try await search {
                    $0.hostID = one; $0.code = "acme.fan"
                } == 0)
        }
    }

    @Test(
        "a cursor that is no time and id is refused",
        arguments: ["", "|", "x|y", "2026-03-02T10:00:04Z|7", "2026-03-02T10:00:04Z"])
    func cursors(text: String) {
        #expect(EventLog.Cursor(text) == nil)
    }

    @Test("partitions of this month and the next ones exist, and making them again changes nothing")
    func partitions() async throws {
        try await withAreaDatabase { test in
            let sql =
                "SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = 'event_log'::regclass ORDER BY 1"
            let before = try await test.database.query(sql).map { try $0.string("name") }
            #expect(before.count == 4 && before.contains("event_log_rest"))
            for _ in 0..<2 { _ = try await test.database.query("SELECT ensure_event_log_partitions(2)") }
            #expect(try await test.database.query(sql).map { try $0.string("name") } == before)
            _ = try await test.database.query("SELECT ensure_event_log_partitions(14)")
            #expect(try await test.database.query(sql).count == 16)
            try await append([change(1)], to: test.database)
            #expect(try await test.database.count("SELECT count(*) AS n FROM event_log_rest") == 0)
        }
    }

    @Test("two servers that make partitions at the same time do not fail")
    func partitionsTogether() async throws {
        try await withAreaDatabase { test in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<6 {
                    group.addTask { _ = try await test.database.query("SELECT ensure_event_log_partitions(8)") }
                }
                try await group.waitForAll()
            }
        }
    }

    @Test("the stream's data wraps a finding and passes other payloads as they are")
    func streamData() async throws {
        try await withAreaDatabase { test in
            let host = UUID.v7()
            try await append([change(5, host: host), finding(host: host)], to: test.database)
            let events = try await log.read(after: 0, kinds: nil, limit: 2, from: test.database)
            let plain = try JSONValue(parsing: events[0].streamData())
            #expect(plain["kind"] == "host.changed" && plain["payload"] == ["n": 5])
            #expect(plain["timestamp"] == .string(events[0].detectedAt.description))
            let payload = try JSONValue(parsing: events[1].streamData())["payload"]
            #expect(payload?["HostID"] == .string(host.text) && payload?["Code"] == "system.package.updated")
            #expect(payload?["Severity"] == "low" && payload?["Detail"] == ["a": 1] && payload?["PluginID"] == "p")
        }
    }
}
