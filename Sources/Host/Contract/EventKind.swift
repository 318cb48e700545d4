/// A kind of event of the event log; also a topic of the stream.
///
/// The kinds are those of `contract/event-kinds.yaml`, which lists the payload of each.
package struct EventKind: Hashable, Sendable, CustomStringConvertible {
    /// The wire form, for example `host.changed`.
    package let name: String

    package var description: String { name }

    /// The kind with this wire form, or nil when the registry has none.
    package static func named(_ name: String) -> EventKind? { all.first { $0.name == name } }
}
