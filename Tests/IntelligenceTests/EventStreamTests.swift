import AreaTestSupport
import Contract
import Core
import Database
import EventLog
import Foundation
import HTTPTypes
import HummingbirdCore
import Logging
import NIOConcurrencyHelpers
import NIOCore
import ServiceLifecycle
import TestSupport
import Testing
import Web

@testable import Intelligence

@Suite("Event stream")
struct EventStreamTests {
    private typealias Bench = IntelligenceBench

    /// Hands what a response writes to the test.
    private struct Collector: ResponseBodyWriter {
        let parts: AsyncStream<String>.Continuation

        mutating func write(_ buffer: ByteBuffer) async throws { parts.yield(String(buffer: buffer)) }

        consuming func finish(_ trailingHeaders: HTTPFields?) async throws { parts.finish() }
    }

    private func append(_ kinds: [EventKind], to database: Database) async throws {
        let events = kinds.map { NewEvent($0, body: RawJSON(text: "{}"), occurredAt: .now()) }
        try await database.transaction { try await EventLog().append(events, in: $0) }
    }

    private static func header(_ value: String) throws -> HTTPFields {
        [try #require(HTTPField.Name("Last-Event-ID")): value]
    }

    @Test("the stream needs a known topic, and a Last-Event-ID that is a position")
    func parameters() async throws {
        try await withAreaDatabase { test in
            let routes = EventStreamRoutes(
                broadcaster: EventBroadcaster(database: test.database, logger: .quiet), recheck: { $0 }
            ).routes
            for query in [[:], ["topics": ""], ["topics": "nothing,other"], ["topics": ","]] {
                let error = await apiError {
                    _ = try await Bench.call(OperationCatalog.getEvents, of: routes, query: query)
                }
                #expect(error?.code == .validationFieldRequired)
            }
            for text in ["x", "-1", "1.5", "", "99999999999999999999"] {
                let headers = try Self.header(text)
                let error = await apiError {
                    _ = try await Bench.call(
                        OperationCatalog.getEvents, of: routes, query: ["topics": "host.changed"], headers: headers)
                }
                #expect(error?.code == .requestHeaderInvalid, "\(text)")
            }
            let response = try await Bench.call(
                OperationCatalog.getEvents, of: routes, query: ["topics": " host.changed ,unknown"])
            #expect(response.headers[.contentType] == "text/event-stream")
            #expect(response.headers[.cacheControl]?.contains("no-store") == true)
        }
    }

    @Test("a client that resumes gets what it missed of its topics, then what happens, each once and in order")
    func resume() async throws {
        try await withAreaDatabase { test in
            let broadcaster = EventBroadcaster(database: test.database, logger: .quiet)
            let group = ServiceGroup(services: [test.database, broadcaster], logger: .quiet)
            try await append(Array(repeating: .hostChanged, count: 3), to: test.database)
            let mark = try await EventLog().lastPosition(from: test.database)
            // More than one page of missed events, with others between them.
            for _ in 0..<3 {
                try await append(Array(repeating: .hostChanged, count: 250) + [.hostDiscovered], to: test.database)
            }
            let headers = try Self.header("\(mark)")
            let routes = EventStreamRoutes(broadcaster: broadcaster, recheck: { $0 }).routes
            let response = try await Bench.call(
                OperationCatalog.getEvents, of: routes, query: ["topics": "host.changed"], headers: headers)
            guard case .stream(let write) = response.body else {
                Issue.record("not a stream")
                return
            }
            let (parts, continuation) = AsyncStream.makeStream(of: String.self)
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                tasks.addTask { try await group.run() }
                try await Task.sleep(for: .milliseconds(500))
                tasks.addTask {
                    var writer: any ResponseBodyWriter = Collector(parts: continuation)
                    try await write(&writer)
                    continuation.finish()
                }
                var frames: [String] = []
                for await part in parts {
                    guard !part.hasPrefix(":") else { continue }
                    frames.append(part)
                    if frames.count == 750 { try await append([.hostDiscovered, .hostChanged], to: test.database) }
                    if frames.count == 751 { break }
                }
                let positions = frames.compactMap { frame in
                    frame.firstMatch(of: /^id: (\d+)\nevent: host\.changed\n/).flatMap { Int64($0.1) }
                }
                #expect(positions.count == 751 && positions == positions.sorted() && Set(positions).count == 751)
                #expect(positions.first.map { $0 > mark } == true)
                await group.triggerGracefulShutdown()
                try await tasks.waitForAll()
            }
        }
    }

    private enum Change: CaseIterable {
        case sessionEnded
        case permissionTaken
        case databaseAway
    }

    @Test(
        "a stream ends soon after its caller's session or permission, and not when nobody can tell",
        arguments: Change.allCases)
    private func sessionEnd(_ change: Change) async throws {
        try await withAreaDatabase { test in
            struct Away: Error {}
            let broadcaster = EventBroadcaster(database: test.database, logger: .quiet)
            let hasChanged = NIOLockedValueBox(false)
            let asked = NIOLockedValueBox(0)
            let routes = EventStreamRoutes(broadcaster: broadcaster, recheckInterval: .milliseconds(50)) { caller in
                asked.withLockedValue { $0 += 1 }
                guard hasChanged.withLockedValue(\.self) else { return caller }
                switch change {
                case .sessionEnded: return nil
                case .permissionTaken: return .anonymous(address: nil, userAgent: nil)
                case .databaseAway: throw Away()
                }
            }.routes
            let response = try await Bench.call(
                OperationCatalog.getEvents, of: routes, query: ["topics": "host.changed"])
            guard case .stream(let write) = response.body else {
                Issue.record("not a stream")
                return
            }
            let (parts, continuation) = AsyncStream.makeStream(of: String.self)
            try await withThrowingTaskGroup(of: Bool.self) { tasks in
                tasks.addTask {
                    var writer: any ResponseBodyWriter = Collector(parts: continuation)
                    do { try await write(&writer) } catch is CancellationError { return false }
                    return !Task.isCancelled
                }
                var connected = parts.makeAsyncIterator()
                #expect(await connected.next() == ": connected\n\n")
                while asked.withLockedValue(\.self) < 3 { try await Task.sleep(for: .milliseconds(10)) }
                hasChanged.withLockedValue { $0 = true }
                if change == .databaseAway {
                    let before = asked.withLockedValue(\.self)
                    while asked.withLockedValue(\.self) < before + 5 { try await Task.sleep(for: .milliseconds(10)) }
                    tasks.cancelAll()
                    #expect(try await tasks.next() == false, "it was still open")
                } else {
                    tasks.addTask {
                        try await Task.sleep(for: .seconds(20))
                        return false
                    }
                    #expect(try await tasks.next() == true, "it ended by itself")
                    tasks.cancelAll()
                }
            }
        }
    }
}
