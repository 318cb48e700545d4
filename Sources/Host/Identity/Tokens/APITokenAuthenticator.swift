import Contract
import Core
import Database
import Foundation
import Web

/// Turns an API token into a caller.
struct APITokenAuthenticator: Sendable {
    private static let rejection = Authentication.rejected(reason: "invalid_api_token")

    let database: Database
    private let tokens = APITokenStore()

    init(database: Database) {
        self.database = database
    }

    /// - Parameter text: what follows `Bearer `, beginning with `owk_`.
    func authenticate(_ text: String, _ credentials: RequestCredentials) async throws -> Authentication {
        guard text.utf8.count <= 128,
            let known = try await tokens.known(hash: APITokenSecret(text: text).hash, from: database), isLive(known)
        else { return Self.rejection }
        let now = Timestamp.now()
        if known.token.lastUsedAt.map({ $0.adding(seconds: 60) < now }) ?? true {
            try await tokens.touch(known.token.id, in: database)
        }
        return .caller(
            caller(known, address: credentials.address, userAgent: credentials.userAgent), usesCookie: false,
            csrfToken: nil)
    }

    /// The caller as it is by now; nil when its token has ended.
    func current(_ caller: Caller) async throws -> Caller? {
        guard let id = caller.id.flatMap(UUID.init(uuidString:)),
            let known = try await tokens.known(id: id, from: database), isLive(known)
        else { return nil }
        return self.caller(known, address: caller.address, userAgent: caller.userAgent)
    }

    private func isLive(_ known: APITokenStore.Known) -> Bool {
        guard known.isOwnerActive, known.token.revokedAt == nil else { return false }
        return known.token.expiresAt.map { Timestamp.now() < $0 } ?? true
    }

    private func caller(_ known: APITokenStore.Known, address: String?, userAgent: String?) -> Caller {
        Caller(
            kind: .apiKey, id: known.token.id.text, label: known.token.name, role: known.role, address: address,
            userAgent: userAgent)
    }
}
