import NIOConcurrencyHelpers

/// Lets a task's cancellation reach the statement that it waits for.
final class StatementInterrupt: Sendable {
    /// How long the server may take to confirm a cancellation before the connection is given up.
    let grace: Duration
    private let state = NIOLockedValueBox<(isCancelled: Bool, wakeup: Wakeup?)>((false, nil))

    init(grace: Duration = .seconds(5)) {
        self.grace = grace
    }

    var isCancelled: Bool { state.withLockedValue { $0.isCancelled } }

    /// Names the thread that waits now.
    func attach(_ wakeup: Wakeup?) {
        state.withLockedValue { $0.wakeup = wakeup }
    }

    func cancel() {
        let wakeup = state.withLockedValue { state in
            state.isCancelled = true
            return state.wakeup
        }
        wakeup?.signal()
    }
}
