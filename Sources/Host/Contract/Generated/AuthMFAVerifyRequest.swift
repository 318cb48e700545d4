// Made by scripts/generate-contract from contract/openapi.yaml. Change that file, not this one.

/// A one-time code.
package struct AuthMFAVerifyRequest: Codable, Equatable, Sendable {
    /// Six digits or a recovery code.
    package var otp: String

    package init(otp: String) {
        self.otp = otp
    }

    private enum CodingKeys: String, CodingKey {
        case otp
    }

    /// The first bound of the contract that a field breaks, or nil when all are kept.
    package func limitViolation() -> LimitViolation? {
        if let violation = LimitViolation(length: otp, of: "otp", bounds: 1...64) { return violation }
        return nil
    }
}

extension AuthMFAVerifyRequest: CustomReflectable {
    /// Has no children, so that printing or logging a value never shows its secrets.
    package var customMirror: Mirror { Mirror(self, children: [], displayStyle: .struct) }
}
