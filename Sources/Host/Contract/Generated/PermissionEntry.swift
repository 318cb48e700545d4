// Made by scripts/generate-contract from contract/openapi.yaml. Change that file, not this one.

/// Something an identity may be allowed to do.
package struct PermissionEntry: Codable, Equatable, Sendable {
    package var id: String
    package var category: String
    package var description: String
    package var dangerous: Bool
    /// The licence feature that goes with it.
    package var licenseGated: String?

    package init(id: String, category: String, description: String, dangerous: Bool, licenseGated: String? = nil) {
        self.id = id
        self.category = category
        self.description = description
        self.dangerous = dangerous
        self.licenseGated = licenseGated
    }

    private enum CodingKeys: String, CodingKey {
        case id
        case category
        case description
        case dangerous
        case licenseGated = "license_gated"
    }
}
