import JSON

/// Finds packages and decides about each of them, without running any of their code.
package struct PluginCatalog: Sendable {
    private static let folderLimit = 1_000
    private static let versionLimit = 100

    private let verifier: PackageVerifier

    /// - Parameter floor: the lowest version of each plugin that may run; by default any.
    package init(trust: any TrustPolicy, floor: any VersionFloor = InMemoryVersionFloor()) {
        verifier = PackageVerifier(trust: trust, floor: floor)
    }

    /// Every folder of a directory that holds a `plugin.toml`, in the order of their names.
    ///
    /// A second package with the id and version of an earlier one is rejected as a duplicate. Throws
    /// ``PluginError/Code/path`` if the directory itself cannot be used.
    package func scan(directory: String) throws(PluginError) -> [ScannedPlugin] {
        try scan(directories: [directory])
    }

    /// As ``scan(directory:)``; no version of a plugin is there twice over all directories.
    package func scan(directories: [String]) throws(PluginError) -> [ScannedPlugin] {
        var result: [ScannedPlugin] = []
        var known: [String: String] = [:]
        for directory in directories {
            do throws(PluginRejection) {
                let root = try PackageReader(path: directory)
                for name in try root.subdirectoryNames(limit: Self.folderLimit) {
                    let path = "\(directory)/\(name)"
                    guard let scanned = scan(name, in: root, path: path, known: known) else { continue }
                    if case .verified(let package) = scanned.outcome { known[package.manifest.key] = path }
                    result.append(scanned)
                }
            } catch {
                throw PluginError(.path, "plugin directory \(directory): \(error.message)", cause: error)
            }
        }
        return result
    }

    /// Every version of every plugin in a ``PackageStore``: `<store>/<id>/<version>/plugin.toml`, in the order of ids,
    /// newest version first.
    ///
    /// A package whose manifest names another id or version than its folders is rejected as of another identity. A store
    /// that is not there is empty. Throws ``PluginError/Code/path`` if it cannot be used.
    package func scan(store: String) throws(PluginError) -> [ScannedPlugin] {
        do throws(PluginRejection) {
            guard let root = try PackageReader(existing: store) else { return [] }
            var result: [ScannedPlugin] = []
            for id in try root.subdirectoryNames(limit: Self.folderLimit) {
                let path = "\(store)/\(id)"
                do throws(PluginRejection) {
                    let folder = try root.subdirectory(id)
                    for version in PackageStore.newestFirst(try folder.subdirectoryNames(limit: Self.versionLimit)) {
                        let place = (id: id, version: version)
                        if let scanned = scan(version, in: folder, path: "\(path)/\(version)", place: place) {
                            result.append(scanned)
                        }
                    }
                } catch {
                    result.append(ScannedPlugin(directory: path, id: id, manifest: nil, outcome: .rejected(error)))
                }
            }
            return result
        } catch {
            throw PluginError(.path, "plugin store \(store): \(error.message)", cause: error)
        }
    }

    private func scan(
        _ name: String, in root: PackageReader, path: String, known: [String: String] = [:],
        place: (id: String, version: String)? = nil
    ) -> ScannedPlugin? {
        var manifest: PluginManifest?
        do throws(PluginRejection) {
            let reader = try root.subdirectory(name)
            guard reader.contains(PackageVerifier.manifestName) else { return nil }
            let (parsed, bytes) = try verifier.manifest(of: reader)
            manifest = parsed
            if let place, place != (parsed.id, parsed.version) {
                throw PluginRejection(
                    .identity,
                    "the folder is that of \(place.id) \(place.version), the manifest says \(parsed.id) "
                        + "\(parsed.version); install packages with openwatch plugin install")
            }
            let trust = try verifier.trust(parsed, bytes: bytes, source: reader)
            if let other = known[parsed.key] {
                throw PluginRejection(
                    .duplicate, "\(parsed.key) is already provided by \(other); remove one of the two")
            }
            let package = try verifier.contents(parsed, bytes: bytes, trust: trust, source: reader, path: path)
            return ScannedPlugin(directory: path, id: parsed.id, manifest: parsed, outcome: .verified(package))
        } catch {
            return ScannedPlugin(
                directory: path, id: manifest?.id ?? place?.id ?? name, manifest: manifest, outcome: .rejected(error))
        }
    }
}
