import Glibc
import NIOConcurrencyHelpers

/// Runs tasks on the thread that serves a plugin's runner, so that a caller which asks call after call is on the spot
/// when its reply arrives: no other thread has to be woken.
///
/// Prefer it with `withTaskExecutorPreference` around many calls of one plugin. A task on it must not block or compute
/// for long: the runner's messages and its calls' deadlines wait meanwhile. While the plugin has no runner, tasks run on
/// the cooperative pool as usual.
package final class RunnerExecutor: TaskExecutor {
    private struct State {
        var jobs: [UnownedJob] = []
        /// Which of the plugin's runner threads serves; the newest that lives. 0 = none.
        var server = 0
        var thread = pthread_t()
        /// Set while that thread waits for its descriptors.
        var isWaiting = false
        var wake: Int32 = -1
    }

    private let state = NIOLockedValueBox(State())

    package init() {}

    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let isServed = state.withLockedValue { state -> Bool in
            guard state.server != 0 else { return false }
            state.jobs.append(job)
            // Only the first job of a pause wakes the thread.
            if state.isWaiting {
                state.isWaiting = false
                RunnerProcess.signal(state.wake)
            }
            return true
        }
        if !isServed { globalConcurrentExecutor.enqueue(job) }
    }

    // MARK: - On a runner's thread

    /// From now on the calling thread serves, and wakes when `wake` is written to. A newer one takes over.
    func serve(as number: Int, wake: Int32) {
        state.withLockedValue { state in
            guard number > state.server else { return }
            // A thread that waits would not look at the jobs again.
            if state.isWaiting { RunnerProcess.signal(state.wake) }
            state.server = number
            state.isWaiting = false
            state.wake = wake
        }
    }

    /// The calling thread serves no more: what is left goes to the cooperative pool.
    func leave(_ number: Int) {
        let jobs = state.withLockedValue { state -> [UnownedJob] in
            guard state.server == number else { return [] }
            defer { state.jobs = [] }
            state.server = 0
            state.isWaiting = false
            state.wake = -1
            return state.jobs
        }
        for job in jobs { globalConcurrentExecutor.enqueue(job) }
    }

    /// Runs the jobs that are there, if this thread serves; false if there are none. `batch` is kept between calls for its
    /// memory.
    func runJobs(as number: Int, batch: inout [UnownedJob]) -> Bool {
        state.withLockedValue { state in
            guard state.server == number, !state.jobs.isEmpty else { return }
            swap(&state.jobs, &batch)
        }
        guard !batch.isEmpty else { return false }
        let executor = asUnownedTaskExecutor()
        for job in batch { job.runSynchronously(on: executor) }
        batch.removeAll(keepingCapacity: true)
        return true
    }

    /// The thread is about to wait: false if there are jobs, and it must not.
    func mayWait(as number: Int) -> Bool {
        state.withLockedValue { state in
            guard state.server == number else { return true }
            state.isWaiting = state.jobs.isEmpty
            return state.isWaiting
        }
    }

    /// It has woken up.
    func woke(as number: Int) {
        state.withLockedValue { state in
            if state.server == number { state.isWaiting = false }
        }
    }
}
