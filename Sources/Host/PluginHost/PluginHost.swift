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
        var scanned: [ScannedPlugin] = []
        var runners: [String: PluginRunner] = [:]
    }

    private let configuration: PluginHostConfiguration
    private let identity: HostIdentity
    private let logger: Logger
    private let catalog: PluginCatalog
    private let eventSink: (@Sendable (PluginLifecycleEvent) -> Void)?
    private let state = NIOLockedValueBox(State())

    /// - Parameter eventSink: told what happens to plugins; called on runner threads and must not block.
    package init(
        configuration: PluginHostConfiguration, logger: Logger, trust: any TrustPolicy = UnsignedTrustPolicy(),
        eventSink: (@Sendable (PluginLifecycleEvent) -> Void)? = nil
    ) {
        self.configuration = configuration
        self.logger = logger
        self.eventSink = eventSink
        catalog = PluginCatalog(trust: trust)
        let instanceID = configuration.instanceID.isEmpty ? UUID.v7().text : configuration.instanceID
        identity = HostIdentity(product: "OpenWatch", version: configuration.productVersion, instanceID: instanceID)
    }

    /// Scans the directories; runs nothing. Reads files, so call it off the cooperative pool or once at the start.
    ///
    /// Throws ``PluginError/Code/path`` if a directory cannot be used. What is wrong with a single plugin is in its
    /// status. A second call returns what the first one found.
    @discardableResult
    package func load() throws(PluginError) -> [PluginStatus] {
        guard !state.withLockedValue(\.isLoaded) else { return statuses }
        let scanned = try catalog.scan(directories: configuration.directories)
        var runners: [String: PluginRunner] = [:]
        for plugin in scanned {
            guard case .verified(let package) = plugin.outcome else { continue }
            runners[plugin.id] = makeRunner(package)
        }
        let isFirst = state.withLockedValue { state -> Bool in
            guard !state.isLoaded else { return false }
            state.isLoaded = true
            state.scanned = scanned
            state.runners = runners
            return true
        }
        if isFirst { announce(scanned) }
        return statuses
    }

    /// Every plugin found, in the order of its folder's name, unusable ones included.
    package var statuses: [PluginStatus] {
        let (scanned, runners) = state.withLockedValue { ($0.scanned, $0.runners) }
        return scanned.map { plugin in Self.status(plugin, runner: runners[plugin.id]) }
    }

    /// The probe that fills a role: the first plugin that claims it, by folder name.
    package func probe(role: ProbeRole) -> ProbeReference? {
        references.first { $0.role == role }
    }

    /// A probe by `plugin-id/probe`, by a probe name that only one plugin has, or by a role.
    package func probe(named name: String) -> ProbeReference? {
        let references = references
        if let exact = references.first(where: { "\($0.pluginID)/\($0.probe)" == name }) { return exact }
        if let role = ProbeRole(rawValue: name), let reference = references.first(where: { $0.role == role }) {
            return reference
        }
        let named = references.filter { $0.probe == name }
        return named.count == 1 ? named.first : nil
    }

    /// Runs one probe. Throws a ``PluginError``.
    ///
    /// Cancelling the task cancels the call; it returns when the plugin has stopped, after the grace time at the latest.
    package func run(_ request: ProbeRequest) async throws -> ProbeOutcome {
        let (runner, isStopped) = state.withLockedValue { ($0.runners[request.pluginID], $0.isStopped) }
        guard !isStopped else { throw PluginError(.shuttingDown, "the server is shutting down") }
        guard let runner else {
            throw PluginError(
                .notFound, "there is no usable plugin \(SafeText.line(request.pluginID, limit: 64))",
                hint: "the list of plugins says why one is rejected")
        }
        return try await ProbeDispatch(runner: runner, logger: logger).run(request)
    }

    /// Where a task that calls this plugin again and again is best run, see ``RunnerExecutor``; nil if it is not usable.
    package func executor(pluginID: String) -> RunnerExecutor? {
        state.withLockedValue { $0.runners[pluginID]?.executor }
    }

    /// Lets an operator take a plugin out of use, or back into it. Calls in flight finish.
    package func setDisabled(_ isDisabled: Bool, pluginID: String) throws(PluginError) {
        guard let runner = state.withLockedValue({ $0.runners[pluginID] }) else {
            throw PluginError(.notFound, "there is no usable plugin \(SafeText.line(pluginID, limit: 64))")
        }
        runner.setDisabled(isDisabled)
    }

    /// Supervises until graceful shutdown or cancellation, then drains every runner. No runner outlives it.
    package func run() async throws {
        try load()
        let runners = state.withLockedValue { Array($0.runners.values) }
        if configuration.startEagerly {
            for runner in runners { runner.startEagerly() }
        }
        try? await gracefulShutdown()
        await shutdown()
    }

    /// What ``run()`` does at its end, for hosts that are not run as a service.
    package func shutdown() async {
        let runners = state.withLockedValue { state in
            state.isStopped = true
            return Array(state.runners.values)
        }
        await withDiscardingTaskGroup { group in
            for runner in runners { group.addTask { await runner.stop() } }
        }
    }

    private var references: [ProbeReference] {
        state.withLockedValue(\.scanned).flatMap { plugin -> [ProbeReference] in
            guard case .verified(let package) = plugin.outcome else { return [] }
            return package.manifest.probes.map {
                ProbeReference(pluginID: package.manifest.id, probe: $0.name, role: $0.role, timeout: $0.timeout)
            }
        }
    }

    private func makeRunner(_ package: PluginPackage) -> PluginRunner {
        let value = configuration.pluginConfiguration[package.manifest.id] ?? .object([:])
        return PluginRunner(
            package: package, runnerPath: configuration.runnerPath, identity: identity, configuration: value.encoded(),
            timing: configuration.timing, logger: logger, eventSink: eventSink)
    }

    private func announce(_ scanned: [ScannedPlugin]) {
        for plugin in scanned {
            switch plugin.outcome {
            case .verified(let package):
                logger.info(
                    "plugin verified",
                    metadata: [
                        "plugin": "\(plugin.id)", "version": "\(package.manifest.version)", "trust": "\(package.trust)",
                    ])
                eventSink?(.init(package, .verified(trust: package.trust)))
            case .rejected(let rejection):
                logger.warning(
                    "plugin rejected",
                    metadata: [
                        "plugin": "\(SafeText.line(plugin.id, limit: 128))", "code": "\(rejection.reason.rawValue)",
                        "reason": "\(SafeText.line(rejection.message))", "faults": "\(rejection.faults.count)",
                    ])
                eventSink?(
                    PluginLifecycleEvent(
                        pluginID: plugin.id, version: plugin.manifest?.version ?? "", kind: .rejected(rejection)))
            }
        }
    }

    private static func status(_ plugin: ScannedPlugin, runner: PluginRunner?) -> PluginStatus {
        let manifest = plugin.manifest
        var state = PluginState.verified
        var reason: String?
        var trust: PluginTrust?
        var status = PluginRunnerStatus()
        switch plugin.outcome {
        case .rejected(let rejection):
            state = .rejected(rejection)
            reason = rejection.description
        case .verified(let package):
            trust = package.trust
            if let snapshot = runner?.snapshot { (state, reason, status) = snapshot }
        }
        return PluginStatus(
            id: plugin.id, version: manifest?.version ?? "", name: manifest?.name ?? "",
            vendor: manifest?.vendor.name ?? "", state: state, reason: reason, abi: manifest?.abi,
            feature: manifest?.feature, isolation: manifest?.isolation,
            probes: manifest?.probes.map { .init(name: $0.name, role: $0.role, timeout: $0.timeout) } ?? [],
            services: manifest?.permissions.services.sorted() ?? [], events: manifest?.events.map(\.type) ?? [],
            trust: trust, directory: plugin.directory, runner: status)
    }
}
