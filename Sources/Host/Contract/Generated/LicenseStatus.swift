// Made by scripts/generate-contract from contract/openapi.yaml. Change that file, not this one.

/// Whether a licence is in force. `grace` lasts 30 days after its end and switches on as much as `active`; `invalid`
/// means that there is a licence file and it was refused.
package enum LicenseStatus: String, Codable, Sendable, CaseIterable {
    case active
    case grace
    case expired
    case noLicense = "no_license"
    case invalid
}
