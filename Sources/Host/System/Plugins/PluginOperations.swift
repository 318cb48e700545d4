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
    let audit: AuditTrail
    let host: PluginHost
    let packages: PackageStore
    let trust: LiveTrustPolicy
    let floor: InMemoryVersionFloor
    let sealer: any SecretSealer
    let turns = PluginTurns()
    let store = PluginStore()
    let logger: Logger

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

    /// Approves what a version asks for.
    ///
    /// - Parameter digest: SHA-256 of the manifest that the operator looked at, hex digits. That content is approved
    ///   and no other, whatever lies under the version's name meanwhile.
    /// - Throws: `plugins.not_found` when there is no such version, `plugins.state_conflict` when it is unusable,
    ///   `plugins.content_changed` when its content is another one.
    package func approve(_ id: String, version: String, digest: String, by caller: Caller) async throws {
        let digest = try Self.digest(digest)
        let status = try status(id)
        guard status.versions.contains(where: { $0.version == version }) else {
            throw APIError.pluginNotFound("\(id) \(version)")
        }
        guard let (manifest, bytes, found) = host.manifest(of: id, version: version) else {
            throw APIError.pluginState(status, "version \(version) is not usable and cannot be approved")
        }
        guard found == digest else {
            throw APIError(
                .pluginsContentChanged,
                "\(id) \(version) has another content than the one that was looked at; nothing was approved. Look at "
                    + "what it asks for now, and approve it by the manifest_sha256 shown there",
                detail: ["plugin_id": .string(id), "version": .string(version)])
        }
        try await decide(
            .pluginApproved, id, version: version, by: caller,
            detail: [
                "grants": .strings(GrantsDiff(from: nil, to: manifest).asked), "manifest_sha256": .string(digest),
            ]
        ) {
            try await store.approve(bytes, digest: digest, version: version, id, by: caller.label, in: $0)
        }
    }

    /// Takes approvals back; what no other one covers waits for an approval again.
    ///
    /// - Parameter digest: SHA-256 of the approved manifest, hex digits; nil for every approval of the plugin.
    /// - Throws: `plugins.not_found` when there is no such plugin, `plugins.state_conflict` when nothing was approved.
    package func revoke(_ id: String, digest: String?, by caller: Caller) async throws {
        let (status, digest) = (try status(id), try digest.map(Self.digest))
        let detail: JSONObject = digest.map { ["manifest_sha256": .string($0)] } ?? [:]
        try await decide(.pluginApprovalRevoked, id, version: status.version, by: caller, detail: detail) {
            guard try await store.revoke(id, digest: digest, in: $0) > 0 else {
                throw APIError.pluginState(
                    status, "there is no such approval; the plugin's approvals list those in force")
            }
        }
    }

    private static func digest(_ text: String) throws -> String {
        guard text.utf8.count == 64, text.utf8.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }) else {
            throw APIError.fieldFormat("manifest_sha256", expected: "64 hex digits")
        }
        return text.lowercased()
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
    func reloadRules() async {
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
