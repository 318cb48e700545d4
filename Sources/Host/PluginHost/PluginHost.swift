import Core
import Foundation
import JSON
import Logging
import NIOConcurrencyHelpers
import ServiceLifecycle

/// The plugins of this server: finds and checks them, keeps their runners alive, runs their probes.
package final class PluginHost: Service {
    /// One probe of one usable plugin.
    package struct ProbeReference: Sendable, Hashable {
        package let pluginID: String
        package let probe: String
        package let role: ProbeRole?
        package let timeout: Duration
    }

    private struct State {
        var isLoaded = false
        var isStopped = false
        /// In the order of their first package.
        var order: [String] = []
        var slots: [String: PluginSlot] = [:]
        /// Packages that do not say whose they are, or whose id no usable package has.
        var strays: [ScannedPlugin] = []
        var scanned: [ScannedPlugin] = []
        var settings: PluginSettings
        /// The last turn that was taken, and that of the settings in force.
        var turns = 0
        var appliedTurn = 0

        /// Nothing if newer settings are in force.
        mutating func take(_ settings: PluginSettings, _ turn: Int?) {
            if let turn {
                guard turn > appliedTurn else { return }
                appliedTurn = turn
            }
            self.settings = settings
        }
    }

    private let configuration: PluginHostConfiguration
    private let catalog: PluginCatalog
    private let isFeatureEnabled: @Sendable (String) -> Bool
    private let environment: PluginSlot.Environment
    private let logger: Logger
    private let eventSink: @Sendable (PluginLifecycleEvent) -> Void
    private let state: NIOLockedValueBox<State>
    /// Serialises what changes the set of plugins; never held while a call waits.
    private let changes = NIOLock()

    /// - Parameters:
    ///   - floor: the lowest version of each plugin that may run.
    ///   - settings: what the operator decided; ``apply(_:)`` changes it.
    ///   - isFeatureEnabled: whether the licence in force has a feature; asked with each ``apply(_:)`` and
    ///     ``refreshEntitlements()``.
    ///   - openSecret: decrypts the secrets of ``PluginSettings``; as they are if it is not given.
    ///   - eventSink: told what happens to plugins; called on runner threads and must not block.
    package init(
        configuration: PluginHostConfiguration, logger: Logger,
        trust: any TrustPolicy = SignedTrustPolicy(ring: TrustRing()),
        floor: any VersionFloor = InMemoryVersionFloor(),
        settings: PluginSettings = PluginSettings(requiresApproval: false),
        isFeatureEnabled: @escaping @Sendable (String) -> Bool = { _ in true },
        openSecret: @escaping PluginConfiguration.SecretOpener = { _, _, stored in stored },
        eventSink: (@Sendable (PluginLifecycleEvent) -> Void)? = nil
    ) {
        self.configuration = configuration
        self.logger = logger
        self.isFeatureEnabled = isFeatureEnabled
        let eventSink = eventSink ?? { _ in }
        self.eventSink = eventSink
        catalog = PluginCatalog(trust: trust, floor: floor)
        let instanceID = configuration.instanceID.isEmpty ? UUID.v7().text : configuration.instanceID
        environment = PluginSlot.Environment(
            runnerPath: configuration.runnerPath,
            identity: HostIdentity(
                product: "OpenWatch", version: configuration.productVersion, instanceID: instanceID),
            timing: configuration.timing, sandbox: configuration.sandbox, logger: logger, eventSink: eventSink,
            openSecret: openSecret)
        state = NIOLockedValueBox(State(settings: settings))
    }

    // MARK: - What is there

    /// Scans the directories; runs nothing. Reads files, so call it off the cooperative pool or once at the start.
    ///
    /// Throws ``PluginError/Code/path`` if a directory cannot be used. What is wrong with a single plugin is in its
    /// status. A second call returns what the first one found.
    @discardableResult
    package func load() throws(PluginError) -> [PluginStatus] {
        guard !state.withLockedValue(\.isLoaded) else { return statuses }
        return try rescan()
    }

    /// Scans again: packages that came are taken up, packages that went are drained.
    ///
    /// - Parameters:
    ///   - settings: decisions that are to take effect together with what is found; nil for those in force.
    ///   - turn: see ``turn()``.
    @discardableResult
    package func rescan(
        applying settings: PluginSettings? = nil, turn: Int? = nil
    ) throws(PluginError) -> [PluginStatus] {
        changes.lock()
        defer { changes.unlock() }
        var scanned = try catalog.scan(directories: configuration.directories)
        if let store = configuration.store { scanned += try catalog.scan(store: store) }
        let known = state.withLockedValue { state in
            if let settings { state.take(settings, turn) }
            return state.scanned
        }
        arrange(scanned)
        announce(scanned, except: known)
        applyToSlots()
        return statuses
    }

    /// To be taken before decisions are read: of two that are read at the same time, those of the later turn count,
    /// in whichever order they arrive.
    package func turn() -> Int {
        state.withLockedValue { state in
            state.turns += 1
            return state.turns
        }
    }

    /// Takes over the operator's decisions. Returns at once; ``settled(_:)`` waits for one plugin.
    ///
    /// - Parameter turn: see ``turn()``; nil = these are the newest.
    package func apply(_ settings: PluginSettings, turn: Int? = nil) {
        changes.withLock {
            state.withLockedValue { $0.take(settings, turn) }
            applyToSlots()
        }
    }

    /// Asks for every feature again: plugins are locked and unlocked as the licence has it now.
    package func refreshEntitlements() {
        changes.withLock { applyToSlots() }
    }

    private func arrange(_ scanned: [ScannedPlugin]) {
        var order: [String] = []
        var usable: Set<String> = []
        for plugin in scanned {
            guard case .verified = plugin.outcome, usable.insert(plugin.id).inserted else { continue }
            order.append(plugin.id)
        }
        state.withLockedValue { state in
            state.isLoaded = true
            state.scanned = scanned
            state.strays = scanned.filter { !usable.contains($0.id) }
            for id in order where state.slots[id] == nil {
                let slot = PluginSlot(id: id, environment: environment)
                state.slots[id] = slot
            }
            state.order = order + state.order.filter { !usable.contains($0) }
        }
    }

    private func applyToSlots() {
        let (slots, scanned, settings) = state.withLockedValue { ($0.slots, $0.scanned, $0.settings) }
        let byID = Dictionary(grouping: scanned, by: \.id)
        for (id, slot) in slots {
            var packages: [PluginPackage] = []
            var rejected: [ScannedPlugin] = []
            for plugin in byID[id] ?? [] {
                if case .verified(let package) = plugin.outcome {
                    packages.append(package)
                } else {
                    rejected.append(plugin)
                }
            }
            slot.apply(
                packages: packages, rejected: rejected, settings: effective(settings, id),
                isFeatureEnabled: isFeatureEnabled)
        }
    }

    /// The operator's decisions, and the configuration that the server was started with where there is none.
    private func effective(_ settings: PluginSettings, _ id: String) -> PluginSettings {
        guard let given = configuration.pluginConfiguration[id], settings[id].configuration == nil else {
            return settings
        }
        var settings = settings
        var plugin = settings[id]
        plugin.configuration = given
        settings.plugins[id] = plugin
        return settings
    }

    // MARK: - Probes

    /// The probe that fills a role: the operator's choice if that is there, else the first plugin that claims it.
    package func probe(role: ProbeRole) -> ProbeReference? {
        let references = references
        if let choice = state.withLockedValue({ $0.settings.roles[role] }),
            let chosen = references.first(where: { $0.pluginID == choice.pluginID && $0.probe == choice.probe })
        {
            return chosen
        }
        return references.first { $0.role == role }
    }

    /// A probe by `plugin-id/probe`, by a probe name that only one plugin has, or by a role.
    package func probe(named name: String) -> ProbeReference? {
        let references = references
        if let exact = references.first(where: { "\($0.pluginID)/\($0.probe)" == name }) { return exact }
        if let role = ProbeRole(rawValue: name), let reference = probe(role: role) { return reference }
        let named = references.filter { $0.probe == name }
        return named.count == 1 ? named.first : nil
    }

    /// Why a plugin's probes cannot be asked for now; nil if they can.
    package func refusal(of pluginID: String) -> PluginError? {
        guard let slot = state.withLockedValue({ $0.slots[pluginID] }) else { return Self.unknown(pluginID) }
        return PluginSlot.refusal(slot.snapshot.admission)
    }

    /// Runs one probe. Throws a ``PluginError``.
    ///
    /// Cancelling the task cancels the call; it returns when the plugin has stopped, after the grace time at the latest.
    package func run(_ request: ProbeRequest) async throws -> ProbeOutcome {
        let (slot, isStopped) = state.withLockedValue { ($0.slots[request.pluginID], $0.isStopped) }
        guard !isStopped else { throw PluginError(.shuttingDown, "the server is shutting down") }
        guard let slot else { throw Self.unknown(request.pluginID) }
        return try await slot.run(request)
    }

    /// Where a task that calls this plugin again and again is best run, see ``RunnerExecutor``; nil if it is not usable.
    package func executor(pluginID: String) -> RunnerExecutor? {
        state.withLockedValue { $0.slots[pluginID] }?.snapshot.serving?.executor
    }

    private var references: [ProbeReference] {
        let (order, slots) = state.withLockedValue { ($0.order, $0.slots) }
        return order.flatMap { id -> [ProbeReference] in
            guard let manifest = slots[id]?.current?.manifest else { return [] }
            return manifest.probes.map {
                ProbeReference(pluginID: id, probe: $0.name, role: $0.role, timeout: $0.timeout)
            }
        }
    }

    private static func unknown(_ id: String) -> PluginError {
        PluginError(
            .notFound, "there is no usable plugin \(SafeText.line(id, limit: 64))",
            hint: "the list of plugins says why one is rejected")
    }

    private func slot(_ id: String) throws(PluginError) -> PluginSlot {
        guard let slot = state.withLockedValue({ $0.slots[id] }) else { throw Self.unknown(id) }
        return slot
    }

    // MARK: - Operations

    /// A usable version's manifest, as it was read and as it was understood, with its digest; nil if there is no such
    /// version.
    package func manifest(
        of id: String, version: String
    ) -> (manifest: PluginManifest, bytes: [UInt8], digest: String)? {
        let packages = state.withLockedValue { $0.slots[id] }?.snapshot.versions ?? []
        return packages.first { $0.manifest.version == version }.map {
            ($0.manifest, $0.manifestBytes, $0.digest)
        }
    }

    /// Where the configuration of the version in use has secrets, as JSON pointers.
    package func secretFields(of id: String) throws(PluginError) -> [String] {
        try slot(id).current?.manifest.configuration?.secretFields ?? []
    }

    /// Checks a configuration, secrets included, against the schema of the version in use. Never quotes a value.
    package func checkConfiguration(_ value: JSONValue, of id: String) throws(PluginError) {
        guard let package = try slot(id).current else { throw Self.unknown(id) }
        guard let configuration = package.manifest.configuration else {
            throw PluginError(.parametersInvalid, "the plugin takes no configuration")
        }
        do throws(SchemaViolation) {
            try package.schema(configuration.schema)?.validate(value)
        } catch {
            throw PluginError(.parametersInvalid, "the configuration is refused: \(error)", cause: error)
        }
    }

    /// Ends a plugin's quarantine and isolations; versions that were rolled back may be tried again.
    package func reset(_ id: String) throws(PluginError) {
        try slot(id).reset()
    }

    /// Lets a version that was rolled back be tried again.
    package func forgive(_ id: String, version: String) throws(PluginError) {
        try slot(id).forgive(version: version)
    }

    /// Replaces a plugin's runner without a gap. Throws a ``PluginError`` that says why the fresh one does not serve.
    package func restart(_ id: String) async throws {
        try await slot(id).restart()
    }

    /// Returns when no change of a plugin's runner is under way; throws why the last one failed, if it fails. The trial
    /// of a version lasts as long as its first calls take to come.
    package func settled(_ id: String) async throws {
        try await slot(id).settled()
    }

    // MARK: - Life

    /// Supervises until graceful shutdown or cancellation, then drains every runner. No runner outlives it.
    package func run() async throws {
        try load()
        if configuration.startEagerly {
            for slot in state.withLockedValue({ Array($0.slots.values) }) { slot.startEagerly() }
        }
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                let now = MonotonicClock.now()
                for slot in self.state.withLockedValue({ Array($0.slots.values) }) { slot.settle(now: now) }
                try? await Task.sleep(for: .seconds(1))
            }
        }
        await shutdown()
    }

    /// What ``run()`` does at its end, for hosts that are not run as a service.
    package func shutdown() async {
        let slots = state.withLockedValue { state in
            state.isStopped = true
            return Array(state.slots.values)
        }
        await withDiscardingTaskGroup { group in
            for slot in slots { group.addTask { await slot.stop() } }
        }
    }

    private func announce(_ scanned: [ScannedPlugin], except known: [ScannedPlugin]) {
        let before = Set(known.map(\.finding))
        let usable = Set(scanned.compactMap { if case .verified = $0.outcome { $0.id } else { nil } })
        for plugin in scanned where !before.contains(plugin.finding) {
            switch plugin.outcome {
            // That a version has had its day is no news, as long as its successor is there.
            case .rejected(let rejection) where rejection.reason == .downgrade && usable.contains(plugin.id): break
            case .verified(let package):
                logger.info(
                    "plugin verified",
                    metadata: [
                        "plugin": "\(plugin.id)", "version": "\(package.manifest.version)", "trust": "\(package.trust)",
                    ])
                eventSink(.init(package, .verified(trust: package.trust)))
            case .rejected(let rejection):
                logger.warning(
                    "plugin rejected",
                    metadata: [
                        "plugin": "\(SafeText.line(plugin.id, limit: 128))", "code": "\(rejection.reason.rawValue)",
                        "reason": "\(SafeText.line(rejection.message))", "faults": "\(rejection.faults.count)",
                    ])
                eventSink(
                    PluginLifecycleEvent(
                        pluginID: plugin.id, version: plugin.manifest?.version ?? "", kind: .rejected(rejection)))
            }
        }
    }

    // MARK: - Status

    /// Every plugin found, in the order of its folder's name, unusable ones included.
    package var statuses: [PluginStatus] {
        let (order, slots, strays) = state.withLockedValue { ($0.order, $0.slots, $0.strays) }
        return order.compactMap { slots[$0].flatMap(PluginStatus.init(slot:)) }
            + strays.map(PluginStatus.init(rejected:))
    }

    /// One plugin; nil if there is none of that id.
    package func status(of id: String) -> PluginStatus? {
        let (slot, stray) = state.withLockedValue { state in
            (state.slots[id], state.strays.first { $0.id == id })
        }
        return slot.flatMap(PluginStatus.init(slot:)) ?? stray.map(PluginStatus.init(rejected:))
    }
}
