import Testing

@testable import PluginHost

@Suite(.serialized) struct FirstPartyPluginTests {
    @Test("the plugins that ship run in the full sandbox and never run into it")
    func swiftPlugins() async throws {
        let log = Happenings()
        try await HostileFixture.withHost(try HostileFixture.shippedPlugins(), log: log) { host in
            for role in [ProbeRole.connectivity, .systemInfo, .discovery] {
                let probe = try #require(host.probe(role: role))
                let outcome = try await HostileFixture.call(host, probe.pluginID, probe: probe.probe)
                #expect(outcome.resultValue.object != nil)
            }
            for status in host.statuses {
                let sandbox = try #require(status.runner.sandbox)
                #expect(sandbox.hasSystemCallFilter)
                #expect(sandbox.userID != 0)
            }
        }
        #expect(log.violations == [])
        #expect(log.crashes == [])
    }
}
