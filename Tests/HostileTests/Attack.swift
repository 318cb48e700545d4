import JSON
import NIOConcurrencyHelpers
import Testing

@testable import PluginHost

/// One call of a hostile plugin, and what is left after it.
struct Attack {
    let outcome: Result<ProbeOutcome, PluginError>
    let log: Happenings
    let target: WatchedTarget
    /// The sandbox that it ran in; nil if its runner was gone when the call ended.
    let sandbox: SandboxReport?

    /// Calls the plugin once, then its neighbour in the same host, which must answer as if nothing had happened.
    static func run(
        _ plugin: String, _ parameters: JSONValue = .object([:]), timeout: Duration? = nil
    ) async throws -> Attack {
        let log = Happenings()
        let target = WatchedTarget()
        let outcome = NIOLockedValueBox<Result<ProbeOutcome, PluginError>?>(nil)
        let sandbox = NIOLockedValueBox<SandboxReport?>(nil)
        try await HostileFixture.withHost(try HostileFixture.directory(plugin), log: log) { host in
            _ = try await HostileFixture.call(host, HostileFixture.neighbour)
            let id = "org.openwatch.test.\(plugin)"
            do throws(any Error) {
                let answer = try await HostileFixture.call(host, id, parameters, target: target, timeout: timeout)
                outcome.withLockedValue { $0 = .success(answer) }
            } catch let error as PluginError {
                outcome.withLockedValue { $0 = .failure(error) }
            }
            sandbox.withLockedValue { $0 = host.statuses.first { $0.id == id }?.runner.sandbox }
            let answer = try await HostileFixture.call(host, HostileFixture.neighbour, ["sleep_ms": 1])
            #expect(answer.resultValue["probe"] == 0)
            #expect(host.statuses.first { $0.id == HostileFixture.neighbour }?.runner.restarts == 0)
        }
        let result = try #require(outcome.withLockedValue { $0 })
        return Attack(outcome: result, log: log, target: target, sandbox: sandbox.withLockedValue { $0 })
    }

    /// What the plugin found out; empty if its call failed.
    var findings: JSONValue { (try? outcome.get().resultValue) ?? .object([:]) }

    func found(_ name: String) -> Int64? { findings[name]?.integer }

    /// The call ended because its time was over, or the plugin answered in that very moment.
    var isDeadlineOrAnswer: Bool {
        switch outcome {
        case .success: findings["alive"] == true
        case .failure(let error): error.code == .deadline
        }
    }

    /// The failure of a call that must not succeed.
    func failure() throws -> PluginError {
        switch outcome {
        case .success(let answer):
            throw HostileFixture.Failure(
                description: "the call succeeded: \(String(decoding: answer.result.prefix(300), as: UTF8.self))")
        case .failure(let error): return error
        }
    }
}
