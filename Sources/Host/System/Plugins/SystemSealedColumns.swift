package import Database

/// The encrypted columns of this area's tables.
package enum SystemSealedColumns {
    package static let all = [pluginSecret]

    static let pluginSecret = SealedColumn(
        table: "plugin_secrets", key: ["plugin_id", "pointer"], column: "encrypted_value")
}
