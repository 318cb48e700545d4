import JSON

/// A package that passed every check: manifest, schemas and shared object, all from one reading of its files.
package struct PluginPackage: Sendable {
    package let manifest: PluginManifest
    /// `plugin.toml` as it was read.
    package let manifestBytes: [UInt8]
    /// SHA-256 of `plugin.toml`: with a signature, or with digests for all files, the identity of the whole package.
    package let digest: String
    package let note: ELFNote
    package let trust: PluginTrust
    /// The package's folder, for messages.
    package let directory: String
    /// By path inside the package.
    package let schemas: [String: SchemaValidator]
    let image: PluginImage

    /// The schema a manifest entry names, nil if it names none.
    func schema(_ path: String?) -> SchemaValidator? {
        path.flatMap { schemas[$0] }
    }
}

/// One folder of a plugin directory after the scan.
package struct ScannedPlugin: Sendable {
    package enum Outcome: Sendable {
        case verified(PluginPackage)
        case rejected(PluginRejection)
    }

    /// The folder's path.
    package let directory: String
    /// From the manifest; the folder's name if that could not be read.
    package let id: String
    /// Nil if the manifest could not be read.
    package let manifest: PluginManifest?
    package let outcome: Outcome

    /// Tells what was found from what an earlier scan found there: the version, and what was decided about which bytes.
    var finding: String {
        let decision =
            switch outcome {
            case .verified(let package): package.digest
            case .rejected(let rejection): rejection.description
            }
        return "\(directory)\n\(manifest?.version ?? "")\n\(decision)"
    }
}
