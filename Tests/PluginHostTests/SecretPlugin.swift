import Foundation
import JSON

@testable import PluginHost

/// The conformance plugin `secret`, and settings for it.
enum SecretPlugin {
    static let id = "org.openwatch.test.secret"
    static let token = "correct horse \"battery\" staple"

    static func settings(
        _ value: JSONValue = .object([:]), token: String? = token, id: String = id
    ) -> PluginSettings {
        var settings = PluginSettings(requiresApproval: false)
        var secrets: [String: [UInt8]] = [:]
        if let token { secrets["/token"] = Array(token.utf8) }
        settings.plugins[id] = .init(configuration: value, secrets: secrets)
        return settings
    }

    /// As the plugin computes it.
    static func sum(_ text: String) -> Int64 {
        text.utf8.reduce(0) { $0 * 31 % 1_000_003 + Int64($1) }
    }

    static func directory(edit: (String) -> String = { $0 }) throws -> String {
        try PluginFixture.directory(of: ["secret"], edit: edit)
    }

    /// Adds the same plugin under another id.
    static func add(_ name: String, to directory: String) throws {
        let folder = PluginFixture.repository.appendingPathComponent("Tests/Conformance/plugins/secret").path
        func text(_ file: String) throws -> String {
            try String(contentsOfFile: "\(folder)/\(file)", encoding: .utf8).replacing(id, with: "com.example.\(name)")
        }
        try PluginFixture.compile(name, source: text("plugin.c"), into: directory, manifest: text("plugin.toml"))
        try FileManager.default.copyItem(atPath: "\(folder)/schema", toPath: "\(directory)/\(name)/schema")
        try PluginFixture.run("/bin/chmod", ["-R", "go-w", "\(directory)/\(name)"])
    }
}

extension PluginHost {
    /// Returns when the settings are in force.
    func configure(_ settings: PluginSettings, _ id: String = SecretPlugin.id) async throws {
        apply(settings)
        try await settled(id)
    }

    func reveal(_ parameters: JSONValue = .object([:]), of name: String = "secret") async throws -> JSONValue {
        let outcome = try await call(name, parameters)
        return try JSONValue(parsing: outcome.result)
    }
}
