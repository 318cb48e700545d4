package import Database

/// The encrypted columns of this area's tables.
package enum IdentitySealedColumns {
    package static let all = [password, privateKey, passphrase]

    static let password = SealedColumn(table: "credentials", column: "encrypted_password")
    static let privateKey = SealedColumn(table: "credentials", column: "encrypted_private_key")
    static let passphrase = SealedColumn(table: "credentials", column: "encrypted_passphrase")
}
