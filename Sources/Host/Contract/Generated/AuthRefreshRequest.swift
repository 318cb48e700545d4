// Made by scripts/generate-contract from contract/openapi.yaml. Change that file, not this one.

/// A refresh token.
package struct AuthRefreshRequest: Codable, Equatable, Sendable {
    package var refreshToken: String

    package init(refreshToken: String) {
        self.refreshToken = refreshToken
    }

    private enum CodingKeys: String, CodingKey {
        case refreshToken = "refresh_token"
    }

    /// The first bound of the contract that a field breaks, or nil when all are kept.
    package func limitViolation() -> LimitViolation? {
        if let violation = LimitViolation(length: refreshToken, of: "refresh_token", bounds: 1...256) {
            return violation
        }
        return nil
    }
}

extension AuthRefreshRequest: CustomReflectable {
    /// Has no children, so that printing or logging a value never shows its secrets.
    package var customMirror: Mirror { Mirror(self, children: [], displayStyle: .struct) }
}
