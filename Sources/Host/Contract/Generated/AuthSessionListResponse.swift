// Made by scripts/generate-contract from contract/openapi.yaml. Change that file, not this one.

/// The sessions of the caller, the newest first, 200 at most.
package struct AuthSessionListResponse: Codable, Equatable, Sendable {
    package var sessions: [AuthSession]

    package init(sessions: [AuthSession]) {
        self.sessions = sessions
    }

    private enum CodingKeys: String, CodingKey {
        case sessions
    }
}
