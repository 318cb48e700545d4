/// Everything that goes wrong with a plugin, its runner or one of its calls.
package struct PluginError: Error, Sendable, CustomStringConvertible {
    /// The kind of failure; one value per decision a caller can take.
    package struct Code: Hashable, Sendable, CustomStringConvertible {
        private enum Value: String {
            case manifest, elf, abi, identity, path, notFound, unavailable, crashed, deadline, cancelled
            case resultInvalid, parametersInvalid, probeFailed, misbehaved, quarantined, runnerMissing, limit
            case shuttingDown, locked, superseded, sandbox, signature, revoked, unready
        }

        private let value: Value

        private init(_ value: Value) {
            self.value = value
        }

        /// `plugin.toml` or a schema it names is wrong; see ``PluginError/faults``.
        package static let manifest = Code(.manifest)
        /// The shared object is not a well-formed ELF file with an OpenWatch note.
        package static let elf = Code(.elf)
        /// The plugin was built for another ABI or machine.
        package static let abi = Code(.abi)
        /// Manifest, note and entry point disagree about who the plugin is.
        package static let identity = Code(.identity)
        /// A file of the package is missing, or its owner, mode or kind is not acceptable.
        package static let path = Code(.path)
        /// No such plugin or probe.
        package static let notFound = Code(.notFound)
        /// The plugin cannot take calls now.
        package static let unavailable = Code(.unavailable)
        /// The runner ended during the call; see ``PluginError/crash``.
        package static let crashed = Code(.crashed)
        package static let deadline = Code(.deadline)
        package static let cancelled = Code(.cancelled)
        /// The result is not JSON, or not what the probe's schema allows.
        package static let resultInvalid = Code(.resultInvalid)
        /// The parameters are not what the probe's schema allows.
        package static let parametersInvalid = Code(.parametersInvalid)
        /// The plugin reported a failure; see ``PluginError/failure``.
        package static let probeFailed = Code(.probeFailed)
        /// The plugin or its runner broke the ABI or the wire's rules.
        package static let misbehaved = Code(.misbehaved)
        /// Too many crashes; no calls until the quarantine ends.
        package static let quarantined = Code(.quarantined)
        /// A candidate that was to take over was not ready in time; what served before serves on.
        package static let unready = Code(.unready)
        /// The runner program is missing or cannot be started.
        package static let runnerMissing = Code(.runnerMissing)
        package static let limit = Code(.limit)
        /// The plugin may not start with the protection that is to be had here.
        package static let sandbox = Code(.sandbox)
        package static let shuttingDown = Code(.shuttingDown)
        /// The licence lacks a feature; see ``PluginError/feature``.
        package static let locked = Code(.locked)
        /// A successor takes the calls; whoever runs calls asks that one, so callers never see it of a call.
        package static let superseded = Code(.superseded)
        /// A key or signature file is damaged, or a signature does not fit.
        package static let signature = Code(.signature)
        /// A key that was revoked made the signature.
        package static let revoked = Code(.revoked)

        package var description: String { value.rawValue }
    }

    /// What a plugin said about its own failure.
    package struct Failure: Sendable, Hashable {
        package let code: ProbeCode
        package let message: String
        /// A JSON object; empty if the plugin gave none.
        package let detail: [UInt8]
    }

    package let code: Code
    /// Safe to log and to show: no secret, no host file outside the plugin's package.
    package let message: String
    /// What the reader can do about it.
    package let hint: String?
    package let cause: (any Error)?
    /// With ``Code/manifest``: every fault found, not only the first.
    package let faults: [ManifestFault]
    /// With ``Code/probeFailed``.
    package let failure: Failure?
    /// With ``Code/crashed``.
    package let crash: RunnerExit?
    /// With ``Code/locked``: the licence feature.
    package let feature: String?

    package init(
        _ code: Code, _ message: String, hint: String? = nil, cause: (any Error)? = nil, faults: [ManifestFault] = [],
        failure: Failure? = nil, crash: RunnerExit? = nil, feature: String? = nil
    ) {
        self.code = code
        self.message = message
        self.hint = hint
        self.cause = cause
        self.faults = faults
        self.failure = failure
        self.crash = crash
        self.feature = feature
    }

    package var description: String {
        let list = faults.map { "\n  \($0)" }.joined()
        return "\(code): \(message)\(hint.map { ". " + $0 } ?? "")\(list)"
    }
}

/// One thing wrong with a manifest: where, as `probe[0].timeout`, and what.
package struct ManifestFault: Sendable, Hashable, CustomStringConvertible {
    package let path: String
    package let message: String

    package init(path: String, message: String) {
        self.path = path
        self.message = message
    }

    package var description: String { path.isEmpty ? message : "\(path): \(message)" }
}
