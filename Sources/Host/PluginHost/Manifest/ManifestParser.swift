import JSON
import PluginABI

/// Reads `plugin.toml`: every key has a type and a range, unknown keys are faults, and all faults come back together.
package enum ManifestParser {
    /// The manifest in this text.
    ///
    /// Throws ``PluginError/Code/manifest`` with every fault found.
    package static func parse(_ bytes: [UInt8]) throws(PluginError) -> PluginManifest {
        let sink = ManifestFaultSink()
        let manifest = ManifestDocument.read(bytes, sink: sink).map { root in read(root, sink: sink) }
        guard let manifest, sink.faults.isEmpty else {
            let count = sink.faults.count
            throw PluginError(
                .manifest, "plugin.toml has \(count) fault\(count == 1 ? "" : "s")",
                hint: "the manifest keys are described in docs/plugin-guide.md", faults: sink.faults)
        }
        return manifest
    }

    private static let knownServices: Set<String> = [OW_SSH_V1, OW_KV_V1, OW_SECRET_V1]
    private static func read(_ members: JSONObject, sink: ManifestFaultSink) -> PluginManifest {
        var root = ManifestTable(members, path: "", sink: sink)
        if root.integer("manifest", in: 1...1_000) != 1 {
            root.fault("manifest", "must be 1, the only format this server knows")
        }
        let probes = readProbes(&root)
        let manifest = PluginManifest(
            id: root.text("id", limit: 63, rule: .pluginID),
            version: root.text("version", limit: 31, rule: .version),
            name: root.text("name", limit: 128),
            vendor: readVendor(&root),
            abi: readABI(&root),
            feature: readEntitlement(&root),
            isolation: readIsolation(&root),
            files: FileListParser.files(&root),
            assets: FileListParser.assets(&root),
            permissions: readPermissions(&root),
            probes: probes,
            events: readEvents(&root),
            configuration: readConfiguration(&root))
        let paths = manifest.files.map(\.path) + manifest.assets.map(\.path)
        for (index, asset) in manifest.assets.enumerated()
        where paths[..<(manifest.files.count + index)].contains(asset.path) {
            root.fault("asset[\(index)].path", "is there twice")
        }
        root.finish()
        if probes.isEmpty { root.fault("probe", "needs at least one [[probe]]") }
        return manifest
    }

    private static func readVendor(_ root: inout ManifestTable) -> PluginManifest.Vendor {
        guard var table = root.table("vendor", required: true) else { return .init(name: "", url: nil, security: nil) }
        defer { table.finish() }
        return .init(
            name: table.text("name", limit: 128),
            url: table.optionalText("url", limit: 512, rule: .url),
            security: table.optionalText("security", limit: 256))
    }

    private static func readABI(_ root: inout ManifestTable) -> PluginManifest.ABI {
        guard var table = root.table("abi", required: true) else {
            return .init(major: 1, builtMinor: 0, minHostMinor: 0)
        }
        let abi = PluginManifest.ABI(
            major: table.integer("major", in: 1...65_535),
            builtMinor: table.integer("built_minor", in: 0...65_535),
            minHostMinor: table.integer("min_host_minor", in: 0...65_535))
        if abi.minHostMinor > abi.builtMinor { table.fault("min_host_minor", "is newer than built_minor") }
        table.finish()
        return abi
    }

    private static func readEntitlement(_ root: inout ManifestTable) -> String? {
        guard var table = root.table("entitlement", required: false) else { return nil }
        defer { table.finish() }
        return table.text("feature", limit: 64, rule: .name)
    }

    private static func readIsolation(_ root: inout ManifestTable) -> PluginManifest.Isolation {
        guard var table = root.table("isolation", required: false) else {
            return .init(mode: .runner, maxConcurrent: 1, memoryMiB: 128, cpuSecondsPerCall: 30)
        }
        defer { table.finish() }
        let isolation = PluginManifest.Isolation(
            mode: table.choice("mode", PluginManifest.Isolation.Mode.self, default: .runner) ?? .runner,
            maxConcurrent: table.integer("max_concurrent", in: 1...256, default: 1),
            memoryMiB: table.integer("memory_mib", in: 16...4_096, default: 128),
            cpuSecondsPerCall: table.integer("cpu_s_per_call", in: 1...3_600, default: 30))
        if isolation.mode == .perCall, isolation.maxConcurrent != 1 {
            table.fault("max_concurrent", "must be 1 with mode = \"per_call\"")
        }
        return isolation
    }

    private static func readPermissions(_ root: inout ManifestTable) -> PluginManifest.Permissions {
        guard var table = root.table("permissions", required: false) else {
            return .init(services: [], reason: nil, commands: [:], sections: [], reads: [])
        }
        let services = table.texts("services", count: 0...16, limit: 64, rule: .serviceID, required: false)
        for (index, service) in services.enumerated() {
            if service == OW_CORE_V1 {
                table.fault("services[\(index)]", "\(OW_CORE_V1) is always granted; leave it out")
            } else if !knownServices.contains(service) {
                let known = knownServices.sorted().joined(separator: ", ")
                table.fault("services[\(index)]", "is no service of this server, which has \(known)")
            } else if services[..<index].contains(service) {
                table.fault("services[\(index)]", "is there twice")
            }
        }
        let permissions = PluginManifest.Permissions(
            services: Set(services),
            reason: table.optionalText("reason", limit: 512),
            commands: PermissionParser.commands(&table),
            sections: PermissionParser.sections(&table),
            reads: PermissionParser.reads(&table))
        let usesSSH = ["ssh_command", "ssh_section", "ssh_read"].filter(table.has)
        if let first = usesSSH.first, !services.contains(OW_SSH_V1) {
            table.fault(first, "needs \"\(OW_SSH_V1)\" among services")
        }
        if !services.isEmpty, permissions.reason == nil, !table.has("reason") {
            table.fault("reason", "is missing: say why the plugin needs its services")
        }
        table.finish()
        return permissions
    }

    private static func readProbes(_ root: inout ManifestTable) -> [PluginManifest.Probe] {
        var probes: [PluginManifest.Probe] = []
        for var table in root.tables("probe", limit: 64) {
            let name = table.text("name", limit: 64, rule: .name)
            let role = table.has("role") ? table.choice("role", ProbeRole.self, default: nil) : nil
            if probes.contains(where: { $0.name == name }) { table.fault("name", "is there twice") }
            if let role, probes.contains(where: { $0.role == role }) { table.fault("role", "is claimed twice") }
            probes.append(
                PluginManifest.Probe(
                    name: name, role: role,
                    timeout: table.duration("timeout", upTo: .seconds(6 * 3_600)),
                    isIdempotent: table.flag("idempotent"),
                    wantsPrevious: table.flag("wants_previous"),
                    parametersSchema: table.optionalPath("params"),
                    resultSchema: table.optionalPath("result")))
            table.finish()
        }
        return probes
    }

    private static func readEvents(_ root: inout ManifestTable) -> [PluginManifest.Event] {
        var events: [PluginManifest.Event] = []
        for var table in root.tables("event", limit: 256) {
            let type = table.text("type", limit: 128, rule: .eventType)
            if events.contains(where: { $0.type == type }) { table.fault("type", "is there twice") }
            events.append(
                PluginManifest.Event(
                    type: type, schema: table.optionalPath("schema"),
                    maxPerCall: table.integer("max_per_call", in: 1...1_000_000, default: 1_000)))
            table.finish()
        }
        return events
    }

    private static func readConfiguration(_ root: inout ManifestTable) -> PluginManifest.Configuration? {
        guard var table = root.table("config", required: false) else { return nil }
        defer { table.finish() }
        return .init(
            schema: table.optionalPath("schema"),
            secretFields: table.texts("secret_fields", count: 0...64, limit: 256, rule: .jsonPointer, required: false),
            isHot: table.flag("hot"))
    }
}
