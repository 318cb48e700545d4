import Core
import Database
import Foundation

/// The kinds of secret in a credential.
enum CredentialSecret: CaseIterable, Sendable {
    case password, privateKey, passphrase

    var column: SealedColumn {
        switch self {
        case .password: IdentitySealedColumns.password
        case .privateKey: IdentitySealedColumns.privateKey
        case .passphrase: IdentitySealedColumns.passphrase
        }
    }

    /// What the ciphertext is bound to.
    func place(_ id: UUID) -> String { column.place(id.text) }
}
