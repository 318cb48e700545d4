import JSON
import PluginABI
import PluginKit
import PluginTestSupport
import SSHConnectivityProbe
import Testing

@Suite("SSH connectivity plugin")
struct SSHConnectivityPluginTests {
    private func run(_ script: ScriptedHost.Script, parameters: String = "{}") throws -> ScriptedHost.Outcome {
        let outcome = ScriptedHost(script).run(parameters: parameters) {
            PluginEntry.table(for: SSHConnectivityPlugin.self)
        }
        if let result = outcome.result {
            #expect(try SchemaCheck.faults(result, PluginPackage("ssh-connectivity").schema("result")) == [])
        }
        return outcome
    }

    @Test("says the same id and version in manifest, note and class")
    func identity() throws {
        let (manifest, note) = try PluginPackage("ssh-connectivity").identities()
        #expect(manifest == ["org.openwatch.ssh-connectivity", "0.1.0"])
        #expect(try note == manifest && run(ScriptedHost.Script()).identity == manifest)
    }

    @Test("opens one fresh connection, asks for root once, and gives the connection back")
    func works() throws {
        let outcome = try run(ScriptedHost.Script())
        #expect(outcome.code == OW_OK)
        #expect(outcome.openFlags == [UInt32(OW_SSH_FRESH)])
        #expect(outcome.commands == ["privilege"])
        #expect(outcome.closes == 1)
        #expect(outcome.events == 0)
        let result = try #require(outcome.result)
        #expect(result["reachable"] == true && result["first_failed_rung"] == nil)
        #expect(result["privilege"] == "sudo" && result["auth_method"] == "password")
        #expect(result["auth_methods_offered"] == ["publickey", "password"])
        #expect(result["host_key"]?["status"] == "first_use")
        #expect(result["rungs"]?.array?[0]["latency_ms"] == .number(2.1))
        #expect((result["total_ms"]?.double ?? 0) > 0)
    }

    @Test("an unreachable host is a result and no failure")
    func refused() throws {
        var script = ScriptedHost.Script()
        script.openCode = Int32(OW_E_UNREACHABLE)
        script.reached = Int32(OW_RUNG_RESOLVE)
        script.failed = Int32(OW_RUNG_TCP)
        script.failureCode = "connection_refused"
        let outcome = try run(script)
        #expect(outcome.code == OW_OK && outcome.commands.isEmpty)
        #expect(outcome.result?["reachable"] == false)
        #expect(outcome.result?["error_type"] == "connection_refused")
        #expect(outcome.result?["rungs"]?.array?[0]["message"] == "The connection failed.")
    }

    @Test("refused credentials leave the host reachable")
    func authentication() throws {
        var script = ScriptedHost.Script()
        script.openCode = Int32(OW_E_AUTH)
        script.reached = Int32(OW_RUNG_HOSTKEY)
        script.failed = Int32(OW_RUNG_AUTH)
        script.failureCode = "authentication_failed"
        let outcome = try run(script)
        #expect(outcome.code == OW_OK && outcome.commands.isEmpty)
        #expect(outcome.result?["reachable"] == true)
        #expect(outcome.result?["first_failed_rung"] == "authentication")
    }

    @Test("a host that was not tried is not called unreachable", arguments: [OW_E_LIMIT, OW_E_DENIED, OW_E_CANCELLED])
    func notTried(code: Int) throws {
        var script = ScriptedHost.Script()
        script.openCode = Int32(code)
        script.handsOutHandle = false
        script.reached = Int32(OW_RUNG_NONE)
        let outcome = try run(script)
        #expect(outcome.code == Int32(code))
        #expect(outcome.results.isEmpty)
    }

    @Test("a refused sudo is a result")
    func sudo() throws {
        var script = ScriptedHost.Script()
        script.execCode = Int32(OW_E_DENIED)
        let outcome = try run(script)
        #expect(outcome.code == OW_OK)
        #expect(outcome.result?["reachable"] == true && outcome.result?["error_type"] == "privilege_denied")
        #expect(outcome.closes == 1)
    }

    @Test("a call that is cancelled during the privilege check has no result")
    func cancelled() throws {
        var script = ScriptedHost.Script()
        script.execCode = Int32(OW_E_CANCELLED)
        let outcome = try run(script)
        #expect(outcome.code == OW_E_CANCELLED && outcome.results.isEmpty)
    }

    @Test("leaves the privilege check out when asked to")
    func skip() throws {
        let outcome = try run(ScriptedHost.Script(), parameters: #"{"skip_privilege":true}"#)
        #expect(outcome.code == OW_OK && outcome.commands.isEmpty)
        #expect(outcome.result?["rungs"]?.array?[5]["attempted"] == false)
    }
}
