import Glibc

/// The account that PostgreSQL runs as.
struct SystemAccount: Sendable {
    let user: uid_t
    let group: gid_t
    /// Whether this process is root and has to become the account; PostgreSQL refuses to run as root.
    let mustSwitch: Bool

    /// Root runs PostgreSQL as the system user `postgres`, anybody else as themselves.
    static func forPostgres() throws(DatabaseError) -> SystemAccount {
        guard geteuid() == 0 else { return SystemAccount(user: geteuid(), group: getegid(), mustSwitch: false) }
        var entry = passwd()
        var found: UnsafeMutablePointer<passwd>?
        let status = withUnsafeTemporaryAllocation(of: CChar.self, capacity: 16_384) { buffer in
            buffer.baseAddress.map { getpwnam_r("postgres", &entry, $0, buffer.count, &found) } ?? ENOMEM
        }
        guard status == 0, found != nil else {
            throw DatabaseError(
                .cluster, "there is no system user postgres to run the private database as",
                hint: "install the package postgresql, or configure a database of your own")
        }
        return SystemAccount(user: entry.pw_uid, group: entry.pw_gid, mustSwitch: true)
    }

    /// Creates a directory that only this account can enter, or checks that an existing one is such.
    func makePrivateDirectory(_ path: String) throws(DatabaseError) {
        if mkdir(path, 0o700) == 0 {
            try own(path)
        } else if errno != EEXIST {
            throw Self.failure("cannot create \(path)")
        }
        var status = stat()
        guard lstat(path, &status) == 0 else { throw Self.failure("cannot look at \(path)") }
        guard status.st_mode & S_IFMT == S_IFDIR, status.st_uid == user, status.st_mode & 0o077 == 0 else {
            throw DatabaseError(
                .cluster, "\(path) is not a private directory of the account with user id \(user)",
                hint: "make it a directory of that account with mode 0700, or move it away")
        }
    }

    func own(_ path: String) throws(DatabaseError) {
        guard lchown(path, user, group) == 0 else { throw Self.failure("cannot change the owner of \(path)") }
    }

    /// Checks that this account can pass through every parent of a path; root's own rights do not help it.
    func checkReachable(_ path: String) throws(DatabaseError) {
        guard mustSwitch else { return }
        var parent = ""
        for part in path.split(separator: "/").dropLast() {
            parent += "/" + part
            var status = stat()
            guard stat(parent, &status) == 0 else { throw Self.failure("cannot look at \(parent)") }
            let bit: mode_t = status.st_uid == user ? 0o100 : status.st_gid == group ? 0o010 : 0o001
            guard status.st_mode & bit == 0 else { continue }
            // An access control list may still let it in, which only the account itself can tell.
            let probe = try ChildProcess.run(["/usr/bin/test", "-x", parent], as: self)
            guard probe.status == 0 else {
                throw DatabaseError(
                    .cluster, "the user postgres cannot pass through \(parent) to reach the private database",
                    hint: "run: chmod o+x \(parent)")
            }
        }
    }

    static func failure(_ what: String) -> DatabaseError {
        DatabaseError(.cluster, "\(what): \(String(cString: strerror(errno)))")
    }
}
