import Foundation
import JSON
import TestSupport

/// A vendor whom the server trusts, a plugin of theirs in the role `discovery`, and a host to run it on.
///
/// The plugin asks the host nothing, so there is no sshd behind it.
struct PluginStage {
    let server: OpenWatchServer
    let vendor: Vendor
    let plugin: SwitchPlugin
    let host: String

    var id: String { plugin.id }
    /// As `openwatch probe run` names it.
    var probe: String { "\(id)/\(SwitchPlugin.probe)" }

    /// Makes all of it; the plugin is installed and, unless told otherwise, approved and in its role.
    static func make(
        _ server: OpenWatchServer, name: String, tier: String = "org", approves: Bool = true,
        release: ((Vendor) async throws -> [UInt8])? = nil
    ) async throws -> PluginStage {
        let vendor = try await Vendor.make(tier: tier, prefix: "com.example.\(name)")
        try server.trust(name, vendor.trustEntry)
        let host = try await server.addHost("host-\(name)", port: try SSHServerFixture.freePort())
        try await server.addCredential(host: host, username: "nobody", password: "none")
        try await server.waitForFirstContact(host)
        let stage = PluginStage(server: server, vendor: vendor, plugin: SwitchPlugin(name: name), host: host)
        let package =
            if let release { try await release(vendor) } else { try await vendor.release(stage.plugin) }
        let installed = try await server.install(package)
        guard installed.status == 201 else { throw Failure(description: installed.text) }
        if approves {
            try await stage.approve("0.1.0")
            try await stage.takeRole()
        }
        return stage
    }

    func approve(_ version: String) async throws {
        let approved = try await server.approve(id, version)
        guard approved.status == 200 else { throw Failure(description: approved.text) }
    }

    func takeRole() async throws {
        let chosen = try await server.put(
            "plugin-roles/discovery", ["plugin_id": .string(id), "probe": .string(SwitchPlugin.probe)])
        guard chosen.status == 200 else { throw Failure(description: chosen.text) }
    }

    /// Runs the probe by its role.
    func run() async throws -> APIAnswer { try await server.probe("discovery:run", on: host) }

    /// Which version and label answered.
    func answer() async throws -> String {
        let answer = try await run()
        guard answer.status == 200, let text = answer.json["os_version"]?.string else {
            throw Failure(description: "\(answer.status) \(answer.text)")
        }
        return text
    }

    func detail() async throws -> JSONValue { try await server.detail(id) }

    func state() async throws -> String? { try await detail()["plugin"]?["state"]?.string }

    func configure(_ config: JSONValue) async throws -> APIAnswer {
        try await server.put("plugins/\(id)/config", ["config": config])
    }

    /// The audit rows of one action on this plugin.
    func audit(_ action: String) async throws -> [JSONValue] {
        try await server.audit(action, where: "resource_id = '\(id)'")
    }
}
