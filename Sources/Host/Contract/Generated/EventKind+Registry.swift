// Made by scripts/generate-contract from contract/event-kinds.yaml. Change that file, not this one.

extension EventKind {
    /// A host was added, changed, deleted or put into or out of maintenance.
    package static let hostChanged = EventKind(name: "host.changed")

    /// Discovery of a host succeeded.
    package static let hostDiscovered = EventKind(name: "host.discovered")

    /// The reachability band of a host changed.
    package static let monitoringBandChanged = EventKind(name: "monitoring.band.changed")

    /// Something changed on a host; Code is one of the intelligence codes below.
    package static let intelligenceEvent = EventKind(name: "intelligence.event")

    /// A plugin moved to another state.
    package static let pluginStateChanged = EventKind(name: "plugin.state.changed")

    /// Every entry, in the order of the registry.
    package static let all: [EventKind] = [
        .hostChanged,
        .hostDiscovered,
        .monitoringBandChanged,
        .intelligenceEvent,
        .pluginStateChanged,
    ]
}
