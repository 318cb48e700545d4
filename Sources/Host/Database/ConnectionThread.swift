import Core
import NIOConcurrencyHelpers

/// A serial executor that is one thread, so that an actor may block in libpq and is never entered by two threads.
///
/// The thread starts with the first job and ends after `stop()`. Its actor calls `stop()` from its `deinit`, after
/// which no job can arrive, because a job would have kept the actor alive.
///
/// `@unchecked Sendable` is safe because the variables are only touched while `hasNews` is locked.
final class ConnectionThread: SerialExecutor, @unchecked Sendable {
    private let hasNews = ConditionLock(value: false)
    private var jobs: [UnownedJob] = []
    private var hasStarted = false
    private var isStopped = false

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        hasNews.lock()
        jobs.append(job)
        let mustStart = !hasStarted
        hasStarted = true
        hasNews.unlock(withValue: true)
        guard mustStart else { return }
        do {
            try DedicatedThread.start(named: "openwatch-pg") { self.loop() }
        } catch {
            // Without a thread the job would never run and its task would hang: run it here, blocking the caller, and
            // try again with the next job.
            hasNews.lock()
            let stranded = jobs
            jobs.removeAll()
            hasStarted = false
            hasNews.unlock(withValue: false)
            for job in stranded { job.runSynchronously(on: asUnownedSerialExecutor()) }
        }
    }

    func asUnownedSerialExecutor() -> UnownedSerialExecutor {
        UnownedSerialExecutor(ordinary: self)
    }

    func stop() {
        hasNews.lock()
        isStopped = true
        hasNews.unlock(withValue: true)
    }

    private func loop() {
        var running: [UnownedJob] = []
        while true {
            hasNews.lock(whenValue: true)
            let isLastRound = isStopped
            swap(&running, &jobs)
            hasNews.unlock(withValue: false)
            for job in running { job.runSynchronously(on: asUnownedSerialExecutor()) }
            running.removeAll(keepingCapacity: true)
            if isLastRound { return }
        }
    }
}
