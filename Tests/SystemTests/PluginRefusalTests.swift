import Foundation
import JSON
import TestSupport
import Testing

extension SystemTests {
    /// Packages that a server does not take, and callers that it does not listen to.
    @Suite("Plugin refusals", .server(.init(ownTrust: true)))
    struct PluginRefusals {
        private static let bundled = "org.openwatch.discovery"

        @Test("a package that is tampered with, unsigned, a stranger's or revoked is refused and leaves nothing behind")
        func rejected() async throws {
            let server = try OpenWatchServer.current
            let vendor = try await Vendor.make()
            let stranger = try await Vendor.make()
            let plugin = SwitchPlugin(name: "refused")
            try server.trust("refused", vendor.trustEntry)
            let good = try await vendor.release(plugin)
            let folder = "\(vendor.directory.path)/refused-0.1.0"
            let unsigned = folder + ".unsigned.owp"
            try FileManager.default.removeItem(atPath: folder + "/plugin.toml.minisig")
            try await Vendor.succeeding(["plugin", "pack", folder, "-o", unsigned])
            var tampered = good
            let code = try #require(good.firstRange(of: Array("\u{7f}ELF".utf8)))
            tampered[code.upperBound + 4_000] ^= 1
            var manifest = good
            let version = try #require(good.firstRange(of: Array("Reads how much".utf8)))
            manifest[version.lowerBound] = UInt8(ascii: "L")

            let cases: [(String, [UInt8], String)] = [
                ("a changed shared object", tampered, "modified"),
                ("a changed manifest", manifest, "signature"),
                ("no signature", Array(try Data(contentsOf: URL(filePath: unsigned))), "untrusted"),
                ("a stranger's", try await stranger.release(plugin), "untrusted"),
                ("half of it", Array(good.prefix(good.count / 1_024 * 512)), "archive"),
                ("something else", Array("PK\u{3}\u{4} no package".utf8), "archive"),
                ("nothing", [], "archive"),
            ]
            for (what, bytes, reason) in cases {
                let refused = try await server.install(bytes)
                #expect(refused.status == 400 && refused.code == "plugins.rejected", "\(what): \(refused.text)")
                #expect(refused.detail?["reason"]?.string == reason, "\(what): \(refused.text)")
                try await expectNothing(of: plugin, server)
            }
            let rows = try await server.audit("plugin.rejected", where: "outcome = 'denied'")
            #expect(rows.count == cases.count)
            #expect(rows.allSatisfy { $0["actor_label"]?.string == OpenWatchServer.adminName })

            let asText = try await server.install(good, type: "text/plain")
            #expect(asText.status == 415 && asText.code == "request.unsupported_media_type", "\(asText.text)")
            try server.trust("revoked", "[revoked]\nkey_ids = [\"\(vendor.keyID)\"]\n")
            let revoked = try await server.install(good)
            #expect(revoked.status == 400 && revoked.detail?["reason"] == "revoked", "\(revoked.text)")
            try await expectNothing(of: plugin, server)
            try FileManager.default.removeItem(atPath: server.trustDirectory + "/revoked.toml")
            #expect(try await server.install(good).status == 201)
        }

        private func expectNothing(of plugin: SwitchPlugin, _ server: OpenWatchServer) async throws {
            #expect(try await server.get("plugins/\(plugin.id)").code == "plugins.not_found")
            let store = server.stateDirectory + "/plugins"
            let left = (try? FileManager.default.subpathsOfDirectory(atPath: store)) ?? []
            #expect(!left.contains { $0.contains(plugin.id) }, "\(left)")
        }

        @Test("a revoked key takes its plugins out of use with the next look")
        func revocation() async throws {
            let server = try OpenWatchServer.current
            let stage = try await PluginStage.make(server, name: "revocation")
            #expect(try await stage.answer() == "0.1.0+0")
            let pid = try #require(try await stage.detail()["plugin"]?["runner"]?["pid"]?.integer)
            try server.trust("revocation-off", "[revoked]\nkey_ids = [\"\(stage.vendor.keyID)\"]\n")
            #expect(try await server.post("plugins/\(Self.bundled):reset").status == 200)
            try await wait(until: "the plugin to be rejected") { try await stage.state() == "rejected" }
            let plugin = try await stage.detail()["plugin"]
            #expect(plugin?["reason"]?.string?.hasPrefix("revoked") == true && plugin?["runner"] == nil)
            try await wait(until: "its runner to end") { kill(pid_t(pid), 0) != 0 }
            let run = try await server.command(["probe", "run", stage.probe, stage.host])
            #expect(run.status == 1 && !run.output.contains("0.1.0"))
            // The role is the bundled plugin's again, which finds no host behind the address.
            #expect(try await stage.run().code == "host.unreachable")
            try await wait(until: "the rejection to be on record") {
                try await stage.audit("plugin.rejected").contains {
                    $0["detail"]?["reason"]?.string?.contains("revoked") == true
                }
            }
        }

