import Core
package import Database
import Foundation
package import Logging
import NIOConcurrencyHelpers
import ServiceLifecycle

/// Reads the log once for all subscribers of this process and hands each event on.
///
/// A subscriber first reads what it missed from the log, then follows. One that cannot keep up is cut off and resumes
/// from its last position; nobody waits for it and nothing is lost.
package final class EventBroadcaster: Service {
    private struct State {
        var subscribers: [UInt64: AsyncStream<EncodedEvent>.Continuation] = [:]
        var nextID: UInt64 = 0
        var isStopped = false
    }

    /// A frame of the stream, encoded once for everybody.
    package struct EncodedEvent: Sendable {
        /// 0 for a heartbeat.
        package let position: Int64
        package let kind: String
        /// A whole frame of `text/event-stream`.
        package let frame: [UInt8]

        package var isHeartbeat: Bool { position == 0 }

        static let heartbeat = EncodedEvent(position: 0, kind: "", frame: Array(":keepalive\n\n".utf8))

        init(_ event: LoggedEvent) {
            var frame = Array("id: \(event.position)\nevent: \(event.kind)\ndata: ".utf8)
            frame.append(contentsOf: event.streamData())
            frame.append(contentsOf: "\n\n".utf8)
            self.init(position: event.position, kind: event.kind, frame: frame)
        }

        private init(position: Int64, kind: String, frame: [UInt8]) {
            self.position = position
            self.kind = kind
            self.frame = frame
        }
    }

    /// What one subscriber follows. Ends when the server stops, the subscriber falls too far behind or ends it.
    package struct Subscription: AsyncSequence, Sendable {
        package typealias Element = EncodedEvent

        private let events: AsyncStream<EncodedEvent>
        fileprivate let sink: AsyncStream<EncodedEvent>.Continuation

        fileprivate init() {
            (events, sink) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(bufferLimit))
        }

        package func makeAsyncIterator() -> AsyncStream<EncodedEvent>.Iterator { events.makeAsyncIterator() }

        /// Ends it; what is buffered can still be read.
        package func end() { sink.finish() }
    }

    /// How many missed events are read at a time.
    package static let catchUpPage = 500

    /// Events that wait for one subscriber before it is cut off.
    package static let bufferLimit = 1_024

    private let database: Database
    private let log = EventLog()
    private let logger: Logger
    private let state = NIOLockedValueBox(State())

    package init(database: Database, logger: Logger) {
        self.database = database
        self.logger = logger
    }

    /// Follows the log until graceful shutdown: wakes on notifications, and every 5 s in case one was lost.
    package func run() async throws {
        await cancelWhenGracefulShutdown {
            do {
                try await self.follow()
            } catch is CancellationError {
                return
            } catch {
                self.logger.error("event log reader failed", metadata: ["error": "\(error)"])
            }
        }
        let subscribers = state.withLockedValue { state -> [AsyncStream<EncodedEvent>.Continuation] in
            state.isStopped = true
            defer { state.subscribers = [:] }
            return Array(state.subscribers.values)
        }
        for subscriber in subscribers { subscriber.finish() }
    }

    private func follow() async throws {
        var position = try await log.lastPosition(from: database)
        try await withThrowingTaskGroup(of: Void.self) { group in
            let (wakes, wake) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
            let notifications = database.notifications(on: EventLog.channel)
            group.addTask { for await _ in notifications { wake.yield() } }
            group.addTask {
                while true {
                    try await Task.sleep(for: .seconds(5))
                    wake.yield()
                }
            }
            group.addTask { try await self.keepPartitions() }
            group.addTask {
                // Keeps proxies from cutting a quiet stream.
                while true {
                    try await Task.sleep(for: .seconds(15))
                    self.publish([.heartbeat])
                }
            }
            for await _ in wakes {
                do {
                    while true {
                        let events = try await log.read(after: position, kinds: nil, limit: 500, from: database)
                        guard let last = events.last else { break }
                        publish(events.map(EncodedEvent.init))
                        position = last.position
                    }
                } catch let error as DatabaseError {
                    logger.warning("event log cannot be read, trying again", metadata: ["error": "\(error)"])
                }
            }
            group.cancelAll()
        }
    }

    /// Makes the partitions of the coming months before they are needed.
    private func keepPartitions() async throws {
        while true {
            do {
                _ = try await database.query("SELECT ensure_event_log_partitions(2)", [])
            } catch let error as DatabaseError {
                logger.warning("event log partitions cannot be made", metadata: ["error": "\(error)"])
            }
            try await Task.sleep(for: .seconds(6 * 3_600))
        }
    }

    private func publish(_ events: [EncodedEvent]) {
        let subscribers = state.withLockedValue { $0.subscribers }
        guard !subscribers.isEmpty else { return }
        for event in events {
            for (id, subscriber) in subscribers {
                if case .dropped = subscriber.yield(event) {
                    // A gap must not be hidden: end the stream, the client resumes by position.
                    subscriber.finish()
                    state.withLockedValue { $0.subscribers[id] = nil }
                }
            }
        }
    }

    /// The live events from now on. Ends when the server stops or the subscriber falls too far behind.
    package func subscribe() -> Subscription {
        let subscription = Subscription()
        let id = state.withLockedValue { state -> UInt64? in
            guard !state.isStopped else { return nil }
            state.nextID += 1
            state.subscribers[state.nextID] = subscription.sink
            return state.nextID
        }
        guard let id else {
            subscription.end()
            return subscription
        }
        subscription.sink.onTermination = { [weak self] _ in self?.state.withLockedValue { $0.subscribers[id] = nil } }
        return subscription
    }

    /// What a subscriber missed: encoded events after a position, at most ``catchUpPage``.
    package func missed(after position: Int64, kinds: [String]) async throws -> [EncodedEvent] {
        try await log.read(after: position, kinds: kinds, limit: Self.catchUpPage, from: database).map(
            EncodedEvent.init)
    }
}
