import Core
import Foundation
package import JSON
package import Logging
package import PluginHost

/// Runs one probe of one package in the real runner, without a server.
package struct DevelopmentRun: Sendable {
    package let manifest: PluginManifest
    private let directory: String

    /// Reads the package's manifest. Throws ``VendorKitError/Code/manifest``.
    package init(directory: String) throws(VendorKitError) {
        self.directory = directory
        guard let data = FileManager.default.contents(atPath: "\(directory)/plugin.toml") else {
            throw VendorKitError(
                .manifest, "\(directory)/plugin.toml cannot be read", hint: "name the folder of a plugin")
        }
        do {
            manifest = try ManifestParser.parse(Array(data))
        } catch {
            throw VendorKitError(.manifest, error.description, cause: error)
        }
    }

    /// The probe of that name, or the only one there is.
    ///
    /// Throws ``VendorKitError/Code/name``.
    package func probe(named name: String?) throws(VendorKitError) -> String {
        let names = manifest.probes.map(\.name)
        if let name, names.contains(name) { return name }
        if name == nil, names.count == 1 { return names[0] }
        throw VendorKitError(
            .name, name.map { "the plugin has no probe \"\($0)\"" } ?? "the plugin has several probes",
            hint: "choose one with --probe: \(names.joined(separator: ", "))")
    }

    /// Runs the probe once. No runner outlives the call.
    ///
    /// - Parameters:
    ///   - previous: JSON text as an earlier result; what a probe with `wants_previous` is given.
    ///   - logger: gets the plugin's own lines.
    ///   - onProgress: 0...1 and a short word.
    ///
    /// Throws ``VendorKitError/Code/rejected`` if no server would load the package, otherwise what
    /// ``PluginHost/PluginHost/run(_:)`` throws.
    package func run(
        _ probe: String, on target: any ProbeTargetServices, runner: String, parameters: JSONValue = .object([:]),
        previous: [UInt8]? = nil, logger: Logger, onProgress: (@Sendable (Double, String) -> Void)? = nil
    ) async throws -> ProbeOutcome {
        let stage = try PackageStage(directory: directory, manifest: manifest)
        defer { stage.remove() }
        let host = PluginHost(
            configuration: PluginHostConfiguration(directories: [stage.directory], runnerPath: runner), logger: logger,
            trust: DevelopmentTrust(id: manifest.id))
        let statuses = try host.load()
        if case .rejected(let rejection) = statuses.first?.state {
            throw VendorKitError(.rejected, "a server would not load the package: \(rejection)")
        }
        let request = ProbeRequest(
            pluginID: manifest.id, probe: probe, hostID: UUID(), services: target, parameters: parameters,
            previous: previous.map { ProbeRequest.Previous(result: $0, collectedAt: .now()) },
            correlationID: .make(.command), onProgress: onProgress)
        let outcome: Result<ProbeOutcome, any Error>
        do {
            outcome = .success(try await host.run(request))
        } catch {
            outcome = .failure(error)
        }
        await host.shutdown()
        return try outcome.get()
    }
}
