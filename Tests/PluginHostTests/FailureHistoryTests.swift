import Testing

@testable import PluginHost

@Suite struct FailureHistoryTests {
    @Test("the pause doubles up to its limit, less a little by chance")
    func pauses() {
        var timing = RunnerTiming()
        timing.crashLimit = 1_000
        var history = FailureHistory(timing: timing)
        for seconds in [1, 2, 4, 8, 16, 32, 60, 60, 60] as [UInt64] {
            _ = history.failed(now: 1_000_000_000, pauses: true)
            let pause = history.notBefore - 1_000_000_000
            #expect(pause <= seconds * 1_000_000_000 && pause >= seconds * 750_000_000)
        }
        history.succeeded()
        _ = history.failed(now: 0, pauses: true)
        #expect(history.notBefore <= 1_000_000_000)
    }

    @Test("three failures in five minutes mean fifteen minutes of quarantine, three in a longer time do not")
    func quarantine() {
        let minute: UInt64 = 60_000_000_000
        var history = FailureHistory(timing: RunnerTiming())
        #expect(history.failed(now: 10 * minute, pauses: true) == nil)
        #expect(history.failed(now: 13 * minute, pauses: true) == nil)
        #expect(history.failed(now: 16 * minute, pauses: true) == nil)
        #expect(history.failed(now: 17 * minute, pauses: false) != nil)
        #expect(history.quarantinedUntil(now: 31 * minute) != nil)
        #expect(history.quarantinedUntil(now: 33 * minute) == nil)
        history.release(now: 33 * minute)
        #expect(history.inRow == 0)
        #expect(history.failed(now: 33 * minute, pauses: true) == nil)
    }

    @Test("a flood of log lines is held back and counted")
    func logs() {
        var throttle = LogThrottle()
        let passed = (0..<1_000).compactMap { _ in throttle.admit(now: 1, droppedBefore: 0) }
        #expect(passed.count == 200)
        #expect(throttle.admit(now: 1_000_000_001, droppedBefore: 5) == 805)
    }
}
