import AreaTestSupport
import Contract
import Core
import Database
import Foundation
import JSON
import Logging
import ServiceLifecycle
import TestSupport
import Testing

@testable import EventLog

@Suite("Event broadcaster")
struct BroadcasterTests {
    private func append(_ count: Int, to database: Database) async throws {
        let events = (0..<count).map {
            NewEvent(.hostChanged, body: RawJSON(text: "{\"n\":\($0)}"), occurredAt: .now())
        }
        try await database.transaction { try await EventLog().append(events, in: $0) }
    }

    /// Runs a broadcaster with its database's notifications until the body ends.
    private func withBroadcaster(
        _ body: @Sendable @escaping (EventBroadcaster, Database) async throws -> Void
    ) async throws {
        try await withAreaDatabase { test in
            let broadcaster = EventBroadcaster(database: test.database, logger: .quiet)
            let group = ServiceGroup(services: [test.database, broadcaster], logger: .quiet)
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                tasks.addTask { try await group.run() }
                defer { tasks.cancelAll() }
                try await self.waitUntilLive(broadcaster, test.database)
                try await body(broadcaster, test.database)
                await group.triggerGracefulShutdown()
                try await tasks.waitForAll()
            }
        }
    }

    /// The broadcaster begins at the log's end; events before that are nobody's.
    private func waitUntilLive(_ broadcaster: EventBroadcaster, _ database: Database) async throws {
        let stream = broadcaster.subscribe()
        try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask { await stream.first { !$0.isHeartbeat } != nil }
            group.addTask {
                while !Task.isCancelled {
                    try await append(1, to: database)
                    try await Task.sleep(for: .milliseconds(100))
                }
                return false
            }
            let isLive = try await group.next()
            #expect(isLive == true)
            group.cancelAll()
        }
    }

    @Test("an event reaches every subscriber within a second of its commit, encoded as a frame")
    func live() async throws {
        try await withBroadcaster { broadcaster, database in
            let streams = (0..<3).map { _ in broadcaster.subscribe() }
            let last = try await EventLog().lastPosition(from: database)
            let start = ContinuousClock.now
            try await append(2, to: database)
            for stream in streams {
                var events: [EventBroadcaster.EncodedEvent] = []
                for await event in stream where event.position > last {
                    events.append(event)
                    if events.count == 2 { break }
                }
                #expect(events.map(\.kind) == ["host.changed", "host.changed"])
                #expect(
                    events.first?.frame
                        == (try await broadcaster.missed(after: last, kinds: ["host.changed"])).first?.frame)
                let text = String(decoding: events[0].frame, as: UTF8.self)
                #expect(
                    text.hasPrefix("id: \(events[0].position)\nevent: host.changed\ndata: {\"kind\"")
                        && text.hasSuffix("\n\n"))
            }
            #expect(start.duration(to: .now) < .seconds(3))
        }
    }

    @Test("a subscriber that does not read is cut off after its buffer, and the others go on")
    func slow() async throws {
        try await withBroadcaster { broadcaster, database in
            let slow = broadcaster.subscribe()
            let quick = broadcaster.subscribe()
            let total = EventBroadcaster.bufferLimit + 600
            let last = try await EventLog().lastPosition(from: database)
            let reader = Task {
                var positions: [Int64] = []
                for await event in quick where event.position > last {
                    positions.append(event.position)
                    if positions.count == total { break }
                }
                return positions
            }
            for start in stride(from: 0, to: total, by: 100) { try await append(min(100, total - start), to: database) }
            let positions = await reader.value
            #expect(positions.count == total && positions == positions.sorted())
            var kept: [Int64] = []
            for await event in slow where !event.isHeartbeat { kept.append(event.position) }
            #expect(kept.count <= EventBroadcaster.bufferLimit && kept.count > EventBroadcaster.bufferLimit - 10)
            // It resumes from where it stands and misses nothing.
            var seen = try #require(kept.last)
            var rest: [Int64] = []
            while true {
                let page = try await broadcaster.missed(after: seen, kinds: ["host.changed"])
                #expect(page.count <= EventBroadcaster.catchUpPage)
                rest += page.map(\.position)
                guard let end = page.last else { break }
                seen = end.position
            }
            #expect((kept + rest).filter { $0 > last } == positions)
        }
    }

    @Test("missed events come in pages, of the asked kinds alone")
    func missed() async throws {
        try await withAreaDatabase { test in
            let broadcaster = EventBroadcaster(database: test.database, logger: .quiet)
            try await append(EventBroadcaster.catchUpPage + 7, to: test.database)
            let first = try await broadcaster.missed(after: 0, kinds: ["host.changed"])
            let second = try await broadcaster.missed(after: try #require(first.last).position, kinds: ["host.changed"])
            #expect(first.count == EventBroadcaster.catchUpPage && second.count == 7)
            #expect(try await broadcaster.missed(after: 0, kinds: ["host.discovered"]).isEmpty)
        }
    }

    @Test("stopping ends every stream, and a later subscription ends at once")
    func stop() async throws {
        try await withAreaDatabase { test in
            let broadcaster = EventBroadcaster(database: test.database, logger: .quiet)
            let group = ServiceGroup(services: [broadcaster], logger: .quiet)
            let stream = broadcaster.subscribe()
            let running = Task { try await group.run() }
            try await Task.sleep(for: .milliseconds(200))
            await group.triggerGracefulShutdown()
            try await running.value
            for await event in stream { #expect(event.isHeartbeat) }
            for await _ in broadcaster.subscribe() { Issue.record("a stopped broadcaster sent something") }
        }
    }

    @Test("a heartbeat is a comment that clients skip")
    func heartbeat() {
        let heartbeat = EventBroadcaster.EncodedEvent.heartbeat
        #expect(heartbeat.isHeartbeat && String(decoding: heartbeat.frame, as: UTF8.self) == ":keepalive\n\n")
    }

    @Test("a quiet stream gets a heartbeat within 15 seconds")
    func heartbeatOnStream() async throws {
        try await withBroadcaster { broadcaster, _ in
            let stream = broadcaster.subscribe()
            let start = ContinuousClock.now
            #expect(await stream.first { $0.isHeartbeat } != nil)
            #expect(start.duration(to: .now) < .seconds(20))
        }
    }
}
