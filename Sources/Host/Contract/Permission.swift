/// Something an identity may be allowed to do. The vocabulary is stable: entries are added, never renamed.
///
/// The permissions are those of `contract/permissions.yaml`.
package struct Permission: Sendable {
    /// The place in the registry, which is the bit in a ``PermissionSet``.
    let ordinal: Int
    /// The wire form, for example `host:read`.
    package let id: String
    /// A sentence for people.
    package let summary: String
    /// Whether a user interface should ask twice before using or granting it.
    package let isDangerous: Bool
    /// The licence feature that goes with it, for display. Routes name their feature themselves.
    package let feature: LicenseFeature?

    init(ordinal: Int, id: String, summary: String, isDangerous: Bool, feature: LicenseFeature? = nil) {
        self.ordinal = ordinal
        self.id = id
        self.summary = summary
        self.isDangerous = isDangerous
        self.feature = feature
    }

    /// The part before the colon.
    package var category: Substring { id.prefix { $0 != ":" } }

    /// The entry with this wire form, or nil when the registry has none. Wildcards are not understood.
    package static func named(_ id: String) -> Permission? { byID[id] }

    private static let byID = Dictionary(uniqueKeysWithValues: all.map { ($0.id, $0) })
}

extension Permission: Hashable, CustomStringConvertible {
    package static func == (left: Permission, right: Permission) -> Bool { left.ordinal == right.ordinal }

    package func hash(into hasher: inout Hasher) { hasher.combine(ordinal) }

    package var description: String { id }
}
