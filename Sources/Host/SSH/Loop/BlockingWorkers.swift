import CSSH2
import Core
import Glibc
import NIOConcurrencyHelpers

/// A few threads for C calls that block or compute for long: name lookups and key derivation.
///
/// Threads start on demand and end with this object. A waiting caller gives up by its own deadline; the call itself
/// cannot be stopped and keeps its thread until it returns.
final class BlockingWorkers: Sendable {
    /// What the threads share; separate, so that they do not keep the owner alive.
    private final class Queue: Sendable {
        struct State {
            var work: [@Sendable () -> Void] = []
            var threads = 0
            var idle = 0
            var isClosed = false
        }

        /// The condition's value says whether a thread has reason to wake.
        let condition = ConditionLock(value: 0)
        let state = NIOLockedValueBox(State())

        func serve() {
            while true {
                condition.lock(whenValue: 1)
                let (next, closed, more) = state.withLockedValue { state in
                    let next = state.work.isEmpty ? nil : state.work.removeFirst()
                    if next != nil { state.idle -= 1 }
                    return (next, state.isClosed, !state.work.isEmpty || state.isClosed)
                }
                condition.unlock(withValue: more ? 1 : 0)
                if let next {
                    next()
                    state.withLockedValue { $0.idle += 1 }
                } else if closed {
                    return
                }
            }
        }
    }

    private let queue = Queue()
    private let maxThreads: Int
    private let maxWaiting: Int

    init(maxThreads: Int = 8, maxWaiting: Int = 4_096) {
        self.maxThreads = maxThreads
        self.maxWaiting = maxWaiting
    }

    deinit {
        queue.condition.lock()
        queue.state.withLockedValue { $0.isClosed = true }
        queue.condition.unlock(withValue: 1)
    }

    /// False when too much is waiting already.
    func submit(_ work: @escaping @Sendable () -> Void) -> Bool {
        queue.condition.lock()
        let (accepted, starts) = queue.state.withLockedValue { state in
            guard state.work.count < maxWaiting else { return (false, false) }
            state.work.append(work)
            let starts = state.work.count > state.idle && state.threads < maxThreads
            if starts {
                state.threads += 1
                state.idle += 1
            }
            return (true, starts)
        }
        queue.condition.unlock(withValue: 1)
        if starts {
            let queue = queue
            _ = DedicatedThread.start(name: "ssh-work") { queue.serve() }
        }
        return accepted
    }
}
