import RunnerWire
import Testing

@Suite("Runner: calls")
struct CallTests {
    @Test("messages larger than a frame are put together and cut up, both ways")
    func fragments() throws {
        let runner = try RunnerDriver("echo")
        #expect(try runner.create().code == 0)
        let padding = String(repeating: "abcdefgh", count: 800_000)
        try runner.start(1, #"{"padding":"\#(padding)"}"#)
        let answer = try runner.result()
        #expect(answer.code == 0)
        #expect(answer.frames == 25)
        #expect(answer.text.hasPrefix(#"{"params":{"padding":"\#(padding)"},"previous":null"#))
    }

    @Test("stale, forged and zero handles are refused, and so is a thread that outlives its call")
    func handles() throws {
        let runner = try RunnerDriver("stale-handle")
        #expect(try runner.create().code == 0)
        for call: UInt64 in 1...4 {
            try runner.start(call, #"{"thread":true}"#)
            let answer = try runner.result()
            #expect(answer.code == 0)
            #expect(answer.text.contains(#""accepted":0"#), "\(answer.text)")
            #expect(answer.text.contains(#""late_code":\#(call == 1 ? 1 : -1)"#), "\(answer.text)")
        }
    }

    @Test("a result twice, none at all, and an undefined code", arguments: ["twice", "none", "code", "positive"])
    func results(_ what: String) throws {
        let runner = try RunnerDriver("bad-json")
        #expect(try runner.create().code == 0)
        try runner.start(1, #"{"what":"\#(what)"}"#)
        let answer = try runner.result()
        #expect(answer.code == (what == "twice" ? 0 : -99))
        let reasons = [
            "none": "returned OW_OK without a result", "code": "run() returned the undefined code -4711",
            "positive": "run() returned the undefined code 1",
        ]
        #expect(answer.failMessage == reasons[what, default: ""])
    }

    @Test("events: credit holds them back, the manifest's limit is final, an undeclared type is denied")
    func events() throws {
        let runner = try RunnerDriver("echo")
        #expect(try runner.create().code == 0)
        var seen: UInt32 = 0
        try runner.start(1, #"{"events":12345}"#)
        let answer = try runner.result { seen += try runner.acknowledge($0) }
        #expect(answer.code == 0 && answer.events == 12345 && seen == 12345)
        try runner.start(2, #"{"events":11}"#, limits: [10])
        #expect(try runner.result().code == -6)
        try runner.start(3, #"{"events":1,"event_type":1}"#)
        #expect(try runner.result().code == -3)
    }

    @Test("without credit a flood stops, and ends with the call")
    func flood() throws {
        let runner = try RunnerDriver("flood")
        #expect(try runner.create().code == 0)
        try runner.start(1, #"{"what":"events"}"#)
        var seen: UInt32 = 0
        while seen < OW_WIRE_EVENT_CREDIT {
            var fields = WireReader(try runner.receive(OW_WIRE_EMIT).body)
            seen += try fields.integer(UInt32.self)
        }
        try runner.cancel(1)
        let answer = try runner.result()
        #expect(answer.code == -4 && answer.events == OW_WIRE_EVENT_CREDIT && seen == OW_WIRE_EVENT_CREDIT)
    }

    @Test("a flood of log lines is cut off, and what was dropped is counted")
    func logFlood() throws {
        let runner = try RunnerDriver("flood")
        #expect(try runner.create().code == 0)
        try runner.start(1, #"{"what":"log"}"#)
        var lines = 0
        var dropped: UInt32 = 0
        while dropped == 0 {
            var fields = WireReader(try runner.receive(OW_WIRE_LOG).body)
            _ = try fields.integer(Int32.self)
            dropped = try fields.integer()
            lines += 1
        }
        try runner.cancel(1)
        #expect(try runner.result().code == -4)
        #expect(lines <= 450)
    }

    @Test("cancellation wakes wait() and reaches the plugin's cancel() once")
    func cancel() throws {
        let runner = try RunnerDriver("polite-hang")
        #expect(try runner.create().code == 0)
        try runner.start(1, "{}")
        try runner.start(2, "{}")
        try runner.cancel(2, deadline: true)
        let second = try runner.result()
        #expect(second.code == -5)
        // Time for the first call to be inside wait(): before that, cancel() has nothing to tell it.
        try runner.start(3, "{}")
        try runner.cancel(3)
        _ = try runner.result()
        try runner.cancel(1)
        let first = try runner.result()
        #expect(first.code == -4 && first.failMessage.hasPrefix("wait() gave -4, cancelled() is 1"))
    }

    @Test("a call that never returns keeps nobody else from being served")
    func busyCall() throws {
        let runner = try RunnerDriver("hang")
        #expect(try runner.create().code == 0)
        let clock = ContinuousClock()
        let start = clock.now
        try runner.start(1, "{}")
        try runner.send(OW_WIRE_HEALTH, [UInt8](repeating: 0, count: 8), call: 2)
        _ = try runner.receive(OW_WIRE_HEALTHY)
        #expect(clock.now - start < .seconds(2))
    }

    @Test("calls beyond max_concurrent wait for their turn, and all are answered")
    func backlog() throws {
        let runner = try RunnerDriver("echo", concurrency: 2)
        #expect(try runner.create().code == 0)
        let clock = ContinuousClock()
        let start = clock.now
        for call in 1...6 { try runner.start(UInt64(call), #"{"sleep_ms":100}"#) }
        for _ in 1...6 { #expect(try runner.result().code == 0) }
        #expect(clock.now - start > .milliseconds(290))
        // And back to back, where the same thread reads and runs.
        for call in 7...500 {
            try runner.start(UInt64(call), "{}")
            #expect(try runner.result().code == 0)
        }
    }

    @Test("a service call outlives its call's cancellation by two seconds at most")
    func abandonedService() throws {
        let runner = try RunnerDriver("echo")
        #expect(try runner.create().code == 0)
        try runner.start(1, #"{"kv_key":"k"}"#)
        let request = try runner.receive(OW_WIRE_SERVICE_REQUEST)
        let clock = ContinuousClock()
        let cancelled = clock.now
        try runner.cancel(1)
        #expect(try runner.result().code == -4)
        #expect(clock.now - cancelled > .milliseconds(1900) && clock.now - cancelled < .seconds(6))
        // The host's late answer is dropped, and the next call is served.
        try runner.send(OW_WIRE_SERVICE_REPLY, [0, 0, 0, 0], call: 1, sequence: request.sequence)
        try runner.start(2, "{}")
        #expect(try runner.result().code == 0)
    }

    @Test("a service that is not granted is not there")
    func notGranted() throws {
        let runner = try RunnerDriver("echo", services: ["ow.kv/1"])
        #expect(try runner.create().code == 0)
        try runner.start(1, #"{"exec":"id"}"#)
        #expect(try runner.result().code == -2)
    }

    @Test("a draining runner finishes its calls and takes no new ones")
    func drain() throws {
        let runner = try RunnerDriver("echo")
        #expect(try runner.create().code == 0)
        try runner.start(1, #"{"sleep_ms":300}"#)
        try runner.send(OW_WIRE_DRAIN)
        try runner.start(2, "{}")
        let codes = try [runner.result().code, runner.result().code]
        #expect(codes == [-9, 0])
        _ = try runner.receive(OW_WIRE_BYE)
        #expect(try runner.exitCode() == 0)
    }

    @Test(
        "a crash ends the process with its signal",
        arguments: [("segv", -11), ("abort", -6), ("exit", 7), ("stack", -11)] as [(String, Int32)])
    func crash(_ how: String, _ code: Int32) throws {
        let runner = try RunnerDriver("crash")
        #expect(try runner.create().code == 0)
        try runner.start(1, #"{"how":"\#(how)"}"#)
        #expect(throws: RunnerDriver.Closed.self) { _ = try runner.result() }
        #expect(try runner.exitCode() == code)
    }
}
