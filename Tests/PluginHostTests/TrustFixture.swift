import Core
import Foundation
import Testing

@testable import PluginHost

/// A signed package to spoil: one conformance plugin with a README, all of its files hashed in its manifest.
struct TrustFixture {
    static let id = "org.openwatch.test.echo"

    /// The directory that the package's folder `echo` lies in.
    let directory: String
    let key = MinisignSecretKey()

    var package: String { directory + "/echo" }

    /// - Parameter edit: changes the manifest before it is signed.
    init(hashes: Bool = true, edit: (String) -> String = { $0 }) throws {
        directory = try PluginFixture.directory(of: ["echo"])
        try PluginFixture.write("Echoes.\n", to: package + "/README.md")
        var text = edit(try String(contentsOfFile: package + "/plugin.toml", encoding: .utf8))
        if hashes { text = try Self.hashed(text, package: package) }
        try PluginFixture.write(text, to: package + "/plugin.toml")
        try sign()
    }

    /// A manifest with the digests of the files that lie in the package.
    static func hashed(_ text: String, package: String) throws -> String {
        func digest(_ path: String) throws -> String {
            SHA256Digest.hex(Array(try Data(contentsOf: URL(fileURLWithPath: "\(package)/\(path)"))))
        }
        var text = text.replacing(
            "runtime = \"c\"", with: "runtime = \"c\"\nsha256 = \"\(try digest("lib/linux-x86_64/plugin.so"))\"")
        for path in try FileManager.default.subpathsOfDirectory(atPath: package).sorted()
        where path.hasSuffix(".json") || path.hasSuffix(".md") {
            text += "\n[[asset]]\npath = \"\(path)\"\nsha256 = \"\(try digest(path))\"\n"
        }
        return text
    }

    func sign(with other: MinisignSecretKey? = nil, comment: String? = nil) throws {
        let bytes = try manifest
        let comment = comment ?? SignedTrustPolicy.comment(id: Self.id, version: "0.1.0", at: .now())
        let signature = try (other ?? key).sign(bytes, trustedComment: comment)
        try write(signature.file, to: "plugin.toml.minisig")
    }

    var manifest: [UInt8] {
        get throws { Array(try Data(contentsOf: URL(fileURLWithPath: package + "/plugin.toml"))) }
    }

    func write(_ bytes: [UInt8], to path: String) throws {
        try Data(bytes).write(to: URL(fileURLWithPath: "\(package)/\(path)"))
    }

    /// Runs a shell command in the package's folder.
    func shell(_ command: String) throws {
        try PluginFixture.run("/bin/sh", ["-c", "cd \(package) && \(command)"])
    }

    /// A ring with this fixture's key.
    func ring(_ tier: String = "dev", prefix: String = "org.openwatch.test.", extra: String = "", more: String = "")
        throws -> TrustRing
    {
        try TrustRing(
            text: """
                [[key]]
                name = "Tests"
                key = "\(key.publicKey.text)"
                tier = "\(tier)"
                id_prefix = ["\(prefix)"]
                \(extra)
                \(more)
                """)
    }

    func scan(_ ring: TrustRing? = nil, floor: any VersionFloor = InMemoryVersionFloor()) throws
        -> ScannedPlugin.Outcome
    {
        let catalog = PluginCatalog(trust: SignedTrustPolicy(ring: try ring ?? self.ring()), floor: floor)
        let scanned = try catalog.scan(directory: directory)
        return try #require(scanned.first { $0.directory.hasSuffix("/echo") }).outcome
    }

    func rejection(_ ring: TrustRing? = nil, floor: any VersionFloor = InMemoryVersionFloor()) throws -> PluginRejection
    {
        guard case .rejected(let rejection) = try scan(ring, floor: floor) else {
            throw PluginFixture.Failure(message: "the package is not rejected")
        }
        return rejection
    }

    func trust(_ ring: TrustRing? = nil, floor: any VersionFloor = InMemoryVersionFloor()) throws -> PluginTrust {
        switch try scan(ring, floor: floor) {
        case .verified(let package): return package.trust
        case .rejected(let rejection): throw PluginFixture.Failure(message: "\(rejection)")
        }
    }
}
