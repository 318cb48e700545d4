internal import Logging
import NIOConcurrencyHelpers

/// Listens on one connection for every channel that someone reads, and keeps listening across failures.
final class Notifier: Sendable {
    private typealias Readers = [UInt64: AsyncStream<String>.Continuation]

    private struct State {
        var readers: [String: Readers] = [:]
        var nextID: UInt64 = 0
        /// Channels that the current connection listens on.
        var listening: Set<String> = []
        var connection: Connection?
        var isFinished = false
    }

    /// Payloads kept for a slow reader.
    private static let bufferSize = 256

    private let pool: ConnectionPool
    private let logger: Logger
    private let state = NIOLockedValueBox(State())
    /// Tells `run()` that the set of channels has changed.
    private let changes: AsyncStream<Void>
    private let changed: AsyncStream<Void>.Continuation

    init(pool: ConnectionPool, logger: Logger) {
        self.pool = pool
        self.logger = logger
        (changes, changed) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    func subscribe(to channel: String) -> AsyncStream<String> {
        let (stream, continuation) = AsyncStream.makeStream(
            of: String.self, bufferingPolicy: .bufferingNewest(Self.bufferSize))
        let id = state.withLockedValue { state -> UInt64? in
            guard !state.isFinished else { return nil }
            state.nextID += 1
            state.readers[channel, default: [:]][state.nextID] = continuation
            if state.listening.contains(channel) { continuation.yield("") }
            return state.nextID
        }
        guard let id else {
            continuation.finish()
            return stream
        }
        continuation.onTermination = { [weak self] _ in self?.unsubscribe(id, from: channel) }
        announceChange()
        return stream
    }

    /// Ends every stream.
    func finish() {
        let readers = state.withLockedValue { state -> [Readers] in
            defer { state.readers.removeAll() }
            state.isFinished = true
            return Array(state.readers.values)
        }
        for reader in readers.flatMap(\.values) { reader.finish() }
        announceChange()
    }

    /// Connects while there are readers, and again with growing pauses after failures, until it is cancelled.
    func run() async {
        var pause = Duration.milliseconds(100)
        while !Task.isCancelled {
            if channels.isEmpty {
                // Returns at once when a change was announced meanwhile, and nil when the task is cancelled.
                var iterator = changes.makeAsyncIterator()
                if await iterator.next() == nil { return }
                continue
            }
            do {
                let connection = try await connect()
                pause = .milliseconds(100)
                try await listen(on: connection)
                await drop(connection)
            } catch {
                state.withLockedValue { $0.listening.removeAll() }
                guard !Task.isCancelled else { break }
                logger.warning("listening for notifications failed, will retry", metadata: ["error": "\(error)"])
                try? await Task.sleep(for: pause)
                pause = min(pause * 2, .seconds(10))
            }
        }
    }

    // MARK: - Connection

    private func connect() async throws -> Connection {
        let connection = try pool.makeConnection()
        let interrupt = StatementInterrupt()
        try await withTaskCancellationHandler {
            try await connection.open(interrupt)
        } onCancel: {
            interrupt.cancel()
        }
        return connection
    }

    private func drop(_ connection: Connection) async {
        state.withLockedValue { state in
            state.connection = nil
            state.listening.removeAll()
        }
        await connection.close()
    }

    /// Returns when nobody reads any more or the task is cancelled.
    private func listen(on connection: Connection) async throws {
        state.withLockedValue { $0.connection = connection }
        defer { state.withLockedValue { $0.connection = nil } }
        try await withTaskCancellationHandler {
            while !Task.isCancelled, try await adjust(connection) {
                for (channel, payload) in try await connection.notifications(waitingFor: .seconds(30)) {
                    deliver(payload, on: channel)
                }
            }
        } onCancel: {
            connection.wake()
        }
    }

    /// Makes the server's LISTEN set equal to what is read; false when nothing is.
    private func adjust(_ connection: Connection) async throws -> Bool {
        while true {
            let wanted = channels
            let current = state.withLockedValue { $0.listening }
            guard !wanted.isEmpty else { return false }
            // Looked at again after each round trip, which may have swallowed the wake-up of a newer reader.
            guard wanted != current else { return true }
            let added = wanted.subtracting(current)
            let commands =
                added.map { "LISTEN \(Self.quoted($0))" }
                + current.subtracting(wanted).map { "UNLISTEN \(Self.quoted($0))" }
            let reply = await connection.run(try commands.map { try Statement($0) }, StatementInterrupt())
            _ = try reply.get()
            // Readers that arrive from here on are told by `subscribe`; the others here.
            let waiting = state.withLockedValue { state -> [AsyncStream<String>.Continuation] in
                state.listening = wanted
                return added.flatMap { state.readers[$0].map { Array($0.values) } ?? [] }
            }
            for reader in waiting { reader.yield("") }
        }
    }

    private func deliver(_ payload: String, on channel: String) {
        let readers = state.withLockedValue { $0.readers[channel] ?? [:] }
        for reader in readers.values {
            if case .dropped = reader.yield(payload) { reader.yield("") }
        }
    }

    // MARK: - Readers

    private var channels: Set<String> { state.withLockedValue { Set($0.readers.keys) } }

    private func unsubscribe(_ id: UInt64, from channel: String) {
        state.withLockedValue { state in
            state.readers[channel]?[id] = nil
            if state.readers[channel]?.isEmpty ?? false { state.readers[channel] = nil }
        }
        announceChange()
    }

    private func announceChange() {
        changed.yield()
        state.withLockedValue { $0.connection }?.wake()
    }

    private static func quoted(_ channel: String) -> String {
        "\"" + channel.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }
}
