import Foundation
import JSON
import TestSupport
import Testing

extension SystemTests {
    /// The same operations by the command: a running server follows without a start.
    @Suite("Plugin commands", .server(.init(ownTrust: true)))
    struct PluginCommands {
        @Test("install, approve, disable, enable, activate and remove are seen by the running server")
        func operations() async throws {
            let server = try OpenWatchServer.current
            let vendor = try await Vendor.make()
            try server.trust("commanded", vendor.trustEntry)
            var plugin = SwitchPlugin(name: "commanded")
            let id = plugin.id
            func run(_ arguments: [String]) async throws -> OpenWatchCommand {
                try await server.command(["plugin"] + arguments)
            }
            func state(becomes state: String) async throws {
                try await wait(until: "\(id) to be \(state)") {
                    try await server.detail(id)["plugin"]?["state"]?.string == state
                }
            }

            _ = try await vendor.release(plugin)
            let file = "\(vendor.directory.path)/commanded-0.1.0.owp"
            let installed = try await run(["install", file])
            #expect(installed.status == 0, "\(installed.errors)")
            let next = try #require(installed.output.firstMatch(of: /next: openwatch plugin (approve \S+ \S+ \S+)/))
            let approval = next.1.split(separator: " ").map(String.init)
            #expect(approval.prefix(3) == ["approve", id, "0.1.0"] && approval.last?.count == 64)
            try await state(becomes: "awaiting_approval")
            let blind = try await run(["approve", id, "0.1.0", String(repeating: "0", count: 64)])
            #expect(blind.status == 1 && blind.errors.contains("plugins.content_changed"), "\(blind.errors)")
            try await state(becomes: "awaiting_approval")
            let approved = try await run(approval + ["--json"])
            let label = "command by \(NSUserName()) (uid \(getuid()))"
            #expect(try approved.status == 0 && approved.json["approved_by"]?.string == label, "\(approved.errors)")
            try await state(becomes: "ready")
            let shown = try await run(["show", id])
            #expect(shown.status == 0 && shown.output.hasPrefix("\(id) 0.1.0  ready"), "\(shown.output)")
            #expect(try await run(["disable", id]).status == 0)
            try await state(becomes: "disabled")
            #expect(try await run(["enable", id]).status == 0)
            try await state(becomes: "ready")

            plugin.version = "0.2.0"
            _ = try await vendor.release(plugin)
            #expect(try await run(["install", "\(vendor.directory.path)/commanded-0.2.0.owp"]).status == 0)
            // The command has served nobody, so it goes over at once; so does the server, whose old one served nobody.
            try await wait(until: "0.2.0 to serve") { try await server.detail(id)["plugin"]?["version"] == "0.2.0" }
            #expect(try await run(["activate", id, "0.1.0"]).status == 0)
            try await wait(until: "0.1.0 to be chosen") {
                let detail = try await server.detail(id)
                return detail["chosen_version"] == "0.1.0" && detail["plugin"]?["version"] == "0.1.0"
            }
            #expect(try await run(["reset", id]).status == 0)

            for wrong in [
                ["install", "/nonexistent"], ["approve", id, "9.9.9", String(repeating: "0", count: 64)],
                ["show", "com.example.nobody"],
            ] {
                let refused = try await run(wrong)
                #expect(refused.status == 1 && refused.output.isEmpty && !refused.errors.isEmpty, "\(wrong)")
            }
            #expect(try await run(["remove", "org.openwatch.discovery"]).errors.contains("plugins.state_conflict"))
            let removed = try await run(["remove", id])
            #expect(removed.status == 0 && removed.output == "\(id): removed\n", "\(removed.errors)")
            try await wait(until: "the plugin to be gone") { try await server.get("plugins/\(id)").status == 404 }

            for action in ["installed", "approved", "disabled", "enabled", "version_chosen", "reset", "removed"] {
                let rows = try await server.audit("plugin.\(action)", where: "resource_id = '\(id)'")
                #expect(!rows.isEmpty, "\(action)")
                #expect(
                    rows.allSatisfy { $0["actor_type"] == "system" && $0["actor_label"]?.string == label }, "\(action)")
            }
        }
    }
}
