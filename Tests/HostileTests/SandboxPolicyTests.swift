import Glibc
import JSON
import Logging
import Testing

@testable import PluginHost

/// What a host demands before it lets a plugin's code run.
@Suite(.serialized) struct SandboxPolicyTests {
    @Test("the status tells what protects the host")
    func report() async throws {
        let report = try #require(try await Attack.run("ctor-files").sandbox)
        #expect(report.hasSystemCallFilter)
        #expect(report.networkBarriers.contains(.systemCalls))
        #expect(report.confinesFiles == (report.landlockABI > 0))
        #expect(report.hasOwnAccount == (geteuid() == 0))
        if report.hasOwnAccount { #expect(RunnerAccounts.range.contains(report.userID)) }
        #expect(report.level == (report.confinesFiles ? 3 : report.hasOwnAccount ? 2 : 1))
    }

    private static func failure(
        _ plugin: String, log: Happenings, configure: (inout PluginHostConfiguration) -> Void
    ) async throws -> PluginError {
        var failure: PluginError?
        try await HostileFixture.withHost(
            try HostileFixture.directory(plugin), log: log, configure: configure
        ) { host in
            failure = await #expect(throws: PluginError.self) {
                try await HostileFixture.call(host, "org.openwatch.test.\(plugin)")
            }
        }
        return try #require(failure)
    }

    @Test("below the demanded level nothing of the plugin runs, and the error names both levels and a way out")
    func tooLow() async throws {
        let log = Happenings()
        let error = try await Self.failure("ctor-socket", log: log) { $0.minimumSandboxLevel = 4 }
        #expect(error.code == .sandbox)
        #expect(error.message.contains("level 3") && error.message.contains("level 4"), "\(error)")
        #expect(error.hint?.contains("plugins.minimum_sandbox_level") == true)
        // Its constructor would have run into the sandbox.
        #expect(log.violations == [])
    }

    @Test("an account that does not exist, or is root, is a fault that names it", arguments: ["no-such-user", "root"])
    func badAccount(name: String) async throws {
        let error = try await Self.failure("ctor-socket", log: Happenings()) { $0.runnerAccount = name }
        guard name != "root" || geteuid() != 0 else { return }
        #expect(error.code == .sandbox)
        #expect(error.message.contains(name), "\(error)")
    }

    @Test("a named account is what runners run as")
    func namedAccount() async throws {
        let log = Happenings()
        let nobody = try #require(getpwnam("nobody")).pointee.pw_uid
        try await HostileFixture.withHost(
            try HostileFixture.directory("ctor-files"), log: log, configure: { $0.runnerAccount = "nobody" }
        ) { host in
            _ = try await HostileFixture.call(host, "org.openwatch.test.ctor-files")
            #expect(host.statuses.first { $0.id.hasSuffix("ctor-files") }?.runner.sandbox?.userID == nobody)
        }
    }

    @Test("no two living runners share an account, and ended ones give theirs back")
    func accounts() throws {
        let accounts = RunnerAccounts()
        let first = try (0..<200).compactMap { _ in try accounts.take(named: nil) }
        #expect(first.count == 200)
        #expect(Set(first.map(\.userID)).count == 200)
        #expect(first.allSatisfy { $0.isOwn && RunnerAccounts.range.contains($0.userID) })
        for account in first { accounts.giveBack(account) }
        let second = try (0..<RunnerAccounts.range.count).compactMap { _ in try accounts.take(named: nil) }
        #expect(Set(second.map(\.userID)).count == RunnerAccounts.range.count)
        #expect(try accounts.take(named: nil) == nil)
    }
}
