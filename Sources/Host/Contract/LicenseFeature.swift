/// Something a licence can switch on.
///
/// The features are those of `contract/license-features.yaml`. Features of the free tier are always on; any other is on
/// only while the licence in force names it. The tier grants nothing.
package struct LicenseFeature: Sendable {
    /// The wire form, for example `audit_export`.
    package let id: String
    package let tier: LicenseTier
    /// One sentence for people.
    package let summary: String

    /// The entry with this wire form, or nil when the registry has none.
    package static func named(_ id: String) -> LicenseFeature? { byID[id] }

    private static let byID = Dictionary(uniqueKeysWithValues: all.map { ($0.id, $0) })
}

extension LicenseFeature: Hashable, CustomStringConvertible {
    package static func == (left: LicenseFeature, right: LicenseFeature) -> Bool { left.id == right.id }

    package func hash(into hasher: inout Hasher) { hasher.combine(id) }

    package var description: String { id }
}
