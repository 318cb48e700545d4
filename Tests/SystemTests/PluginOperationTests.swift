import Foundation
import JSON
import TestSupport
import Testing

extension SystemTests {
    /// What operators do with plugins, over the API of a running server.
    @Suite("Plugin operations", .server(.init(ownTrust: true)))
    struct PluginOperations {
        private static let bundled = "org.openwatch.discovery"

        @Test("a disabled plugin finishes its call in flight and takes no other; enabled, it answers again")
        func enabling() async throws {
            let server = try OpenWatchServer.current
            let stage = try await PluginStage.make(server, name: "enabling")
            #expect(try await stage.answer() == "0.1.0+0")
            #expect(try await stage.configure(["sleep_ms": 3_000]).status == 200)
            async let slow = stage.run()
            try await wait(until: "the call to be in flight") {
                (try await stage.detail()["plugin"]?["runner"]?["in_flight"]?.integer ?? 0) > 0
            }
            let disabled = try await server.post("plugins/\(stage.id):disable")
            #expect(disabled.status == 200 && disabled.json["plugin"]?["state"] == "disabled", "\(disabled.text)")
            #expect(disabled.json["draining_runners"] == 1)
            let finished = try await slow
            #expect(finished.status == 200, "\(finished.text)")

            let refused = try await stage.run()
            #expect(refused.status == 503 && refused.code == "plugins.unavailable", "\(refused.text)")
            try await wait(until: "the runner to be gone") { try await stage.detail()["draining_runners"] == 0 }
            let enabled = try await server.post("plugins/\(stage.id):enable")
            #expect(enabled.status == 200 && enabled.json["plugin"]?["state"] == "ready", "\(enabled.text)")
            #expect(try await stage.answer() == "0.1.0+0")
            for action in ["plugin.disabled", "plugin.enabled", "plugin.approved", "plugin.installed"] {
                let rows = try await stage.audit(action)
                #expect(rows.count == 1, "\(action)")
                #expect(rows.first?["actor_type"] == "user", "\(action)")
                #expect(rows.first?["actor_label"]?.string == OpenWatchServer.adminName, "\(action)")
                #expect(rows.first?["detail"]?["version"] == "0.1.0", "\(action)")
            }
        }

        @Test(
            "a version that wants more waits beside the old one, proves itself, and a crashing one goes back by itself")
        func versions() async throws {
            let server = try OpenWatchServer.current
            let stage = try await PluginStage.make(server, name: "versions")
            var next = stage.plugin
            #expect(try await stage.answer() == "0.1.0+0")

            next.version = "0.2.0"
            next.commands = ["uname"]
            let wider = try await server.install(try await stage.vendor.release(next))
            #expect(wider.status == 201 && wider.json["plugin"]?["version"] == "0.1.0", "\(wider.text)")
            let pending = wider.json["plugin"]?["pending_approval"]
            #expect(pending?["version"] == "0.2.0")
            let missing = pending?["missing_grants"]?.array?.compactMap(\.string) ?? []
            #expect(missing.count == 1 && missing.first?.contains("uname") == true, "\(missing)")
            #expect(wider.json["plugin"]?["state"] == "running" && wider.json["trial"] == nil)
            #expect(try await stage.answer() == "0.1.0+0")

            try await stage.approve("0.2.0")
            let trial = try await stage.detail()["trial"]
            #expect(trial?["version"] == "0.2.0" && trial?["calls_needed"] == 20, "\(trial ?? .null)")
            try await promote("0.2.0", stage)
            #expect(try await stage.audit("plugin.upgraded").count == 1)

            // What has run sets the floor, for packages that come and for those that are there.
            next.version = "0.0.9"
            let old = try await server.install(try await stage.vendor.release(next))
            #expect(old.status == 400 && old.code == "plugins.rejected" && old.detail?["reason"] == "downgrade")
            let back = try await server.post("plugins/\(stage.id):activate", ["version": "0.1.0"])
            #expect(back.status == 200 && back.json["chosen_version"] == "0.1.0", "\(back.text)")
            #expect(back.json["plugin"]?["version"] == "0.2.0" && back.json["trial"]?["version"] == "0.1.0")
            try await promote("0.1.0", stage)
            let again = try await server.post("plugins/\(stage.id):activate", [:])
            #expect(again.status == 200 && again.json["chosen_version"] == nil, "\(again.text)")
            try await promote("0.2.0", stage)

            next.version = "0.3.0"
            next.body = "abort();"
            let bad = try await server.install(try await stage.vendor.release(next))
            #expect(bad.status == 201 && bad.json["trial"]?["version"] == "0.3.0", "\(bad.text)")
            try await wait(until: "0.3.0 to be rolled back") {
                #expect(try await stage.answer() == "0.2.0+0")
                return try await stage.detail()["trial"] == nil
            }
            let detail = try await stage.detail()
            let found = detail["versions"]?.array?.first { $0["version"] == "0.3.0" }
            #expect(found?["rolled_back"] == true && detail["plugin"]?["version"] == "0.2.0", "\(detail)")
            let rows = try await wait(for: "the audit row") {
                let rows = try await stage.audit("plugin.rolled_back")
                return rows.isEmpty ? nil : rows
            }
            #expect(rows.first?["detail"]?["version"] == "0.3.0" && rows.first?["actor_type"] == "system")
            #expect(try await stage.audit("plugin.version_chosen").count == 2)
        }

