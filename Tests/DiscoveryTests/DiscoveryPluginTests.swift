import DiscoveryProbe
import JSON
import PluginABI
import PluginKit
import PluginTestSupport
import Testing

@Suite("Discovery plugin")
struct DiscoveryPluginTests {
    private func run(_ script: ScriptedHost.Script) -> ScriptedHost.Outcome {
        ScriptedHost(script).run { PluginEntry.table(for: DiscoveryPlugin.self) }
    }

    @Test("asks everything in one round trip over a shared connection")
    func works() throws {
        var script = ScriptedHost.Script()
        script.sections = try Recording("rhel-9").sections.map {
            ($0.id, Int32(OW_SECTION_OK), String(decoding: $0.output, as: UTF8.self))
        }
        let outcome = run(script)
        #expect(outcome.code == OW_OK)
        #expect(outcome.openFlags == [0] && outcome.collects == 1 && outcome.closes == 1 && outcome.events == 0)
        #expect(outcome.result == HostObservation(try Recording("rhel-9").report).result)
    }

    @Test("fails when the host answers nothing, and when it cannot be reached")
    func fails() {
        var script = ScriptedHost.Script()
        script.sections = [("os", Int32(OW_SECTION_TIMEOUT), ""), ("df", Int32(OW_SECTION_UNOBSERVED), "")]
        let silent = run(script)
        #expect(silent.code == OW_E_IO && silent.results.isEmpty)
        #expect(silent.failure == "The host let us in but answered no question.")
        script.openCode = Int32(OW_E_UNREACHABLE)
        #expect(run(script).code == OW_E_UNREACHABLE)
    }
}
