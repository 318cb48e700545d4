// Made by scripts/generate-contract from contract/openapi.yaml. Change that file, not this one.

internal import Core
package import Foundation

/// Where a copy of a credential is to apply.
package struct CredentialCloneRequest: Codable, Equatable, Sendable {
    package var scope: String
    package var scopeID: UUID?
    package var name: String?
    package var isDefault: Bool?

    package init(scope: String, scopeID: UUID? = nil, name: String? = nil, isDefault: Bool? = nil) {
        self.scope = scope
        self.scopeID = scopeID
        self.name = name
        self.isDefault = isDefault
    }

    private enum CodingKeys: String, CodingKey {
        case scope
        case scopeID = "scope_id"
        case name
        case isDefault = "is_default"
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(scope, forKey: .scope)
        try container.encodeIfPresent(scopeID?.text, forKey: .scopeID)
        try container.encodeIfPresent(name, forKey: .name)
        try container.encodeIfPresent(isDefault, forKey: .isDefault)
    }

    /// The first bound of the contract that a field breaks, or nil when all are kept.
    package func limitViolation() -> LimitViolation? {
        if let violation = LimitViolation(length: name, of: "name", bounds: 1...256) { return violation }
        return nil
    }
}