        @Test("who may look may not change, who is nobody may not look, and ids that are none are not found")
        func permissions() async throws {
            let server = try OpenWatchServer.current
            let viewer = try await signInViewer(server)
            let id = Self.bundled
            let looks = ["plugins", "plugins/\(id)", "plugins/\(id)/config", "plugin-roles"]
            for path in looks {
                #expect(try await server.api.send("GET", path, as: viewer).status == 200, "\(path)")
                #expect(try await server.api.send("GET", path).status == 401, "\(path)")
            }
            let digest = String(repeating: "0", count: 64)
            let changes: [(String, String, JSONValue?)] =
                ["enable", "disable", "restart", "reset"].map { ("POST", "plugins/\(id):\($0)", nil) } + [
                    ("POST", "plugins/\(id):approve", ["version": "0.1.0", "manifest_sha256": .string(digest)]),
                    ("POST", "plugins/\(id):revoke", [:]), ("POST", "plugins/\(id):activate", [:]),
                    ("PUT", "plugins/\(id)/config", ["config": [:]]), ("PUT", "plugin-roles/discovery", [:]),
                    ("DELETE", "plugins/\(id)", nil),
                ]
            for (method, path, body) in changes {
                let seen = try await server.api.send(method, path, as: viewer, json: body)
                #expect(seen.status == 403 && seen.code == "authz.permission_denied", "\(path): \(seen.text)")
                #expect(try await server.api.send(method, path, json: body).status == 401, "\(path)")
            }
            #expect(try await server.install([1], as: viewer).status == 403)
            #expect(try await server.install([1], as: .nobody).status == 401)
            #expect(try await server.plugin(id)["state"] != "disabled")

            for bad in ["com.example.nobody", "..", "%2e%2e", "a%20b", String(repeating: "x", count: 300), "%00"] {
                for (method, path, body) in changes where path.contains(id) {
                    let path = path.replacing(id, with: bad)
                    let answer = try await server.api.send(method, path, as: server.admin, json: body)
                    #expect([400, 404].contains(answer.status), "\(method) \(path): \(answer.status) \(answer.text)")
                }
                #expect([400, 404].contains(try await server.get("plugins/\(bad)").status), "\(bad)")
            }
            let version = try await server.post(
                "plugins/\(id):approve", ["version": "9.9.9", "manifest_sha256": .string(digest)])
            #expect(version.status == 404 && version.code == "plugins.not_found", "\(version.text)")
            #expect(try await server.post("plugins/\(id):activate", ["version": "9.9.9"]).status == 404)
            #expect(try await server.post("plugins/\(id):approve", [:]).status == 400)
            let blind = try await server.post("plugins/\(id):approve", ["version": "0.1.0"])
            #expect(blind.status == 400 && blind.detail?["field"] == "manifest_sha256", "\(blind.text)")
        }

        private func signInViewer(_ server: OpenWatchServer) async throws -> APIClient.Identity {
            let made = try await server.command(
                ["create-admin", "--username", "viewer", "--email", "viewer@example.org"],
                input: OpenWatchServer.adminPassword + "\n")
            guard made.status == 0 else { throw Failure(description: made.errors) }
            try await server.psql(
                "UPDATE user_roles SET role_id = 'viewer' WHERE user_id = "
                    + "(SELECT id FROM users WHERE username = 'viewer')")
            let answer = try await server.api.send(
                "POST", "auth/login",
                json: ["username": "viewer", "password": .string(OpenWatchServer.adminPassword)])
            guard let token = answer.json["access_token"]?.string else { throw Failure(description: answer.text) }
            return .bearer(token)
        }

        @Test("an install that is sent twice with one key happens once")
        func replay() async throws {
            let server = try OpenWatchServer.current
            let vendor = try await Vendor.make()
            try server.trust("replay", vendor.trustEntry)
            var plugin = SwitchPlugin(name: "replay")
            let package = try await vendor.release(plugin)
            let first = try await server.install(package, key: "install-once")
            #expect(first.status == 201, "\(first.text)")
            let second = try await server.install(package, key: "install-once")
            #expect(second.status == 201 && second.body == first.body, "\(second.text)")
            #expect(try await server.audit("plugin.installed", where: "resource_id = '\(plugin.id)'").count == 1)
            plugin.version = "0.2.0"
            let other = try await server.install(try await vendor.release(plugin), key: "install-once")
            #expect(other.status == 409 && other.code == "idempotency.key_reused", "\(other.text)")
            // The same package once more, as a new request: nothing changes, and that is no fault.
            #expect(try await server.install(package).status == 201)
            // The same version with other content is not taken over silently.
            plugin.version = "0.1.0"
            plugin.body = "(void)0;"
            plugin.commands = ["uname"]
            try FileManager.default.removeItem(atPath: "\(vendor.directory.path)/replay-0.1.0")
            let changed = try await server.install(try await vendor.release(plugin))
            #expect(changed.status == 400 && changed.detail?["reason"] == "duplicate", "\(changed.text)")
        }
    }
}