        /// Calls until a version serves; every call on the way is answered.
        private func promote(_ version: String, _ stage: PluginStage) async throws {
            var trialCalls: Int64 = 0
            try await wait(until: "\(version) to be promoted", timeout: .seconds(60)) {
                _ = try await stage.answer()
                let detail = try await stage.detail()
                trialCalls = max(trialCalls, detail["trial"]?["calls"]?.integer ?? 0)
                return detail["trial"] == nil && detail["plugin"]?["version"]?.string == version
            }
            #expect(trialCalls > 0)
            #expect(try await stage.answer() == version + "+0")
        }

        @Test("a configuration takes effect, and one that schema or plugin refuse leaves the old in force")
        func configuring() async throws {
            let server = try OpenWatchServer.current
            let stage = try await PluginStage.make(server, name: "configuring")
            #expect(try await server.get("plugins/\(stage.id)/config").json == ["config": [:]])
            let set = try await stage.configure(["label": 7])
            #expect(set.status == 200 && set.json == ["config": ["label": 7]], "\(set.text)")
            #expect(try await stage.answer() == "0.1.0+7")
            let bad: [JSONValue] = [["label": "x"], ["colour": 1], ["label": 13]]
            for config in bad {
                let refused = try await stage.configure(config)
                #expect(refused.status == 400 && refused.code == "plugins.config_invalid", "\(refused.text)")
                #expect(try await server.get("plugins/\(stage.id)/config").json == ["config": ["label": 7]])
                #expect(try await stage.answer() == "0.1.0+7")
            }
            let nothing = try await server.put("plugins/\(stage.id)/config", [:])
            #expect(nothing.status == 400 && nothing.code == "validation.field_required")
            let none = try await server.put("plugins/\(Self.bundled)/config", ["config": ["a": 1]])
            #expect(none.status == 400 && none.code == "plugins.config_invalid", "\(none.text)")
            let rows = try await stage.audit("plugin.configured")
            #expect(rows.compactMap { $0["outcome"]?.string } == ["success", "success", "failure"])
            #expect(
                rows.allSatisfy {
                    $0["detail"]?.object?["config"] == nil && !"\($0["detail"] ?? .null)".contains("label")
                }, "values are not on record")

            // It is there after a start too.
            _ = try await server.stop()
            try await server.start()
            #expect(try await stage.answer() == "0.1.0+7")
        }

        @Test("a role is given to a plugin and back")
        func roles() async throws {
            let server = try OpenWatchServer.current
            let stage = try await PluginStage.make(server, name: "roles")
            func filler() async throws -> JSONValue? {
                try await server.get("plugin-roles").json["roles"]?.array?.first { $0["role"] == "discovery" }
            }
            let chosen = try await filler()
            #expect(chosen?["plugin_id"]?.string == stage.id && chosen?["chosen"] == true)
            #expect(try await stage.answer() == "0.1.0+0")
            let back = try await server.put("plugin-roles/discovery", [:])
            #expect(back.status == 200, "\(back.text)")
            #expect(try await filler()?["chosen"] == false)
            #expect(try await filler()?["plugin_id"]?.string == Self.bundled)
            let wrong: [(String, JSONValue, Int, String)] = [
                ("nonsense", [:], 400, "validation.field_invalid"),
                ("discovery", ["plugin_id": "com.example.nobody", "probe": "x"], 404, "plugins.not_found"),
                ("discovery", ["plugin_id": .string(stage.id), "probe": "x"], 404, "plugins.not_found"),
                ("discovery", ["plugin_id": .string(stage.id)], 400, "validation.field_required"),
                (
                    "connectivity", ["plugin_id": .string(stage.id), "probe": "aslr"], 400, "validation.field_invalid"
                ),
            ]
            for (role, body, status, code) in wrong {
                let answer = try await server.put("plugin-roles/\(role)", body)
                #expect(answer.status == status && answer.code == code, "\(body): \(answer.text)")
            }
            let rows = try await server.audit("plugin.role_assigned", where: "detail->>'plugin_id' = '\(stage.id)'")
            #expect(rows.count == 1 && rows.first?["actor_label"]?.string == OpenWatchServer.adminName)
        }

        @Test("an installed plugin is removed for good, a bundled one stays")
        func removing() async throws {
            let server = try OpenWatchServer.current
            let stage = try await PluginStage.make(server, name: "removing")
            #expect(try await stage.answer() == "0.1.0+0")
            let missing = try await server.delete("plugins/\(stage.id)?version=9.9.9")
            #expect(missing.status == 404 && missing.code == "plugins.not_found", "\(missing.text)")
            let gone = try await server.delete("plugins/\(stage.id)")
            #expect(gone.status == 204, "\(gone.text)")
            #expect(try await server.get("plugins/\(stage.id)").status == 404)
            #expect(!FileManager.default.fileExists(atPath: "\(server.stateDirectory)/plugins/\(stage.id)"))
            #expect(try await stage.audit("plugin.removed").count == 1)
            // Who filled a role and is gone leaves it to the first that claims it.
            #expect(
                try await server.get("plugin-roles").json["roles"]?.array?.first { $0["role"] == "discovery" }?[
                    "plugin_id"]?.string == Self.bundled)
            let kept = try await server.delete("plugins/\(Self.bundled)")
            #expect(kept.status == 409 && kept.code == "plugins.state_conflict", "\(kept.text)")
            #expect(try await server.plugin(Self.bundled)["state"] != .null)
        }
    }
}
