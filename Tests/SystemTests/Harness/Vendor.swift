import Foundation
import TestSupport

/// Somebody who makes plugins: a folder, a key, and the commands of `openwatch plugin`.
struct Vendor {
    let directory: TemporaryDirectory
    /// What a server needs to trust the vendor.
    let trustEntry: String
    let keyID: String

    var key: String { directory.path + "/vendor.key" }

    /// - Parameter tier: that of the trust entry.
    static func make(tier: String = "org", prefix: String = "com.example.") async throws -> Vendor {
        let directory = try TemporaryDirectory(prefix: "openwatch-vendor-")
        let made = try await succeeding(
            [
                "plugin", "keygen", "--out", directory.path, "--name", "vendor", "--tier", tier, "--id-prefix", prefix,
                "--json",
            ])
        guard let entry = try made.json["ring_entry"]?.string, let id = try made.json["key_id"]?.string else {
            throw Failure(description: made.output)
        }
        return Vendor(directory: directory, trustEntry: entry, keyID: id)
    }

    /// Runs a command that has to succeed.
    @discardableResult
    static func succeeding(_ arguments: [String]) async throws -> OpenWatchCommand {
        let run = try await OpenWatchCommand.run(arguments)
        guard run.status == 0 else {
            throw Failure(description: "\(arguments.joined(separator: " ")): \(run.status) \(run.errors)\(run.output)")
        }
        return run
    }

    /// Builds, signs and packs a plugin and returns the package's bytes.
    func release(_ plugin: SwitchPlugin) async throws -> [UInt8] {
        let folder = "\(directory.path)/\(plugin.name)-\(plugin.version)"
        try await plugin.write(to: folder)
        try await Self.succeeding(["plugin", "build", folder])
        return try await package(folder)
    }

    /// Signs and packs a built plugin.
    func package(_ folder: String) async throws -> [UInt8] {
        try await Self.succeeding(["plugin", "sign", folder, "--key", key])
        try await Self.succeeding(["plugin", "pack", folder, "-o", folder + ".owp"])
        return Array(try Data(contentsOf: URL(filePath: folder + ".owp")))
    }
}
