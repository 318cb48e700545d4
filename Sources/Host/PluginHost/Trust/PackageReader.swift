import Glibc

/// Reads the files of one package below one directory that stays open: no symbolic link is followed, and every level
/// must be one that only root or this server's user can change.
final class PackageReader {
    private let directory: Int32
    private let owner = geteuid()

    /// Opens a directory by path; only its last component may not be a link.
    init(path: String) throws(PluginRejection) {
        directory = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard directory >= 0 else { throw Self.failure(errno, "the directory") }
        try check(directory, "the directory", kind: S_IFDIR)
    }

    private init(descriptor: Int32) {
        directory = descriptor
    }

    deinit {
        if directory >= 0 { close(directory) }
    }

    /// The directory of that name inside this one.
    func subdirectory(_ name: String) throws(PluginRejection) -> PackageReader {
        let descriptor = openat(directory, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0 else { throw Self.failure(errno, name) }
        let reader = PackageReader(descriptor: descriptor)
        try check(descriptor, name, kind: S_IFDIR)
        return reader
    }

    /// Whether there is anything of that name, whatever it is.
    func contains(_ name: String) -> Bool {
        var status = stat()
        return fstatat(directory, name, &status, AT_SYMLINK_NOFOLLOW) == 0
    }

    /// The names of the directories in here, and of links, which ``subdirectory(_:)`` will refuse; sorted, hidden ones
    /// left out.
    func subdirectoryNames(limit: Int) throws(PluginRejection) -> [String] {
        let copy = openat(directory, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard copy >= 0 else { throw Self.failure(errno, "the directory") }
        guard let stream = fdopendir(copy) else {
            close(copy)
            throw Self.failure(errno, "the directory")
        }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            guard !name.hasPrefix("."), isDirectoryOrLink(name) else { continue }
            names.append(name)
            guard names.count <= limit else {
                throw PluginRejection(.path, "the directory has more than \(limit) entries")
            }
        }
        return names.sorted()
    }

    private func isDirectoryOrLink(_ name: String) -> Bool {
        var status = stat()
        guard fstatat(directory, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else { return false }
        return status.st_mode & S_IFMT == S_IFDIR || status.st_mode & S_IFMT == S_IFLNK
    }

    /// The whole content of a regular file. The path has been checked to be relative and without `..`.
    func read(_ path: String, limit: Int) throws(PluginRejection) -> [UInt8] {
        let components = path.split(separator: "/").map(String.init)
        guard let name = components.last else { throw PluginRejection(.path, "an empty path") }
        var parent = self
        for component in components.dropLast() { parent = try parent.subdirectory(component) }
        return try parent.readFile(name, path: path, limit: limit)
    }

    private func readFile(_ name: String, path: String, limit: Int) throws(PluginRejection) -> [UInt8] {
        // Without O_NONBLOCK, a FIFO in the place of a file would hold up the whole scan.
        let descriptor = openat(directory, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { throw Self.failure(errno, path) }
        defer { close(descriptor) }
        let size = try check(descriptor, path, kind: S_IFREG)
        guard size <= limit else { throw PluginRejection(.path, "\(path) is larger than \(limit) bytes") }
        var content = [UInt8](repeating: 0, count: size + 1)
        var count = 0
        while count < content.count {
            let received = content.withUnsafeMutableBytes { buffer in
                Glibc.read(descriptor, buffer.baseAddress?.advanced(by: count), buffer.count - count)
            }
            if received < 0 && errno == EINTR { continue }
            guard received >= 0 else { throw Self.failure(errno, path) }
            if received == 0 { break }
            count += received
        }
        guard count == size else { throw PluginRejection(.path, "\(path) changed while it was read") }
        content.removeLast()
        return content
    }

    /// Owner, mode and kind of an open file; returns its size.
    @discardableResult
    private func check(_ descriptor: Int32, _ name: String, kind: mode_t) throws(PluginRejection) -> Int {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw Self.failure(errno, name) }
        guard status.st_mode & S_IFMT == kind else {
            throw PluginRejection(.path, "\(name) is not a \(kind == S_IFDIR ? "directory" : "regular file")")
        }
        guard status.st_uid == 0 || status.st_uid == owner else {
            throw PluginRejection(.path, "\(name) belongs to user \(status.st_uid), not to root or the server's user")
        }
        guard status.st_mode & (S_IWGRP | S_IWOTH) == 0 else {
            throw PluginRejection(.path, "\(name) can be changed by its group or by others; chmod go-w")
        }
        return Int(status.st_size)
    }

    private static func failure(_ error: Int32, _ name: String) -> PluginRejection {
        let text =
            switch error {
            case ENOENT: "is missing"
            case ELOOP, ENOTDIR: "is a symbolic link or not of the right kind; links are not followed"
            case EACCES, EPERM: "cannot be read by the server's user"
            default: "cannot be opened (errno \(error))"
            }
        return PluginRejection(.path, "\(name) \(text)")
    }
}
