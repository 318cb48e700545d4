import Audit
import Contract
import Core
import Database
import Foundation

extension CredentialService {
    /// Copies a credential with its secrets to a scope of the caller's choice.
    ///
    /// A ciphertext is bound to its row, so the secrets are opened and sealed anew.
    func clone(_ id: UUID, _ request: CredentialCloneRequest, by caller: Caller) async throws -> CredentialResponse {
        if let violation = request.limitViolation() { throw APIError.fieldRange(violation) }
        let scope = try CredentialRules.scope(request.scope)
        if let name = request.name { try CredentialRules.requireText(name, field: "name") }
        _ = try await get(id)
        try await checkScope(scope, request.scopeID)
        let copyID = UUID.v7()
        try await save(nil) { transaction in
            // Locked: what is copied is one state of it.
            guard let source = try await store.credential(id: id, lock: true, from: transaction)?.response else {
                throw APIError.credentialNotFound()
            }
            let copy = CredentialResponse(
                id: copyID, scope: scope, scopeID: request.scopeID,
                name: request.name ?? CredentialRules.cloneName(of: source.name), description: source.description,
                username: source.username, authMethod: source.authMethod, sshKeyFingerprint: source.sshKeyFingerprint,
                sshKeyType: source.sshKeyType, sshKeyBits: source.sshKeyBits, sshKeyComment: source.sshKeyComment,
                isDefault: request.isDefault ?? false, isActive: true,
                createdBy: caller.id.flatMap(UUID.init(uuidString:)))
            let sealed = try await store.sealedSecrets(id: id, from: transaction)
            func move(_ secret: [UInt8]?, _ kind: CredentialSecret) throws -> [UInt8]? {
                try secret.map { try box.seal(try box.open($0, place: kind.place(id)), place: kind.place(copyID)) }
            }
            let secrets = SealedSecrets(
                password: try move(sealed.password, .password),
                privateKey: try move(sealed.privateKey, .privateKey),
                passphrase: try move(sealed.passphrase, .passphrase))
            try await store.insert(copy, secrets: secrets, in: transaction)
            try await schedule.retryAfterCredentialChange(host: copy.scopeID, in: transaction)
            try await audit.record(
                AuditEntry(
                    .credentialCreated, by: caller, on: .init("credential", copyID.text),
                    detail: [
                        "credential_id": .string(copyID.text), "scope": .string(scope.rawValue),
                        "auth_method": .string(copy.authMethod.rawValue), "cloned_from": .string(id.text),
                    ]),
                in: transaction)
        }
        return try await get(copyID)
    }
}
