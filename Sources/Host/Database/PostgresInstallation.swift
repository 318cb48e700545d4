import Glibc

/// One installed version of PostgreSQL.
struct PostgresInstallation: Sendable {
    /// The major version.
    let version: Int
    /// The directory that holds `postgres` and `initdb`.
    let binaries: String

    static func newest() throws(DatabaseError) -> PostgresInstallation {
        guard let newest = all().max(by: { $0.version < $1.version }) else {
            throw DatabaseError(
                .cluster, "no PostgreSQL server (version 13 or newer) is installed",
                hint: "install the package postgresql, or configure a database of your own")
        }
        return newest
    }

    /// The installation for an existing data directory, whose major version is fixed.
    static func matching(_ version: Int) throws(DatabaseError) -> PostgresInstallation {
        guard let match = all().first(where: { $0.version == version }) else {
            throw DatabaseError(
                .cluster, "the private database was made by PostgreSQL \(version), which is not installed",
                hint: "install postgresql-\(version), or move the data with pg_upgrade")
        }
        return match
    }

    private static func all() -> [PostgresInstallation] {
        let debian = entries(of: "/usr/lib/postgresql").map { ($0, "/usr/lib/postgresql/\($0)/bin") }
        let redHat = entries(of: "/usr").filter { $0.hasPrefix("pgsql-") }
            .map { (String($0.dropFirst(6)), "/usr/\($0)/bin") }
        return (debian + redHat).compactMap { name, path in
            guard let version = Int(name), version >= 13, access("\(path)/postgres", X_OK) == 0,
                access("\(path)/initdb", X_OK) == 0
            else { return nil }
            return PostgresInstallation(version: version, binaries: path)
        }
    }

    private static func entries(of directory: String) -> [String] {
        guard let handle = opendir(directory) else { return [] }
        defer { closedir(handle) }
        var names: [String] = []
        while let entry = readdir(handle) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names
    }
}
