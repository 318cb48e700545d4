package import Contract
import Core
import Database
package import Foundation

// Which credential a host is reached with: its own newest one, else the system default, else none.

extension CredentialService: CredentialSource {
    package func credential(forHost id: UUID, by caller: Caller) async throws -> HostCredential? {
        guard let row = try await store.resolvedSecrets(forHost: id, from: database) else { return nil }
        let credentialID = try row.uuid("id")
        func open(_ kind: CredentialSecret) throws -> [UInt8]? {
            try row.optionalBytes(kind.column.column).map { try box.open($0, place: kind.place(credentialID)) }
        }
        // A secret that does not open is an error; the next credential in line is not tried instead.
        let credential = HostCredential(
            id: credentialID, username: try row.string("username"), password: try open(.password),
            privateKey: try open(.privateKey), passphrase: try open(.passphrase),
            version: "\(credentialID.text)/\(try row.int("revision"))", allowsSudoPassword: allowsSudoPassword)
        try await uses.note(credentialID, scope: try row.string("scope"), onHost: id, by: caller)
        return credential
    }
}

extension CredentialService {
    /// What ``credential(forHost:by:)`` would choose. Reads no ciphertext.
    ///
    /// - Throws: `hosts.not_found`, `credentials.none_available`.
    func resolve(forHost id: UUID) async throws -> CredentialResponse {
        guard try await hosts.host(id) != nil else { throw APIError.hostNotFound() }
        guard let record = try await store.resolved(forHost: id, from: database) else {
            throw APIError(
                .credentialsNoneAvailable, "the host has no credential of its own and there is no system default")
        }
        return record.response
    }
}
