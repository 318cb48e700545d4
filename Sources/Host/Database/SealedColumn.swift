/// A column of encrypted secrets. Each area lists its own; the server joins the lists, as it does with migrations.
///
/// `openwatch rekey` encrypts again what the list names and nothing else, so a test compares it with every column of
/// the schema whose name begins with `encrypted_`.
package struct SealedColumn: Sendable, Hashable {
    /// The beginning of the name of every such column; the rest names the secret.
    package static let prefix = "encrypted_"

    package let table: String
    /// The columns of the primary key. Their text form must tell rows apart and never change.
    package let key: [String]
    /// `bytea`, named `encrypted_…`, null where there is no secret.
    package let column: String

    package init(table: String, key: [String] = ["id"], column: String) {
        self.table = table
        self.key = key
        self.column = column
    }

    /// Where the secret of a row stands, for `SecretSealer`: table, key and secret with `/` between them.
    ///
    /// - Parameter key: the row's key in PostgreSQL's text form; UUIDs in lower case.
    package func place(_ key: String...) -> String { place(ofRow: key) }

    /// As ``place(_:)``.
    package func place(ofRow key: [String]) -> String {
        let secret = column.hasPrefix(Self.prefix) ? column.dropFirst(Self.prefix.count) : column[...]
        return ([table] + key + [String(secret)]).joined(separator: "/")
    }
}
