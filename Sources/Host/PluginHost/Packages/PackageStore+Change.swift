import Core

/// Changes in two steps, between which the decision is put on record.
extension PackageStore {
    package struct Staged: Sendable {
        package let installed: Installed
        /// Nil if the very same package is installed already.
        package let change: PackageChange?
    }

    /// A package that may be installed.
    package struct Checked: Sendable {
        fileprivate let archive: PackageArchive
        fileprivate let manifest: PluginManifest
        fileprivate let digest: String
        fileprivate let trust: PluginTrust
    }

    /// Checks all that loading checks; writes nothing.
    package func check(
        _ archive: [UInt8], trust: any TrustPolicy, floor: any VersionFloor
    ) throws(PluginRejection) -> Checked {
        let verifier = PackageVerifier(trust: trust, floor: floor)
        let opened = try PackageArchive.open(archive, verifier: verifier)
        let manifest = opened.manifest
        let directory = directory(manifest)
        // The result is dropped: what is installed is loaded from its files, with every check again.
        let package = try verifier.contents(
            manifest, bytes: opened.manifestBytes, trust: opened.trust, source: opened.archive, path: directory)
        return Checked(
            archive: opened.archive, manifest: manifest, digest: package.digest, trust: package.trust)
    }

    private func directory(_ manifest: PluginManifest) -> String { "\(root)/\(manifest.id)/\(manifest.version)" }

    /// Puts a package complete on disk, where nothing loads it.
    ///
    /// A version that is there with other content is rejected as a duplicate.
    package func stage(_ checked: Checked, in lock: PackageStoreLock) throws(PluginRejection) -> Staged {
        try sweep(lock.root)
        let change = try write(checked, in: lock.root)
        let installed = Installed(
            manifest: checked.manifest, digest: checked.digest, trust: checked.trust,
            directory: directory(checked.manifest), isNew: change != nil)
        return Staged(installed: installed, change: change)
    }

    private func write(
        _ checked: Checked, in root: StoreDirectory
    ) throws(PluginRejection) -> PackageChange? {
        let manifest = checked.manifest
        let folder = try root.making(manifest.id)
        try root.sync()
        if try folder.opening(manifest.version) != nil {
            guard try digest(of: directory(manifest)) == checked.digest else {
                throw PluginRejection(
                    .duplicate,
                    "\(manifest.id) \(manifest.version) is installed with other content; give the package a "
                        + "new version, or remove the installed one first")
            }
            return nil
        }
        let change = PackageChange(.installation, of: manifest.id)
        let temporary = Self.temporaryPrefix + change.id.text
        do throws(PluginRejection) {
            try write(checked.archive, manifest: manifest, to: folder.making(temporary))
            reached(.written)
            _ = try folder.rename(temporary, to: change.name)
            try folder.sync()
            reached(.staged)
            return change
        } catch {
            try? folder.remove(temporary)
            try? folder.remove(change.name)
            root.removeIfEmpty(manifest.id)
            throw error
        }
    }

    /// Puts an installation into force: its version is there from now on. Nothing happens if it is already.
    package func publish(
        _ change: PackageChange, version: String, in lock: PackageStoreLock
    ) throws(PluginRejection) {
        guard let folder = try lock.root.opening(change.pluginID), try folder.opening(change.name) != nil else {
            return
        }
        if try !folder.rename(change.name, to: version) { try folder.remove(change.name) }
        try folder.sync()
        reached(.published)
    }

    /// Announces that a version is going to be removed.
    package func mark(_ entry: Entry, in lock: PackageStoreLock) throws(PluginRejection) -> PackageChange {
        let change = PackageChange(.removal(version: entry.version.description), of: entry.id)
        guard let folder = try lock.root.opening(entry.id) else {
            throw PluginRejection(.store, "\(entry.id) is not in the store any more")
        }
        _ = try folder.making(change.name)
        try folder.sync()
        reached(.marked)
        return change
    }

    /// Puts a removal into force: its version is gone from now on.
    package func finish(_ change: PackageChange, in lock: PackageStoreLock) throws(PluginRejection) {
        guard case .removal(let version) = change.kind else { return }
        _ = try remove(id: change.pluginID, version: version, in: lock)
        reached(.removed)
        try drop(change, in: lock)
    }

    /// Takes a change back that is not on record.
    package func drop(_ change: PackageChange, in lock: PackageStoreLock) throws(PluginRejection) {
        guard let folder = try lock.root.opening(change.pluginID) else { return }
        try folder.remove(change.name)
        try folder.sync()
        lock.root.removeIfEmpty(change.pluginID)
    }

    /// Changes that a crash left half done.
    package func unfinished(in lock: PackageStoreLock) throws(PluginRejection) -> [PackageChange] {
        try sweep(lock.root)
        var changes: [PackageChange] = []
        for id in try lock.root.names() {
            guard let folder = try lock.root.opening(id) else { continue }
            changes += try folder.names().compactMap { PackageChange(folder: $0, of: id) }
        }
        return changes
    }
}
