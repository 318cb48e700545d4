import Core
import Foundation

/// What an operator sees of one plugin.
package struct PluginStatus: Sendable {
    package struct Probe: Sendable, Hashable {
        package let name: String
        package let role: ProbeRole?
        package let timeout: Duration
    }

    package let id: String
    /// Empty, as everything else from the manifest, if that could not be read.
    package let version: String
    package let name: String
    package let vendor: String
    package let state: PluginState
    /// Why it is not running, in words.
    package let reason: String?
    package let abi: PluginManifest.ABI?
    /// The licence feature it needs.
    package let feature: String?
    package let isolation: PluginManifest.Isolation?
    package let probes: [Probe]
    /// Granted service ids, sorted.
    package let services: [String]
    package let events: [String]
    package let trust: PluginTrust?
    /// The package's folder.
    package let directory: String
    package let runner: PluginRunnerStatus
    /// Nil if every version is rejected.
    package let manifest: PluginManifest?
    /// What it asks to be allowed, a line each.
    package let grants: [String]
    /// A version that waits for an approval.
    package let pending: PluginPendingApproval?
    /// Every version that is there, in the order of their precedence.
    package let versions: [Version]
    /// A version on trial beside the one that serves.
    package let trial: Trial?
    /// Runners that finish their last calls.
    package let draining: Int
    package let latency: PluginLatency
    /// The last lines of its log, oldest first.
    package let log: [PluginLogLine]

    package struct Version: Sendable, Hashable {
        package let version: String
        /// SHA-256 of its manifest; nil if it cannot be used.
        package let digest: String?
        /// Why it cannot be used; nil if it can.
        package let rejection: PluginRejection?
        /// It was rolled back and is not tried again by itself.
        package let hasFailed: Bool
        package let directory: String
    }

    package struct Trial: Sendable, Hashable {
        package let version: String
        package let calls: Int
        package let callsNeeded: Int
    }
}

/// Where a plugin stands between being found and being at work.
package enum PluginState: Sendable, Hashable {
    case rejected(PluginRejection)
    /// The licence lacks this feature.
    case locked(feature: String)
    /// Its grants were never approved.
    case awaitingApproval
    /// A runner is starting, or starts with the next call.
    case ready
    case running
    /// Its runner crashed and the next one has not answered a call yet.
    case degraded
    case quarantined(until: Timestamp)
    case draining
    case disabled

    /// The machine word, as `quarantined`.
    package var name: String {
        switch self {
        case .rejected: "rejected"
        case .locked: "locked"
        case .awaitingApproval: "awaiting_approval"
        case .ready: "ready"
        case .running: "running"
        case .degraded: "degraded"
        case .quarantined: "quarantined"
        case .draining: "draining"
        case .disabled: "disabled"
        }
    }
}

package struct PluginCounters: Sendable, Hashable {
    package var calls = 0
    package var errors = 0
    package var restarts = 0
    package var lastCrash: PluginCrash?
    /// Looks at secrets of the configuration.
    package var reveals = 0
}

package struct PluginCrash: Sendable, Hashable {
    package let exit: RunnerExit
    package let at: Timestamp
    /// The probe that was running; nil if none was.
    package let probe: String?
}

package struct PluginRunnerStatus: Sendable, Hashable {
    /// Nil while no runner lives.
    package var pid: Int32?
    package var generation = 0
    package var inFlight = 0
    package var counters = PluginCounters()
    package var isolated: [IsolatedProbe] = []
    /// Nil while no runner has said what protects the host from it.
    package var sandbox: SandboxReport?

    package var calls: Int { counters.calls }
    package var errors: Int { counters.errors }
    package var restarts: Int { counters.restarts }
    package var lastCrash: PluginCrash? { counters.lastCrash }
}

/// A probe that is held back on one host because it crashed the plugin there.
package struct IsolatedProbe: Sendable, Hashable {
    package let probe: String
    package let hostID: UUID
    package let until: Timestamp
}

/// Something that happened to a plugin, for the audit log.
package struct PluginLifecycleEvent: Sendable {
    package enum Kind: Sendable {
        case verified(trust: PluginTrust)
        case rejected(PluginRejection)
        case started(generation: Int, pid: Int32)
        case crashed(exit: RunnerExit?, probe: String?, message: String)
        case quarantined(until: Timestamp)
        /// One probe is held back on one host.
        case isolated(probe: String, hostID: UUID, until: Timestamp)
        /// The sandbox refused something, as "syscall socket denied". Once per runner and system call.
        case violation(what: String)
        case drained
        /// Whether it may run changed.
        case admission(PluginAdmission)
        /// A new version is on trial.
        case upgradeStarted(from: String)
        /// A new version has taken over.
        case upgraded(from: String)
        /// A version was given up for the one before.
        case rolledBack(to: String, reason: String)
        /// The plugin has looked at a secret of its configuration. Once per runner, configuration and secret.
        case secretRevealed(pointer: String, generation: Int)
        /// It asked for one with a handle that is not in force. Once per runner.
        case secretRefused(generation: Int)
        /// Its configuration was changed without a new runner.
        case reconfigured(generation: Int)
    }

    package let pluginID: String
    package let version: String
    package let kind: Kind

    init(_ package: PluginPackage, _ kind: Kind) {
        self.init(pluginID: package.manifest.id, version: package.manifest.version, kind: kind)
    }

    init(pluginID: String, version: String, kind: Kind) {
        self.pluginID = pluginID
        self.version = version
        self.kind = kind
    }
}
