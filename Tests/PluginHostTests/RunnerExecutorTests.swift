import Foundation
import JSON
import Testing

@testable import PluginHost

@Suite(.serialized) struct RunnerExecutorTests {
    /// The name of the thread that runs this task now.
    private static func threadName() async -> String {
        let name = try? String(contentsOfFile: "/proc/thread-self/comm", encoding: .utf8)
        return (name ?? "").trimmingCharacters(in: .newlines)
    }

    @Test("a task that prefers a runner's executor is resumed on that runner's thread, across a crash and its end")
    func thread() async throws {
        let directory = try PluginFixture.directory(of: ["crash"])
        let host = try PluginFixture.host(directory)
        let executor = try #require(host.executor(pluginID: "org.openwatch.test.crash"))
        await withTaskExecutorPreference(executor) {
            // No runner yet: the cooperative pool serves.
            #expect(await Self.threadName().hasPrefix("ow-runner") == false)
            for generation in 1...2 {
                for _ in 0..<3 {
                    await #expect(throws: Never.self) { try await host.call("crash", [:]) }
                    #expect(await Self.threadName() == "ow-runner-\(generation)")
                }
                let error = await #expect(throws: PluginError.self) { try await host.call("crash", ["how": "segv"]) }
                #expect(error?.code == .crashed)
                #expect(await Self.threadName() != "ow-runner-\(generation)")
            }
            await host.shutdown()
            #expect(await Self.threadName().hasPrefix("ow-runner") == false)
        }
        #expect(host.executor(pluginID: "org.openwatch.test.absent") == nil)
        try? FileManager.default.removeItem(atPath: directory)
    }

    @Test("many tasks on one runner's executor and beside it get each their own answer")
    func many() async throws {
        let directory = try PluginFixture.directory(of: ["echo"])
        try await PluginFixture.withHost(directory) { host in
            let executor = try #require(host.executor(pluginID: "org.openwatch.test.echo"))
            try await withThrowingTaskGroup(of: Void.self) { group in
                for worker in 0..<16 {
                    group.addTask(executorPreference: worker.isMultiple(of: 2) ? executor : nil) {
                        for number in 0..<50 {
                            let padding = "\(worker) \(number)"
                            let outcome = try await host.call("echo", ["padding": .string(padding), "events": 3])
                            #expect(outcome.resultValue["params"]?["padding"]?.string == padding)
                            #expect(outcome.events.count == 3)
                        }
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    @Test("a call's deadline holds for a caller on the runner's own thread")
    func deadline() async throws {
        let directory = try PluginFixture.directory(of: ["hang"])
        try await PluginFixture.withHost(directory, timing: { $0.grace = .milliseconds(200) }) { host in
            let executor = try #require(host.executor(pluginID: "org.openwatch.test.hang"))
            await withTaskExecutorPreference(executor) {
                let start = ContinuousClock.now
                let error = await #expect(throws: PluginError.self) {
                    try await host.call("hang", [:], timeout: .milliseconds(300))
                }
                #expect(error?.code == .deadline)
                #expect(ContinuousClock.now - start < .seconds(5))
            }
        }
    }
}
