// Made by scripts/generate-contract from contract/openapi.yaml. Change that file, not this one.

/// A new second factor, to be shown as a QR code. It counts once a code of it was verified.
package struct AuthMFAEnrollResponse: Codable, Equatable, Sendable {
    package var provisioningURI: String

    package init(provisioningURI: String) {
        self.provisioningURI = provisioningURI
    }

    private enum CodingKeys: String, CodingKey {
        case provisioningURI = "provisioning_uri"
    }
}

extension AuthMFAEnrollResponse: CustomReflectable {
    /// Has no children, so that printing or logging a value never shows its secrets.
    package var customMirror: Mirror { Mirror(self, children: [], displayStyle: .struct) }
}
