import Core
import Foundation
import Glibc

/// The installed packages: `<root>/<id>/<version>/`, each complete or not there.
///
/// A package is written under a name that begins with `.tmp-`, synced, and renamed; whatever a crash leaves behind has
/// such a name, is never loaded, and goes with the next change. What has to be on record elsewhere before it takes effect
/// is a ``PackageChange``. Changes of several processes wait for one another. Every method blocks on files: call them off
/// the cooperative pool.
package struct PackageStore: Sendable {
    /// One version of one plugin that is in the store. Nothing but its folder's name was read.
    package struct Entry: Sendable, Hashable {
        package let id: String
        package let version: SemanticVersion
        /// The package's folder.
        package let directory: String
    }

    package struct Installed: Sendable {
        package let manifest: PluginManifest
        /// SHA-256 of the manifest.
        package let digest: String
        package let trust: PluginTrust
        /// The package's folder.
        package let directory: String
        /// False if the very same package was there already.
        package let isNew: Bool
    }

    static let temporaryPrefix = ".tmp-"
    private static let lockAttempts = 100

    package let root: String
    /// Told how far a change has come, before the next step begins.
    package let reached: @Sendable (PackageChange.Step) -> Void

    /// - Parameters:
    ///   - root: its parent must exist; the directory itself is made with the first package.
    ///   - reached: for tests that end the process at a step.
    package init(root: String, reached: @escaping @Sendable (PackageChange.Step) -> Void = { _ in }) {
        self.root = root
        self.reached = reached
    }

    /// Installs a package from an archive's bytes, which may come from anywhere: everything that loading checks is
    /// checked before anything is written.
    ///
    /// A version that is there with other content is left alone and rejected as a duplicate.
    package func install(
        _ archive: [UInt8], trust: any TrustPolicy, floor: any VersionFloor = InMemoryVersionFloor()
    ) throws(PluginRejection) -> Installed {
        let checked = try check(archive, trust: trust, floor: floor)
        let lock = try lock()
        let staged = try stage(checked, in: lock)
        if let change = staged.change { try publish(change, version: staged.installed.manifest.version, in: lock) }
        return staged.installed
    }

    /// Removes one version; false if it was not there. Running plugins keep what they loaded.
    @discardableResult
    package func remove(id: String, version: String) throws(PluginRejection) -> Bool {
        guard TextRule.pluginID.accepts(id), SemanticVersion(version) != nil else {
            throw PluginRejection(.path, "\(SafeText.line("\(id) \(version)", limit: 128)) is no plugin id and version")
        }
        guard exists else { return false }
        return try remove(id: id, version: version, in: lock())
    }

    func remove(id: String, version: String, in lock: PackageStoreLock) throws(PluginRejection) -> Bool {
        guard let folder = try lock.root.opening(id), try folder.opening(version) != nil else { return false }
        // Out of sight at once, so that a crash in the middle leaves no half of it.
        let temporary = Self.temporaryPrefix + UUID.v7().text
        guard try folder.rename(version, to: temporary) else { return false }
        try folder.sync()
        try folder.remove(temporary)
        lock.root.removeIfEmpty(id)
        return true
    }

    /// What is in the store, in the order of ids, newest version first. Folders of other names are left out.
    package func list() throws(PluginRejection) -> [Entry] {
        guard let root = try PackageReader(existing: root) else { return [] }
        var entries: [Entry] = []
        for id in try root.subdirectoryNames(limit: 10_000) where TextRule.pluginID.accepts(id) {
            for name in Self.newestFirst(try root.subdirectory(id).subdirectoryNames(limit: 10_000)) {
                guard let version = SemanticVersion(name) else { continue }
                entries.append(Entry(id: id, version: version, directory: "\(self.root)/\(id)/\(name)"))
            }
        }
        return entries
    }

    /// All but the newest versions of a plugin.
    ///
    /// - Parameters:
    ///   - count: how many versions are not among them, at least one.
    ///   - needed: versions that are not among them whatever their age, such as the one in use.
    package func surplus(
        id: String, keepingNewest count: Int = 2, and needed: Set<SemanticVersion> = []
    ) throws(PluginRejection) -> [Entry] {
        try list().filter { $0.id == id }.dropFirst(max(1, count)).filter { !needed.contains($0.version) }
    }

    /// Removes what a crash left behind.
    package func sweep() throws(PluginRejection) {
        guard exists else { return }
        try sweep(lock().root)
    }

    func sweep(_ root: StoreDirectory) throws(PluginRejection) {
        for id in try root.names() {
            guard let folder = try root.opening(id) else { continue }
            for name in try folder.names() where name.hasPrefix(Self.temporaryPrefix) { try folder.remove(name) }
        }
    }

    func write(
        _ archive: PackageArchive, manifest: PluginManifest, to target: StoreDirectory
    ) throws(PluginRejection) {
        let libraries = Set(manifest.files.map(\.path))
        var directories: [String: StoreDirectory] = [:]
        for path in archive.paths() {
            var parent = target
            var prefix = ""
            let components = path.split(separator: "/").map(String.init)
            for component in components.dropLast() {
                prefix += component + "/"
                if let known = directories[prefix] {
                    parent = known
                } else {
                    parent = try parent.making(component)
                    directories[prefix] = parent
                }
            }
            let bytes = try archive.read(path, limit: PackageArchive.sizeLimit)
            try parent.write(bytes, to: components.last ?? "", mode: libraries.contains(path) ? 0o755 : 0o644)
            reached(.wroteFile)
        }
        for directory in directories.values { try directory.sync() }
        try target.sync()
    }

    /// SHA-256 of the manifest of a package's folder.
    package func digest(of directory: String) throws(PluginRejection) -> String {
        let reader = try PackageReader(path: directory)
        return SHA256Digest.hex(try reader.read(PackageVerifier.manifestName, limit: PluginManifest.sizeLimit))
    }

    /// Whether there is a store; the first installation makes it.
    package var exists: Bool { access(root, F_OK) == 0 }

    /// Waits until no other process changes the store; nobody else does while the lock lives.
    package func lock() throws(PluginRejection) -> PackageStoreLock {
        let directory = try StoreDirectory(making: root)
        var attempt = 0
        while flock(directory.descriptor, LOCK_EX | LOCK_NB) < 0 {
            guard errno == EWOULDBLOCK || errno == EINTR, attempt < Self.lockAttempts else {
                throw PluginRejection(.store, "another process keeps changing \(root); try again")
            }
            attempt += 1
            usleep(100_000)
        }
        _ = try PackageReader(path: root)
        return PackageStoreLock(root: directory)
    }

    /// Folder names in the order of the versions that they are, newest first; names that are no versions come last.
    static func newestFirst(_ names: [String]) -> [String] {
        names.map { (name: $0, version: SemanticVersion($0)) }
            .sorted { left, right in
                guard let first = left.version, let second = right.version else {
                    return left.version != nil || (right.version == nil && left.name < right.name)
                }
                return first == second ? left.name < right.name : first > second
            }
            .map(\.name)
    }
}
