import Audit
package import Contract
import Core
import Database
import JSON
import NIOPosix
import PluginHost

/// Installing and removing. The files are made ready first, the decision is committed with its audit row, and only then
/// do the files take effect: a crash in between is finished or undone by ``recoverPackages()``.
extension PluginOperations {
    /// Installs a package from its bytes; older versions beside it stay, two at most.
    ///
    /// - Throws: `plugins.rejected` with the reason; nothing was installed then.
    package func install(_ archive: [UInt8], by caller: Caller) async throws -> String {
        // An operator who has just added a key, or revoked one, means this package too.
        await reloadRules()
        let manifest: PluginManifest
        do {
            let checked = try await NIOThreadPool.singleton.runIfActive { [packages, trust, floor] in
                try packages.check(archive, trust: trust, floor: floor)
            }
            manifest = try await install(checked, by: caller, in: recoveredStore())
        } catch let rejection as PluginRejection {
            try await audit.record(
                AuditEntry(
                    .pluginRejected, .denied, by: caller, detail: ["reason": .string(rejection.description)]),
                in: database)
            throw APIError(
                .pluginsRejected, rejection.message, detail: ["reason": .string(rejection.reason.rawValue)])
        }
        await rescan()
        await prune(manifest.id)
        return manifest.id
    }

    private func install(
        _ checked: PackageStore.Checked, by caller: Caller, in lock: PackageStoreLock
    ) async throws -> PluginManifest {
        let staged = try await NIOThreadPool.singleton.runIfActive { [packages] in
            try packages.stage(checked, in: lock)
        }
        let (installed, manifest) = (staged.installed, staged.installed.manifest)
        let detail: JSONObject = [
            "grants": .strings(GrantsDiff(from: nil, to: manifest).asked), "trust": .string("\(installed.trust)"),
            "manifest_sha256": .string(installed.digest),
        ]
        guard let change = staged.change else {
            try await decide(.pluginInstalled, manifest.id, version: manifest.version, by: caller, detail: detail) {
                try await store.announce(in: $0)
            }
            return manifest
        }
        do {
            try await decide(.pluginInstalled, manifest.id, version: manifest.version, by: caller, detail: detail) {
                try await store.installing(change, version: manifest.version, digest: installed.digest, in: $0)
            }
        } catch {
            await settle(change, in: lock)
            throw error
        }
        packages.reached(.committed)
        try await apply(change, version: manifest.version, in: lock)
        return manifest
    }

    private func prune(_ id: String) async {
        do {
            // What serves or is tried, and what was chosen and may still wait for its approval.
            let (status, chosen) = (host.status(of: id), try await store.record(id, from: database).version)
            let needed = Set(
                [status?.version, status?.trial?.version, chosen].compactMap { $0 }.compactMap(SemanticVersion.init))
            let surplus = try await NIOThreadPool.singleton.runIfActive { [packages] in
                try packages.surplus(id: id, keepingNewest: 2, and: needed)
            }
            guard !surplus.isEmpty else { return }
            try await remove(
                surplus, by: .system("plugins"), detail: ["reason": "two newer versions are installed"],
                in: recoveredStore())
            await rescan()
        } catch {
            logger.warning("old versions of a plugin cannot be removed", metadata: ["error": "\(error)"])
        }
    }

    /// Removes installed versions of a plugin; calls in flight finish.
    ///
    /// - Parameter version: nil for all that are installed.
    /// - Throws: `plugins.state_conflict` when none of them was installed, `plugins.not_found` when there is no such
    ///   version, `plugins.unavailable` when the files cannot be removed.
    package func remove(_ id: String, version: String?, by caller: Caller) async throws {
        let status = try status(id)
        do {
            let lock = try await recoveredStore()
            let installed = try await NIOThreadPool.singleton.runIfActive { [packages] in try packages.list() }
                .filter { $0.id == id && (version == nil || $0.version.description == version) }
            guard !installed.isEmpty else {
                if let version, !status.versions.contains(where: { $0.version == version }) {
                    throw APIError.pluginNotFound("\(id) \(version)")
                }
                throw APIError.pluginState(
                    status, "it came with the product and cannot be removed; disable it instead")
            }
            try await remove(installed, by: caller, detail: [:], in: lock)
        } catch let rejection as PluginRejection {
            throw APIError(
                .pluginsUnavailable, "\(id) cannot be removed: \(rejection.message)", detail: ["plugin_id": .string(id)]
            )
        }
        await rescan()
    }

    private func remove(
        _ entries: [PackageStore.Entry], by caller: Caller, detail: JSONObject, in lock: PackageStoreLock
    ) async throws {
        for entry in entries {
            let name = entry.version.description
            let change = try await NIOThreadPool.singleton.runIfActive { [packages] in
                try packages.mark(entry, in: lock)
            }
            do {
                try await decide(.pluginRemoved, entry.id, version: name, by: caller, detail: detail) {
                    try await store.giveUp(version: name, entry.id, in: $0)
                    try await store.removing(change, version: name, in: $0)
                }
            } catch {
                await settle(change, in: lock)
                throw error
            }
            packages.reached(.committed)
            do {
                try await apply(change, version: name, in: lock)
            } catch let rejection as PluginRejection {
                try await decide(
                    .pluginRemoved, entry.id, version: name, by: caller, outcome: .failure,
                    detail: ["reason": .string(rejection.description)]
                ) { try await store.announce(in: $0) }
                throw rejection
            }
        }
    }

    /// Lets a change that is on record take effect, and tells the servers.
    func apply(_ change: PackageChange, version: String, in lock: PackageStoreLock) async throws {
        try await NIOThreadPool.singleton.runIfActive { [packages] in
            switch change.kind {
            case .installation: try packages.publish(change, version: version, in: lock)
            case .removal: try packages.finish(change, in: lock)
            }
        }
        try await database.transaction { transaction in
            if case .removal = change.kind { try await store.removed(change, in: transaction) }
            try await store.announce(in: transaction)
        }
    }

    /// Undoes a change whose transaction failed, unless it was committed all the same: the answer may have been lost.
    private func settle(_ change: PackageChange, in lock: PackageStoreLock) async {
        do {
            _ = try await resolve(change, in: lock)
        } catch {
            logger.warning(
                "a change of the package store is finished or undone with the next one",
                metadata: ["plugin": "\(change.pluginID)", "error": "\(error)"])
        }
    }
}
