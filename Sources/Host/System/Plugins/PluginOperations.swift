package import Audit
package import Contract
import Core
package import Database
package import JSON
package import Logging
import NIOPosix
package import PluginHost

/// What operators do with plugins: each decision is one transaction with its audit row, and takes effect in every server
/// on the database.
package struct PluginOperations: Sendable {
    let database: Database
    private let audit: AuditTrail
    let host: PluginHost
    private let packages: PackageStore
    private let trust: LiveTrustPolicy
    private let floor: InMemoryVersionFloor
    let sealer: any SecretSealer
    let turns = PluginTurns()
    let store = PluginStore()
    private let logger: Logger

    /// - Parameters:
    ///   - packages: where installed packages lie; the plugin host looks for them there.
    ///   - trust: the policy that the plugin host judges packages by.
    ///   - floor: the floors that the plugin host asks; kept as the database has them.
    ///   - sealer: encrypts the secrets of configurations; the plugin host opens them by ``PluginSecrets/opener(_:)``.
    package init(
        database: Database, audit: AuditTrail, host: PluginHost, packages: PackageStore, trust: LiveTrustPolicy,
        floor: InMemoryVersionFloor, sealer: any SecretSealer, logger: Logger
    ) {
        self.database = database
        self.audit = audit
        self.host = host
        self.packages = packages
        self.trust = trust
        self.floor = floor
        self.sealer = sealer
        self.logger = logger
    }

    // MARK: - Looking

    package func detail(_ id: String) async throws -> PluginDetail {
        let status = try status(id)
        return PluginDetail(status: status, record: try await store.record(id, from: database))
    }

    package func configuration(_ id: String) async throws -> JSONValue {
        _ = try status(id)
        return PluginSecrets.masked(try await store.record(id, from: database), fields: try host.secretFields(of: id))
    }

    package func roles() async throws -> [PluginRoleEntry] {
        let chosen = try await store.settings(from: database).roles
        return ProbeRole.allCases.map { role in
            let filler = host.probe(role: role)
            let isChosen = chosen[role].map { $0.pluginID == filler?.pluginID && $0.probe == filler?.probe } ?? false
            return PluginRoleEntry(
                role: role.rawValue, pluginID: filler?.pluginID, probe: filler?.probe, chosen: isChosen)
        }
    }

    func status(_ id: String) throws -> PluginStatus {
        guard let status = host.status(of: id) else { throw APIError.pluginNotFound(id) }
        return status
    }

    // MARK: - Deciding

    /// Calls in flight finish when a plugin is taken out of use.
    package func setEnabled(_ isEnabled: Bool, _ id: String, by caller: Caller) async throws {
        let version = try status(id).version
        try await decide(isEnabled ? .pluginEnabled : .pluginDisabled, id, version: version, by: caller) {
            try await store.setEnabled(isEnabled, id, in: $0)
        }
    }

    /// Approves what a version asks for; it must be the one that waits, or the one in use.
    ///
    /// - Throws: `plugins.not_found` when there is no such version, `plugins.state_conflict` when it is unusable.
    package func approve(_ id: String, version: String, by caller: Caller) async throws {
        let status = try status(id)
        guard status.versions.contains(where: { $0.version == version }) else {
            throw APIError.pluginNotFound("\(id) \(version)")
        }
        guard let (manifest, bytes) = host.manifest(of: id, version: version) else {
            throw APIError.pluginState(status, "version \(version) is not usable and cannot be approved")
        }
        try await decide(
            .pluginApproved, id, version: version, by: caller,
            detail: ["grants": .strings(GrantsDiff(from: nil, to: manifest).asked)]
        ) {
            try await store.approve(bytes, version: version, id, by: caller.label, in: $0)
        }
    }

    /// Chooses the version to run; nil for the highest one.
    package func activate(_ id: String, version: String?, by caller: Caller) async throws {
        let status = try status(id)
        if let version {
            guard let found = status.versions.first(where: { $0.version == version }) else {
                throw APIError.pluginNotFound("\(id) \(version)")
            }
            // To go back to an older version is a decision that only a person takes, and this is one.
            guard found.rejection == nil || found.rejection?.reason == .downgrade else {
                throw APIError.pluginState(status, "version \(version) is rejected: \(found.rejection?.message ?? "")")
            }
            try? host.forgive(id, version: version)
        }
        // Which versions are too old may have changed just now, or since the last look; what serves stays until then.
        try await decide(.pluginVersionChosen, id, version: version ?? "", by: caller, looksAgain: true) {
            if let version { try await store.lowerFloor(to: version, id, in: $0) }
            try await store.setVersion(version, id, in: $0)
        }
    }

    /// Installs a package from its bytes; older versions beside it stay, two at most.
    ///
    /// - Throws: `plugins.rejected` with the reason; nothing was installed then.
    package func install(_ archive: [UInt8], by caller: Caller) async throws -> String {
        // An operator who has just added a key, or revoked one, means this package too.
        await reloadRules()
        let installed: PackageStore.Installed
        do {
            installed = try await NIOThreadPool.singleton.runIfActive { [packages, trust, floor] in
                try packages.install(archive, trust: trust, floor: floor)
            }
        } catch let rejection as PluginRejection {
            try await audit.record(
                AuditEntry(
                    .pluginRejected, .denied, by: caller, detail: ["reason": .string(rejection.description)]),
                in: database)
            throw APIError(
                .pluginsRejected, rejection.message, detail: ["reason": .string(rejection.reason.rawValue)])
        }
        let manifest = installed.manifest
        try await decide(
            .pluginInstalled, manifest.id, version: manifest.version, by: caller,
            detail: [
                "grants": .strings(GrantsDiff(from: nil, to: manifest).asked), "trust": .string("\(installed.trust)"),
            ]
        ) { try await store.announce(in: $0) }
        await rescan()
        await prune(manifest.id)
        return manifest.id
    }

    private func prune(_ id: String) async {
        do {
            // What serves or is tried, and what was chosen and may still wait for its approval.
            let (status, chosen) = (host.status(of: id), try await store.record(id, from: database).version)
            let needed = Set(
                [status?.version, status?.trial?.version, chosen].compactMap { $0 }.compactMap(SemanticVersion.init))
            let removed = try await NIOThreadPool.singleton.runIfActive { [packages] in
                try packages.prune(id: id, keepingNewest: 2, and: needed)
            }
            if !removed.isEmpty { await rescan() }
        } catch {
            logger.warning("old versions of a plugin cannot be removed", metadata: ["error": "\(error)"])
        }
    }

    /// Removes installed versions of a plugin; calls in flight finish.
    ///
    /// - Parameter version: nil for all that are installed.
    /// - Throws: `plugins.state_conflict` when none of them was installed, `plugins.not_found` when there is no such
    ///   version.
    package func remove(_ id: String, version: String?, by caller: Caller) async throws {
        let status = try status(id)
        let installed = try await NIOThreadPool.singleton.runIfActive { [packages] in try packages.list() }
            .filter { $0.id == id && (version == nil || $0.version.description == version) }
        guard !installed.isEmpty else {
            if let version, !status.versions.contains(where: { $0.version == version }) {
                throw APIError.pluginNotFound("\(id) \(version)")
            }
            throw APIError.pluginState(status, "it came with the product and cannot be removed; disable it instead")
        }
        for entry in installed {
            let name = entry.version.description
            try await decide(.pluginRemoved, id, version: name, by: caller) {
                try await store.giveUp(version: name, id, in: $0)
            }
            do {
                _ = try await NIOThreadPool.singleton.runIfActive { [packages] in
                    try packages.remove(id: id, version: name)
                }
            } catch let rejection as PluginRejection {
                try await decide(
                    .pluginRemoved, id, version: name, by: caller, outcome: .failure,
                    detail: ["reason": .string(rejection.description)]
                ) { try await store.announce(in: $0) }
                throw APIError(
                    .pluginsUnavailable, "\(id) \(name) cannot be removed: \(rejection.message)",
                    detail: ["plugin_id": .string(id)])
            }
        }
        await rescan()
    }

    /// Ends quarantine, isolations and the memory of failed versions.
    package func reset(_ id: String, by caller: Caller) async throws {
        let version = try status(id).version
        try await decide(.pluginReset, id, version: version, by: caller) {
            try await store.announce(resetting: id, in: $0)
        }
        forget(id)
    }

    /// What ``reset(_:by:)`` does in each server.
    func forget(_ id: String) {
        try? host.reset(id)
    }

    /// Returns when the fresh runner serves.
    package func restart(_ id: String, by caller: Caller) async throws {
        let status = try status(id)
        switch status.state {
        case .rejected, .locked, .awaitingApproval, .disabled:
            throw APIError.pluginState(status, "the plugin is \(status.state.name)")
        default: break
        }
        try refuseDuringTrial(status)
        try await decide(.pluginRestartRequested, id, version: status.version, by: caller) { _ in }
        do {
            try await host.restart(id)
        } catch let error as PluginError {
            throw APIError(.pluginsUnavailable, error.message, detail: ["plugin_id": .string(id)])
        }
    }

    /// A fresh process or configuration would end the trial, and neither of the two versions alone could answer for it.
    func refuseDuringTrial(_ status: PluginStatus) throws {
        guard let trial = status.trial else { return }
        throw APIError.pluginState(
            status,
            "version \(trial.version) is on trial; wait until it has served its first calls, or activate "
                + "\(status.version)")
    }

    /// Chooses who fills a role; nil gives it back to the first plugin that claims it.
    package func assign(_ role: ProbeRole, _ choice: PluginSettings.RoleChoice?, by caller: Caller) async throws {
        if let choice {
            let status = try status(choice.pluginID)
            guard let probe = status.probes.first(where: { $0.name == choice.probe }) else {
                throw APIError.pluginNotFound("\(choice.pluginID)/\(choice.probe)")
            }
            guard probe.role == role else {
                throw APIError(
                    .validationFieldInvalid,
                    "\(choice.pluginID)/\(choice.probe) does not claim the role \(role.rawValue)",
                    detail: ["field": "probe"])
            }
        }
        let entry = AuditEntry(
            .pluginRoleAssigned, by: caller, on: .init("role", role.rawValue),
            detail: [
                "role": .string(role.rawValue), "plugin_id": .string(choice?.pluginID ?? ""),
                "probe": .string(choice?.probe ?? ""),
            ])
        try await database.transaction { transaction in
            try await store.assign(role, choice, in: transaction)
            try await audit.record(entry, in: transaction)
        }
        await refresh()
    }

    func decide(
        _ event: AuditEvent, _ id: String, version: String, by caller: Caller, outcome: AuditEntry.Outcome = .success,
        detail: JSONObject = [:], looksAgain: Bool = false,
        _ change: @Sendable @escaping (Transaction) async throws -> Void
    ) async throws {
        var detail = detail
        detail["plugin_id"] = .string(id)
        detail["version"] = .string(version)
        let entry = AuditEntry(event, outcome, by: caller, on: .init("plugin", id), detail: detail)
        try await database.transaction { transaction in
            try await change(transaction)
            try await audit.record(entry, in: transaction)
        }
        if looksAgain { await rescan() } else { await refresh() }
    }

    /// Lets this server act on what is decided now; the others are told by the database.
    package func refresh() async {
        let turn = host.turn()
        do {
            host.apply(try await store.settings(from: database), turn: turn)
        } catch {
            logger.error("the settings of plugins cannot be read", metadata: ["error": "\(error)"])
        }
    }

    /// As ``refresh()``, together with a look at the keys and the packages that are there now.
    package func rescan() async {
        await reloadRules()
        let turn = host.turn()
        let settings: PluginSettings
        do {
            settings = try await store.settings(from: database)
        } catch {
            // Revocations take effect even so.
            logger.error("the settings of plugins cannot be read", metadata: ["error": "\(error)"])
            await look(applying: nil, turn: turn)
            return
        }
        await look(applying: settings, turn: turn)
    }

    private func look(applying settings: PluginSettings?, turn: Int) async {
        do {
            _ = try await NIOThreadPool.singleton.runIfActive { [host] in
                try host.rescan(applying: settings, turn: turn)
            }
        } catch {
            logger.error("the plugin directories cannot be read", metadata: ["error": "\(error)"])
        }
    }

    /// What packages are judged by: the keys of the trust directory and the lowest versions, as they are now.
    private func reloadRules() async {
        do {
            floor.replace(with: try await store.floors(from: database))
        } catch {
            logger.error("the versions that ran here cannot be read", metadata: ["error": "\(error)"])
        }
        do {
            try await NIOThreadPool.singleton.runIfActive { [trust] in try trust.reload() }
        } catch {
            logger.error("the trusted keys cannot be read", metadata: ["error": "\(error)"])
        }
    }
}
