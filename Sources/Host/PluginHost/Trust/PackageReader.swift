import CRunnerSpawn
import Glibc

/// Reads the files of one package below one directory that stays open: no link is followed, and every level must be one
/// that only root or this server's user can change.
final class PackageReader: PackageSource, Sendable {
    private static let fileLimit = 1_024
    private static let depthLimit = 16

    private let directory: Int32
    private let owner = geteuid()
    private let isStrict: Bool

    /// Opens a directory by path; only its last component may not be a link.
    ///
    /// - Parameter isStrict: false for a developer's own files, whose owner and mode do not matter. Links are refused
    ///   all the same.
    init(path: String, isStrict: Bool = true) throws(PluginRejection) {
        self.isStrict = isStrict
        directory = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard directory >= 0 else { throw Self.failure(errno, "the directory") }
        try check(directory, "the directory", kind: S_IFDIR)
    }

    /// As ``init(path:)``; nil if there is nothing of that name.
    convenience init?(existing path: String) throws(PluginRejection) {
        guard access(path, F_OK) == 0 || errno != ENOENT else { return nil }
        try self.init(path: path)
    }

    private init(descriptor: Int32, isStrict: Bool) {
        self.isStrict = isStrict
        directory = descriptor
    }

    deinit {
        if directory >= 0 { close(directory) }
    }

    /// The directory of that name inside this one.
    func subdirectory(_ name: String) throws(PluginRejection) -> PackageReader {
        let descriptor = ow_open_beneath(directory, name, O_RDONLY | O_DIRECTORY)
        guard descriptor >= 0 else { throw Self.failure(-descriptor, name) }
        let reader = PackageReader(descriptor: descriptor, isStrict: isStrict)
        try check(descriptor, name, kind: S_IFDIR)
        return reader
    }

    func contains(_ path: String) -> Bool {
        let components = path.split(separator: "/").map(String.init)
        guard let name = components.last else { return false }
        var parent = self
        for component in components.dropLast() {
            guard let next = try? parent.subdirectory(component) else {
                // Something is there and must not be walked through: reading it says why.
                return parent.kind(of: component) != nil
            }
            parent = next
        }
        return parent.kind(of: name) != nil
    }

    /// The names of the directories in here, and of links, which ``subdirectory(_:)`` will refuse; sorted, hidden ones
    /// left out.
    func subdirectoryNames(limit: Int) throws(PluginRejection) -> [String] {
        try names(limit: limit).filter { name in
            let kind = kind(of: name)
            return !name.hasPrefix(".") && (kind == S_IFDIR || kind == S_IFLNK)
        }
    }

    /// The names of everything in here that is no directory; sorted, hidden ones left out.
    func fileNames(limit: Int) throws(PluginRejection) -> [String] {
        try names(limit: limit).filter { !$0.hasPrefix(".") && kind(of: $0) != S_IFDIR }
    }

    func paths() throws(PluginRejection) -> [String] {
        var found: [String] = []
        try collect(prefix: "", depth: 0, into: &found)
        return found.sorted()
    }

    private func collect(prefix: String, depth: Int, into found: inout [String]) throws(PluginRejection) {
        guard depth <= Self.depthLimit else { throw PluginRejection(.path, "\(prefix) is nested too deeply") }
        for name in try names(limit: Self.fileLimit) {
            let path = prefix + name
            if kind(of: name) == S_IFDIR {
                try subdirectory(name).collect(prefix: path + "/", depth: depth + 1, into: &found)
            } else {
                found.append(path)
            }
            guard found.count <= Self.fileLimit else {
                throw PluginRejection(.path, "the package has more than \(Self.fileLimit) files")
            }
        }
    }

    /// Everything in here but `.` and `..`, sorted.
    private func names(limit: Int) throws(PluginRejection) -> [String] {
        let copy = ow_open_beneath(directory, ".", O_RDONLY | O_DIRECTORY)
        guard copy >= 0 else { throw Self.failure(-copy, "the directory") }
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
            guard name != ".", name != ".." else { continue }
            names.append(name)
            guard names.count <= limit else {
                throw PluginRejection(.path, "the directory has more than \(limit) entries")
            }
        }
        return names.sorted()
    }

    /// The `S_IF…` kind of what has that name in here; nil if nothing has.
    private func kind(of name: String) -> mode_t? {
        var status = stat()
        guard fstatat(directory, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else { return nil }
        return status.st_mode & S_IFMT
    }

    /// The whole content of a regular file that has no other name.
    func read(_ path: String, limit: Int) throws(PluginRejection) -> [UInt8] {
        let components = path.split(separator: "/").map(String.init)
        guard let name = components.last else { throw PluginRejection(.path, "an empty path") }
        var parent = self
        for component in components.dropLast() { parent = try parent.subdirectory(component) }
        return try parent.readFile(name, path: path, limit: limit)
    }

    private func readFile(_ name: String, path: String, limit: Int) throws(PluginRejection) -> [UInt8] {
        // Without O_NONBLOCK, a FIFO in the place of a file would hold up the whole scan.
        let descriptor = ow_open_beneath(directory, name, O_RDONLY | O_NONBLOCK)
        guard descriptor >= 0 else { throw Self.failure(-descriptor, path) }
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
        guard isStrict else { return Int(status.st_size) }
        guard status.st_uid == 0 || status.st_uid == owner else {
            throw PluginRejection(.path, "\(name) belongs to user \(status.st_uid), not to root or the server's user")
        }
        guard status.st_mode & (S_IWGRP | S_IWOTH) == 0 else {
            throw PluginRejection(.path, "\(name) can be changed by its group or by others; chmod go-w")
        }
        // A second name may lie in a directory that others can change.
        guard kind == S_IFDIR || status.st_nlink == 1 else {
            throw PluginRejection(.path, "\(name) is a hard link to a file elsewhere; replace it by a copy")
        }
        return Int(status.st_size)
    }

    private static func failure(_ error: Int32, _ name: String) -> PluginRejection {
        let text =
            switch error {
            case ENOENT: "is missing"
            case ELOOP, ENOTDIR, EXDEV: "is a symbolic link or not of the right kind; links are not followed"
            case EACCES, EPERM: "cannot be read by the server's user"
            default: "cannot be opened (errno \(error))"
            }
        return PluginRejection(.path, "\(name) \(text)")
    }
}
