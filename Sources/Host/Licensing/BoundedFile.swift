import Glibc

/// Small files, read whole within a bound and written whole or not at all. Every call blocks.
enum BoundedFile {
    /// The bytes of a regular file; nil if there is none.
    ///
    /// - Throws: `file` for one that cannot be read, is no regular file or is larger than the bound.
    static func read(_ path: String, maximumBytes: Int) throws -> [UInt8]? {
        try read(path, flags: 0, maximumBytes: maximumBytes, check: nil)
    }

    /// The bytes of a file that decides what is trusted: no link, owned by root or this user, writable by nobody else.
    static func readTrusted(_ path: String, maximumBytes: Int) throws -> [UInt8] {
        let bytes = try read(path, flags: O_NOFOLLOW, maximumBytes: maximumBytes) { try checkOwner($0, of: path) }
        guard let bytes else { throw LicensingError(.file, "\(path) is missing") }
        return bytes
    }

    static func checkOwner(_ information: stat, of path: String) throws {
        guard information.st_uid == 0 || information.st_uid == geteuid() else {
            throw LicensingError(.file, "\(path) belongs to user \(information.st_uid), not to root or this user")
        }
        guard information.st_mode & 0o022 == 0 else {
            throw LicensingError(
                .file, "\(path) can be changed by others than its owner", hint: "run: chmod go-w \(path)")
        }
    }

    private static func read(
        _ path: String, flags: Int32, maximumBytes: Int, check: ((stat) throws -> Void)?
    ) throws -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | flags)
        guard descriptor >= 0 else {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw LicensingError(.file, "\(path) cannot be opened: \(text(of: errno))")
        }
        defer { close(descriptor) }
        var information = stat()
        guard fstat(descriptor, &information) == 0, information.st_mode & S_IFMT == S_IFREG else {
            throw LicensingError(.file, "\(path) is not a regular file")
        }
        try check?(information)
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 16_384)
        while bytes.count <= maximumBytes {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count == 0 { return bytes }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw LicensingError(.file, "\(path) cannot be read: \(text(of: errno))") }
            bytes += buffer.prefix(count)
        }
        throw LicensingError(.file, "\(path) has more than \(maximumBytes) bytes")
    }

    /// Writes to a temporary name beside the file, syncs, renames.
    ///
    /// - Parameter directory: if this process is root and the directory exists, the file gets its owner.
    static func write(_ bytes: [UInt8], to path: String, mode: mode_t, ownedLike directory: String? = nil) throws {
        let temporary = path + ".new"
        unlink(temporary)
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode)
        guard descriptor >= 0 else {
            throw LicensingError(.file, "\(path) cannot be written: \(text(of: errno))")
        }
        defer { close(descriptor) }
        guard writeAll(bytes, to: descriptor), giveAway(descriptor, like: directory), fchmod(descriptor, mode) == 0,
            fsync(descriptor) == 0,
            rename(temporary, path) == 0
        else {
            let reason = text(of: errno)
            unlink(temporary)
            throw LicensingError(.file, "\(path) cannot be written: \(reason)")
        }
        // Without this the new name may be lost with the power.
        let directory = open(String(path[..<(path.lastIndex(of: "/") ?? path.endIndex)]) + "/", O_RDONLY | O_CLOEXEC)
        if directory >= 0 {
            fsync(directory)
            close(directory)
        }
    }

    private static func giveAway(_ descriptor: Int32, like directory: String?) -> Bool {
        var information = stat()
        guard let directory, geteuid() == 0, stat(directory, &information) == 0 else { return true }
        return fchown(descriptor, information.st_uid, information.st_gid) == 0
    }

    private static func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            written += count
        }
        return true
    }

    private static func text(of code: Int32) -> String { String(cString: strerror(code)) }
}
