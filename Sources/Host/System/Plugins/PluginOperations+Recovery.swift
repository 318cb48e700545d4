import Audit
import Contract
import Core
import Database
import NIOPosix
import PluginHost

/// What a crash has left in the package store.
extension PluginOperations {
    /// Finishes what was committed, undoes what was not, and puts packages on record that lie in the store without:
    /// copied there by hand, or from a backup. To be called before plugins are loaded; every change begins with it too.
    package func recoverPackages() async throws {
        guard packages.exists else { return }
        do {
            _ = try await recoveredStore()
        } catch let rejection as PluginRejection {
            // What is complete can be loaded even so.
            logger.error("the package store cannot be put in order", metadata: ["error": "\(rejection)"])
        }
    }

    /// - Returns: the store's lock; nobody else changes the store while it lives.
    func recoveredStore() async throws -> PackageStoreLock {
        let (lock, unfinished) = try await NIOThreadPool.singleton.runIfActive { [packages] in
            let lock = try packages.lock()
            return (lock, try packages.unfinished(in: lock))
        }
        for change in unfinished {
            let isDone = try await resolve(change, in: lock)
            logger.notice(
                "a change of the package store was cut short",
                metadata: [
                    "plugin": "\(change.pluginID)", "change": "\(change.kind)", "now": isDone ? "finished" : "undone",
                ])
        }
        try await adopt(in: lock)
        return lock
    }

    /// Finishes a change that is on record and drops one that is not.
    func resolve(_ change: PackageChange, in lock: PackageStoreLock) async throws -> Bool {
        if let version = try await store.version(of: change, from: database) {
            try await apply(change, version: version, in: lock)
            return true
        }
        try await NIOThreadPool.singleton.runIfActive { [packages] in try packages.drop(change, in: lock) }
        return false
    }

    private func adopt(in lock: PackageStoreLock) async throws {
        let found = try await NIOThreadPool.singleton.runIfActive { [packages] in
            try packages.list().compactMap { entry -> (PackageStore.Entry, digest: String)? in
                // One that cannot be read is shown as rejected, and is nobody's to adopt.
                (try? packages.digest(of: entry.directory)).map { (entry, $0) }
            }
        }
        for (entry, digest) in found {
            let version = entry.version.description
            guard try await !store.isInstalled(entry.id, version: version, digest: digest, from: database) else {
                continue
            }
            let audited = AuditEntry(
                .pluginAdopted, by: .system("plugins"), on: .init("plugin", entry.id),
                detail: [
                    "plugin_id": .string(entry.id), "version": .string(version), "manifest_sha256": .string(digest),
                    "reason": "found in the package store without a record",
                ])
            try await database.transaction { transaction in
                try await store.adopt(entry.id, version: version, digest: digest, in: transaction)
                try await audit.record(audited, in: transaction)
            }
        }
    }
}
