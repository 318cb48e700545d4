package import Foundation

/// Finds the credential that a host is reached with.
package protocol CredentialSource: Sendable {
    /// - Returns: nil when no credential applies to the host.
    /// - Throws: when one applies and cannot be read.
    func credential(forHost id: UUID) async throws -> HostCredential?
}
