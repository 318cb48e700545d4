import Foundation
import JSON
import TestSupport
import Testing

extension SystemTests {
    /// What becomes of plugins when the trust in their vendor ends.
    @Suite("Plugin trust", .server(.init(ownTrust: true)))
    struct PluginTrust {
        @Test("SIGHUP takes up a revoked key: its plugins are rejected and drained, and come back when it is lifted")
        func hangUp() async throws {
            let server = try OpenWatchServer.current
            let stage = try await PluginStage.make(server, name: "withdrawn")
            #expect(try await stage.answer() == "0.1.0+0")
            let pid = try #require(try await stage.detail()["plugin"]?["runner"]?["pid"]?.integer)
            func hangUp(until state: String) async throws {
                kill(try #require(server.process), SIGHUP)
                try await wait(until: "the plugin to be \(state)") { try await stage.state() == state }
            }
            try server.trust("revoked", "[revoked]\nkey_ids = [\"\(stage.vendor.keyID)\"]\n")
            try await hangUp(until: "rejected")
            try await wait(until: "its runner to be gone") { kill(pid_t(pid), 0) != 0 }
            #expect(try await stage.detail()["plugin"]?["reason"]?.string?.contains("revoked") == true)
            // The role is filled by who else claims it.
            #expect(try await stage.run().text.contains("0.1.0+0") == false)
            try await wait(until: "the audit row") { try await !stage.audit("plugin.rejected").isEmpty }

            try FileManager.default.removeItem(atPath: server.trustDirectory + "/revoked.toml")
            try await hangUp(until: "ready")
            #expect(try await stage.answer() == "0.1.0+0")
            let records = try await server.get("plugins").json["records"]
            #expect(records?["lost"] == 0 && records?["merged"] == 0, "\(records ?? .null)")
        }
    }
}
