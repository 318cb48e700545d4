import NIOConcurrencyHelpers

/// One call in flight: what its runner sends for it waits here until the call's task takes it.
final class ProbeCall: Sendable {
    enum Item: Sendable {
        case request(WireMessage)
        /// The body of an EMIT.
        case events([UInt8])
        /// The call was cancelled; its service work must stop. The call itself goes on until it is finished.
        case cancelled
        case finished(Finish)
    }

    enum Finish: Sendable {
        /// The body of a RESULT.
        case result([UInt8])
        /// The plugin did not return in time after its cancellation.
        case abandoned
        case failed(PluginError)
    }

    /// Service requests that may be unanswered at once.
    static let requestLimit = 32
    /// Bytes of events that may be unread at once: the wire's credit, and room for the counts in front of batches.
    static let eventLimit = 5 << 18

    private struct State {
        var queue: [Item] = []
        var waiter: CheckedContinuation<Item, Never>?
        var reason: ProbeCode?
        var giveUpAt: UInt64?
        var outstanding = 0
        var unreadEventBytes = 0
        var isFinished = false
    }

    let probe: Int
    /// What it runs on: a crash while it runs may be this pair's doing.
    let pair: ProbePair
    /// Monotonic.
    let deadline: UInt64
    let onProgress: (@Sendable (Double, String) -> Void)?
    private let state = NIOLockedValueBox(State())

    init(probe: Int, pair: ProbePair, deadline: UInt64, onProgress: (@Sendable (Double, String) -> Void)?) {
        self.probe = probe
        self.pair = pair
        self.deadline = deadline
        self.onProgress = onProgress
    }

    /// The next thing that happened. One task at a time may wait.
    func next() async -> Item {
        await withCheckedContinuation { continuation in
            let item = state.withLockedValue { state -> Item? in
                guard state.queue.isEmpty else { return state.queue.removeFirst() }
                state.waiter = continuation
                return nil
            }
            if let item { continuation.resume(returning: item) }
        }
    }

    /// Why the call was cancelled; nil if it was not.
    var cancellation: ProbeCode? { state.withLockedValue(\.reason) }

    /// When to write the call off; nil if it is not cancelled.
    var giveUpAt: UInt64? { state.withLockedValue(\.giveUpAt) }

    /// Marks the call; false if it was marked or finished before.
    func cancel(_ reason: ProbeCode, giveUpAt: UInt64) -> Bool {
        let isFirst = state.withLockedValue { state -> Bool in
            guard state.reason == nil, !state.isFinished else { return false }
            state.reason = reason
            state.giveUpAt = giveUpAt
            return true
        }
        if isFirst { deliver(.cancelled) }
        return isFirst
    }

    func finish(_ finish: Finish) {
        let isFirst = state.withLockedValue { state -> Bool in
            defer { state.isFinished = true }
            return !state.isFinished
        }
        if isFirst { deliver(.finished(finish)) }
    }

    /// False if too many requests are unanswered.
    func request(_ message: WireMessage) -> Bool {
        let isAdmitted = state.withLockedValue { state -> Bool in
            guard state.outstanding < Self.requestLimit else { return false }
            state.outstanding += 1
            return true
        }
        if isAdmitted { deliver(.request(message)) }
        return isAdmitted
    }

    func requestAnswered() {
        state.withLockedValue { $0.outstanding -= 1 }
    }

    /// False if the runner sent more than its credit.
    func events(_ body: [UInt8]) -> Bool {
        let isAdmitted = state.withLockedValue { state -> Bool in
            guard state.unreadEventBytes + body.count <= Self.eventLimit else { return false }
            state.unreadEventBytes += body.count
            return true
        }
        if isAdmitted { deliver(.events(body)) }
        return isAdmitted
    }

    func eventsRead(_ bytes: Int) {
        state.withLockedValue { $0.unreadEventBytes -= bytes }
    }

    private func deliver(_ item: Item) {
        let waiter = state.withLockedValue { state -> CheckedContinuation<Item, Never>? in
            guard let waiter = state.waiter else {
                state.queue.append(item)
                return nil
            }
            state.waiter = nil
            return waiter
        }
        waiter?.resume(returning: item)
    }
}
