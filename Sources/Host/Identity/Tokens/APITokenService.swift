package import Audit
import Contract
import Core
package import Database
import Foundation
import JSON

/// Makes and revokes the tokens that programs sign in with.
package struct APITokenService: Sendable {
    private let database: Database
    private let audit: AuditTrail
    private let longestLifeDays: Int
    private let tokens = APITokenStore()
    private let roles = RoleStore()

    /// - Parameter longestLifeDays: no token lives longer; 0 = for ever is allowed.
    package init(database: Database, audit: AuditTrail, longestLifeDays: Int) {
        self.database = database
        self.audit = audit
        self.longestLifeDays = longestLifeDays
    }

    func list() async throws -> ApiTokenList {
        ApiTokenList(tokens: try await tokens.all(from: database))
    }

    /// - Throws: `tokens.invalid` for a blank name, an unknown role or an end that is past or too far away;
    ///   `authz.role_exceeds_grant` if the role may do more than the caller.
    func create(_ request: ApiTokenCreateRequest, by caller: Caller) async throws -> ApiTokenCreated {
        if let violation = request.limitViolation() { throw APIError.fieldRange(violation) }
        guard !request.name.allSatisfy(\.isWhitespace) else { throw Self.invalid("name", "name is blank") }
        let now = Timestamp.now()
        let end = try end(of: request.expiresAt, from: now)
        let secret = APITokenSecret.make()
        return try await database.transaction { transaction in
            guard let role = try await roles.role(request.roleID, lock: true, from: transaction) else {
                throw Self.invalid("role_id", "there is no role with this id")
            }
            try GrantRules.require(role.permissions, heldBy: caller)
            let owner = try await owner(of: caller, in: transaction)
            let token = ApiToken(
                id: .v7(), name: request.name, prefix: secret.prefix, roleID: role.id, ownerID: owner, createdAt: now,
                expiresAt: end)
            try await tokens.insert(token, owner: owner, hash: secret.hash, in: transaction)
            try await audit.record(
                AuditEntry(
                    .authAPIKeyCreated, by: caller, on: .init("api_key", token.id.text),
                    detail: [
                        "name": .string(token.name), "role_id": .string(role.id),
                        "expires_at": end.map { .string($0.description) } ?? .null,
                    ]),
                in: transaction)
            return ApiTokenCreated(token: secret.text, apiToken: token)
        }
    }

    /// Revoking what is revoked or was never there changes nothing.
    func revoke(_ id: UUID, by caller: Caller) async throws {
        try await database.transaction { transaction in
            guard let token = try await tokens.revoke(id, in: transaction) else { return }
            try await audit.record(
                AuditEntry(
                    .authAPIKeyRevoked, by: caller, on: .init("api_key", id.text),
                    detail: ["name": .string(token.name), "role_id": .string(token.roleID)]),
                in: transaction)
        }
    }

    /// Who answers for a new token: the user, or whoever answers for the token that makes it.
    private func owner(of caller: Caller, in transaction: Transaction) async throws -> UUID {
        if let userID = caller.userID { return userID }
        if caller.kind == .apiKey, let id = caller.id.flatMap(UUID.init(uuidString:)),
            let owner = try await tokens.token(id: id, from: transaction)?.ownerID
        {
            return owner
        }
        throw APIError.authenticationRequired(for: .tokenWrite)
    }

    private func end(of asked: Timestamp?, from now: Timestamp) throws -> Timestamp? {
        let longest = longestLifeDays > 0 ? now.adding(seconds: Int64(longestLifeDays) * 86_400) : nil
        guard let asked else { return longest }
        guard now < asked else { throw Self.invalid("expires_at", "expires_at is past") }
        if let longest, longest < asked {
            throw Self.invalid("expires_at", "a token lives \(longestLifeDays) days at most")
        }
        return asked
    }

    private static func invalid(_ field: String, _ message: String) -> APIError {
        APIError(.tokensInvalid, message, detail: ["field": .string(field)])
    }
}
