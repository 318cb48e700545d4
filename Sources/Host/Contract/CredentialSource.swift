package import Foundation

/// Finds the credential that a host is reached with.
package protocol CredentialSource: Sendable {
    /// Decrypts the secrets and records that it did.
    ///
    /// - Returns: nil when no credential applies to the host.
    /// - Throws: when one applies and cannot be read or its use cannot be recorded.
    /// - Parameter caller: on whose behalf the host is reached; the audit trail names them.
    func credential(forHost id: UUID, by caller: Caller) async throws -> HostCredential?
}

extension CredentialSource {
    /// For the server's own use.
    package func credential(forHost id: UUID) async throws -> HostCredential? {
        try await credential(forHost: id, by: .system("server"))
    }
}
