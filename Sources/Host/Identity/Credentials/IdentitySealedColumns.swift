package import Database

/// The encrypted columns of this area's tables.
package enum IdentitySealedColumns {
    package static let all = [
        password, privateKey, passphrase, secondFactor, pendingSecondFactor, clientSecret,
    ]

    static let password = SealedColumn(table: "credentials", column: "encrypted_password")
    static let privateKey = SealedColumn(table: "credentials", column: "encrypted_private_key")
    static let passphrase = SealedColumn(table: "credentials", column: "encrypted_passphrase")
    static let secondFactor = SealedColumn(table: "auth_mfa", key: ["user_id"], column: "encrypted_secret")
    static let pendingSecondFactor = SealedColumn(
        table: "auth_mfa", key: ["user_id"], column: "encrypted_pending_secret")
    static let clientSecret = SealedColumn(table: "sso_providers", column: "encrypted_client_secret")
}
