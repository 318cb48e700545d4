// Made by scripts/generate-contract from contract/openapi.yaml. Change that file, not this one.

/// Codes that each stand in for the second factor once. They are shown this one time.
package struct AuthRecoveryCodes: Codable, Equatable, Sendable {
    package var recoveryCodes: [String]

    package init(recoveryCodes: [String]) {
        self.recoveryCodes = recoveryCodes
    }

    private enum CodingKeys: String, CodingKey {
        case recoveryCodes = "recovery_codes"
    }
}

extension AuthRecoveryCodes: CustomReflectable {
    /// Has no children, so that printing or logging a value never shows its secrets.
    package var customMirror: Mirror { Mirror(self, children: [], displayStyle: .struct) }
}
