import JSON
import PluginHost

/// `plugin.toml`, its schemas and its files.
enum ManifestChecks {
    static let all: [StaticCheck] = [
        StaticCheck("manifest.parse", "plugin.toml is a valid manifest") { package in
            package.inspection.manifestFaults.map { .fault($0.description) }
        },
        .manifest("manifest.id", "the id is in no reserved name space", id),
        .manifest("manifest.vendor", "the vendor names a security contact and an address") { subject in
            var findings: [Finding] = []
            if subject.manifest.vendor.security == nil { findings.append(.warning("vendor.security is missing")) }
            if subject.manifest.vendor.url == nil { findings.append(.warning("vendor.url is missing")) }
            return findings
        },
        .manifest("manifest.files", "each listed file is in the package, one of them for this machine", files),
        .manifest("manifest.hashes", "each sha256 is that of its file", hashes),
        .manifest("manifest.abi", "the ABI range is one that this kit speaks") { subject in
            let abi = subject.manifest.abi
            if abi.major != 1 { return [.fault("abi.major is \(abi.major); this kit speaks 1")] }
            return abi.minHostMinor > 0
                ? [.fault("abi.min_host_minor is \(abi.minHostMinor); hosts speak 1.0")] : []
        },
        .manifest("package.modes", "owners and modes are what the loader demands") { subject in
            subject.inspection.pathFaults.map { .fault($0) }
        },
        .manifest("package.unlisted", "the package has no shared object that the manifest does not list", unlisted),
        .manifest("schema.compile", "every schema compiles") { subject in
            subject.inspection.schemaFaults.map { .fault($0.description) }
        },
        .manifest("schema.result", "each probe has a result schema that says something", resultSchemas),
        .manifest("schema.params", "parameters and configuration are objects", objectSchemas),
        .manifest("schema.events", "each event has a schema of an object", eventSchemas),
        .manifest("schema.secrets", "secret_fields point to members of the configuration", secrets),
        .manifest("event.types", "event types are in the plugin's own name space", eventTypes),
        .manifest("event.limits", "max_per_call is not without bound") { subject in
            subject.manifest.events.filter { $0.maxPerCall > 100_000 }
                .map { .warning("\($0.type): max_per_call is \($0.maxPerCall)") }
        },
    ]

    private static func id(_ subject: ManifestUnderTest) -> [Finding] {
        let id = subject.manifest.id
        for prefix in ["ow.", "core.", "openwatch."] where id.hasPrefix(prefix) {
            return [.fault("ids that begin with \(prefix) are reserved; use your own domain")]
        }
        if id.hasPrefix("com.example.") || id.hasPrefix("org.example.") {
            return [.warning("\(id) is an example; use your own domain before you publish")]
        }
        return []
    }

    private static func files(_ subject: ManifestUnderTest) -> [Finding] {
        let named = subject.manifest.files.map(\.path) + subject.manifest.assets.map(\.path)
        var findings: [Finding] = named.filter { subject.inspection.digests[$0] == nil }
            .map { .fault("\($0) is missing or cannot be read") }
        if subject.package.objectPath == nil {
            findings.append(.fault("there is no [[file]] for \(ELFNote.Machine.host.rawValue)"))
        }
        return findings
    }

    private static func hashes(_ subject: ManifestUnderTest) -> [Finding] {
        let listed = subject.manifest.listed
        if listed.isEmpty { return [.skip("the manifest gives no sha256; `openwatch plugin build` fills them in")] }
        return listed.compactMap { file in
            guard let found = subject.inspection.digests[file.path] else { return nil }
            if found.sha256 != file.sha256 {
                return .fault("\(file.path) has the SHA-256 \(found.sha256), the manifest says another")
            }
            guard let size = file.size, size != found.size else { return nil }
            return .fault("\(file.path) has \(found.size) bytes, the manifest says \(size)")
        }
    }

    private static func unlisted(_ subject: ManifestUnderTest) -> [Finding] {
        let listed = Set(subject.manifest.files.map(\.path))
        return PackageFiles.names(below: subject.inspection.directory).filter { $0.hasSuffix(".so") }
            .filter {
                !listed.contains($0) && !$0.hasPrefix("build/") && !$0.hasPrefix(".build/") && !$0.hasPrefix("target/")
            }
            .map { .warning("\($0) is not listed in the manifest") }
    }

    private static func resultSchemas(_ subject: ManifestUnderTest) -> [Finding] {
        subject.manifest.probes.compactMap { probe in
            guard let path = probe.resultSchema else { return .fault("probe \(probe.name) has no result schema") }
            guard let schema = subject.inspection.schemaTexts[path] else { return nil }
            return describes(schema) ? nil : .warning("\(path) allows any value at all")
        }
    }

    private static func describes(_ schema: JSONValue) -> Bool {
        ["type", "properties", "$ref", "enum", "const"].contains { schema[$0] != nil }
    }

    private static func objectSchemas(_ subject: ManifestUnderTest) -> [Finding] {
        let paths =
            subject.manifest.probes.compactMap(\.parametersSchema)
            + [subject.manifest.configuration?.schema].compactMap(\.self)
        return Set(paths).sorted().compactMap { path in
            guard let schema = subject.inspection.schemaTexts[path] else { return nil }
            return schema["type"]?.string == "object" || schema["$ref"] != nil
                ? nil : .fault("\(path): its type must be \"object\"")
        }
    }

    private static func eventSchemas(_ subject: ManifestUnderTest) -> [Finding] {
        subject.manifest.events.compactMap { event in
            guard let path = event.schema else { return .warning("\(event.type) has no schema") }
            guard let schema = subject.inspection.schemaTexts[path] else { return nil }
            return schema["type"]?.string == "object" || schema["$ref"] != nil
                ? nil : .fault("\(path): its type must be \"object\"")
        }
    }

    private static func secrets(_ subject: ManifestUnderTest) -> [Finding] {
        guard let configuration = subject.manifest.configuration, !configuration.secretFields.isEmpty else { return [] }
        guard let path = configuration.schema, let schema = subject.inspection.schemaTexts[path] else {
            return [.fault("secret_fields needs a configuration schema")]
        }
        return configuration.secretFields.compactMap { pointer in
            var place: JSONValue? = schema
            for name in pointer.split(separator: "/") { place = place?["properties"]?[String(name)] }
            return place == nil ? .fault("\(pointer) is no member of \(path)") : nil
        }
    }

    /// The last label of a plugin's id is its name; what stands before is its maker's.
    private static func eventTypes(_ subject: ManifestUnderTest) -> [Finding] {
        let id = subject.manifest.id
        if id.hasPrefix(TrustedKey.firstPartyPrefix) { return [] }
        let maker = id.split(separator: ".").dropLast().joined(separator: ".")
        return subject.manifest.events.compactMap { event in
            for prefix in ["ow.", "core.", "openwatch.", "host.", "monitoring.", "intelligence.", "plugin."]
            where event.type.hasPrefix(prefix) {
                return .fault("\(event.type): types that begin with \(prefix) are OpenWatch's own")
            }
            let isOwn = event.type.hasPrefix(id + ".") || event.type.hasPrefix(maker + ".")
            return isOwn
                ? nil : .warning("\(event.type) does not begin with \(id) or \(maker); another plugin may use it too")
        }
    }
}
