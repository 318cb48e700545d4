/// What `plugin.toml` says, checked: every value is in range and every reference inside it resolves.
package struct PluginManifest: Sendable {
    package struct Vendor: Sendable, Hashable {
        package let name: String
        package let url: String?
        package let security: String?
    }

    package struct ABI: Sendable, Hashable {
        package let major: Int
        package let builtMinor: Int
        package let minHostMinor: Int
    }

    package struct Isolation: Sendable, Hashable {
        package enum Mode: String, Sendable, CaseIterable {
            case runner
            /// A fresh runner for each call.
            case perCall = "per_call"
            /// A wish; the host decides.
            case inProcess = "in_process_ok"
        }

        package let mode: Mode
        /// Calls that may run at once, 1...256.
        package let maxConcurrent: Int
        package let memoryMiB: Int
        package let cpuSecondsPerCall: Int
    }

    package struct File: Sendable, Hashable {
        /// Relative to the package, without `.` and `..`.
        package let path: String
        package let architecture: String
        /// Lower-case hex; nil if the manifest gives none.
        package let sha256: String?
        /// Bytes; nil if the manifest gives none.
        package let size: Int?
        package let runtime: String?
        /// The oldest C library that the vendor promises the file runs with, as `2.28`.
        package let glibcMinimum: String?
    }

    /// A file that is not a shared object: a schema, a README, a licence.
    package struct Asset: Sendable, Hashable {
        /// Relative to the package, without `.` and `..`.
        package let path: String
        /// Lower-case hex; nil until the package is built or signed.
        package let sha256: String?
        /// Bytes; nil if the manifest gives none.
        package let size: Int?
    }

    /// A file and its digest.
    package struct Listing: Sendable, Hashable {
        package let path: String
        /// Lower-case hex.
        package let sha256: String
        /// Bytes; nil if the manifest gives none.
        package let size: Int?
    }

    package struct Permissions: Sendable {
        /// Service ids, as `ow.ssh/1`.
        package let services: Set<String>
        package let reason: String?
        package let commands: [String: Command]
        package let sections: [Section]
        package let reads: [Read]
    }

    package struct Command: Sendable {
        package let id: String
        package let template: CommandTemplate
        package let sudo: ProbeSudo
        package let timeout: Duration
        package let maxStdout: Int
        package let maxStderr: Int
    }

    package struct Section: Sendable, Hashable {
        package let id: String
        package let part: ProbeSection.Part
        package let timeout: Duration
        package let maxBytes: Int
        package let command: String
    }

    package struct Read: Sendable, Hashable {
        package let glob: PathGlob
        package let maxBytes: Int
    }

    package struct Probe: Sendable, Hashable {
        package let name: String
        package let role: ProbeRole?
        package let timeout: Duration
        package let isIdempotent: Bool
        package let wantsPrevious: Bool
        package let parametersSchema: String?
        package let resultSchema: String?
    }

    package struct Event: Sendable, Hashable {
        package let type: String
        package let schema: String?
        package let maxPerCall: Int
    }

    package struct Configuration: Sendable, Hashable {
        package let schema: String?
        /// JSON pointers of members to be stored as secrets.
        package let secretFields: [String]
        package let isHot: Bool
    }

    package let id: String
    package let version: String
    package let name: String
    package let vendor: Vendor
    package let abi: ABI
    /// The licence feature that the plugin needs.
    package let feature: String?
    package let isolation: Isolation
    package let files: [File]
    package let assets: [Asset]
    package let permissions: Permissions
    package let probes: [Probe]
    package let events: [Event]
    package let configuration: Configuration?

    /// What names one version of one plugin, as `com.example.disk 1.4.2`.
    var key: String { "\(id) \(version)" }

    /// Every file whose digest the manifest gives: shared objects first, then assets.
    package var listed: [Listing] {
        (files.map { ($0.path, $0.sha256, $0.size) } + assets.map { ($0.path, $0.sha256, $0.size) })
            .compactMap { path, digest, size in digest.map { Listing(path: path, sha256: $0, size: size) } }
    }

    /// Every file that the manifest names: shared objects, assets and schemas.
    package var namedPaths: Set<String> { Set(files.map(\.path) + assets.map(\.path) + schemaPaths) }

    package var semanticVersion: SemanticVersion? { SemanticVersion(version) }

    /// Largest manifest that is read.
    package static let sizeLimit = 256 * 1024

    /// Every schema file the manifest names, once each.
    package var schemaPaths: [String] {
        let all =
            probes.flatMap { [$0.parametersSchema, $0.resultSchema] } + events.map(\.schema) + [configuration?.schema]
        return Array(Set(all.compactMap(\.self))).sorted()
    }
}

/// A question every installation asks, whose result schema the REST contract fixes.
package enum ProbeRole: String, Sendable, CaseIterable {
    case connectivity
    case systemInfo = "system-info"
    case discovery
    case complianceScan = "compliance-scan"
}
