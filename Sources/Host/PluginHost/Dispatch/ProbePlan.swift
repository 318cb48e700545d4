/// What every call of one probe needs to know, worked out once.
final class ProbePlan: Sendable {
    /// A type of event that the plugin may emit.
    final class Kind: Sendable {
        let type: String
        let maxPerCall: Int
        let schema: ProbeSchema?

        init(_ event: PluginManifest.Event, schema: SchemaValidator?) {
            type = event.type
            maxPerCall = event.maxPerCall
            self.schema = schema.map(ProbeSchema.init)
        }
    }

    /// Its place among the plugin's probes.
    let index: Int
    let probe: PluginManifest.Probe
    let parametersSchema: ProbeSchema?
    let resultSchema: ProbeSchema?
    /// Of the whole plugin, in the manifest's order.
    let events: [Kind]
    /// The part of RUN that says how many of each the probe may emit.
    let eventLimits: [UInt8]
    let permissions: PluginManifest.Permissions
    let pluginID: String
    let pluginVersion: String

    private init(_ package: PluginPackage, index: Int, probe: PluginManifest.Probe, events: [Kind]) {
        self.index = index
        self.probe = probe
        self.events = events
        parametersSchema = package.schema(probe.parametersSchema).map(ProbeSchema.init)
        resultSchema = package.schema(probe.resultSchema).map(ProbeSchema.init)
        permissions = package.manifest.permissions
        pluginID = package.manifest.id
        pluginVersion = package.manifest.version
        var writer = WireWriter()
        writer.uint32(UInt32(clamping: events.count))
        for event in events { writer.uint32(UInt32(clamping: event.maxPerCall)) }
        eventLimits = writer.bytes
    }

    /// One for each probe of the package, in its order.
    static func all(of package: PluginPackage) -> [ProbePlan] {
        let events = package.manifest.events.map { Kind($0, schema: package.schema($0.schema)) }
        return package.manifest.probes.enumerated().map { index, probe in
            ProbePlan(package, index: index, probe: probe, events: events)
        }
    }
}

/// A schema in both of its forms.
struct ProbeSchema: Sendable {
    let scanner: SchemaScanner
    let validator: SchemaValidator

    init(_ validator: SchemaValidator) {
        self.validator = validator
        scanner = SchemaScanner(validator)
    }
}
