import Crypto

/// One step of the schema: SQL that runs once, in a transaction of its own.
package struct Migration: Sendable, Equatable {
    /// Unique over the product; migrations run in this order.
    package let version: Int
    package let name: String
    /// One or more statements, without BEGIN and COMMIT. Must never change once it was released.
    package let sql: String

    package init(version: Int, name: String, sql: String) {
        self.version = version
        self.name = name
        self.sql = sql
    }

    /// SHA-256 of the SQL in hex.
    package var checksum: String {
        SHA256.hash(data: Array(sql.utf8)).map { byte in
            (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }.joined()
    }
}

/// How a database's schema compares with this binary.
package struct MigrationStatus: Sendable, Equatable {
    /// The highest version applied, 0 for an empty database.
    package let current: Int
    /// The highest version this binary knows.
    package let latest: Int
    package let pending: [Migration]
    /// Applied versions that this binary does not know: the schema is newer than the binary.
    package let unknown: [Int]
    /// Applied versions whose SQL differs from this binary's.
    package let edited: [Int]

    /// Whether this binary may run on the schema as it is.
    package var isUpToDate: Bool { pending.isEmpty && unknown.isEmpty && edited.isEmpty }
}

/// What a run of the migrations did.
package struct MigrationReport: Sendable, Equatable {
    package let from: Int
    package let to: Int
    package let applied: [Migration]
}
