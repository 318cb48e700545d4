import CRunnerSpawn
import Glibc

/// A directory of the package store that stays open: makes, writes and removes what is below it, by name and never by a
/// path that could lead elsewhere.
final class StoreDirectory: Sendable {
    let descriptor: Int32

    /// Opens a directory by path, made if it is missing.
    init(making path: String) throws(PluginRejection) {
        if mkdir(path, 0o755) < 0, errno != EEXIST { throw Self.failure("make", path) }
        descriptor = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0 else { throw Self.failure("open", path) }
    }

    private init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// The directory of that name, made with mode 0755 if it is missing.
    func making(_ name: String) throws(PluginRejection) -> StoreDirectory {
        if mkdirat(descriptor, name, 0o755) < 0, errno != EEXIST { throw Self.failure("make", name) }
        guard let directory = try opening(name) else { throw PluginRejection(.store, "\(name) has vanished") }
        // Whatever the process's mask says: others must be able to read, and nobody else to write.
        guard fchmod(directory.descriptor, 0o755) == 0 else { throw Self.failure("change the mode of", name) }
        return directory
    }

    /// The directory of that name, nil if there is none.
    func opening(_ name: String) throws(PluginRejection) -> StoreDirectory? {
        let found = ow_open_beneath(descriptor, name, O_RDONLY | O_DIRECTORY)
        if found == -ENOENT || found == -ENOTDIR { return nil }
        guard found >= 0 else { throw Self.failure("open", name, -found) }
        return StoreDirectory(descriptor: found)
    }

    /// Writes a new file and waits until it is on disk.
    func write(_ bytes: [UInt8], to name: String, mode: mode_t) throws(PluginRejection) {
        let file = openat(descriptor, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode)
        guard file >= 0 else { throw Self.failure("make", name) }
        defer { close(file) }
        var count = 0
        while count < bytes.count {
            let written = bytes.withUnsafeBytes { buffer in
                Glibc.write(file, buffer.baseAddress?.advanced(by: count), buffer.count - count)
            }
            if written < 0 && errno == EINTR { continue }
            guard written > 0 else { throw Self.failure("write", name) }
            count += written
        }
        guard fchmod(file, mode) == 0, fsync(file) == 0 else { throw Self.failure("write", name) }
    }

    /// Waits until the names in here are on disk.
    func sync() throws(PluginRejection) {
        guard fsync(descriptor) == 0 else { throw Self.failure("sync", "a directory of the store") }
    }

    /// Gives something in here another name; false if that name is taken.
    func rename(_ name: String, to other: String) throws(PluginRejection) -> Bool {
        let result = ow_rename_new(descriptor, name, descriptor, other)
        if result == -EEXIST || result == -ENOTEMPTY { return false }
        guard result == 0 else { throw Self.failure("rename", name, -result) }
        return true
    }

    /// Gives a file another name, in the place of a file that may have it.
    func move(_ name: String, over other: String) throws(PluginRejection) {
        guard renameat(descriptor, name, descriptor, other) == 0 else { throw Self.failure("replace", other) }
    }

    /// Removes what has that name, with everything below it. Links are removed, not followed.
    func remove(_ name: String) throws(PluginRejection) {
        if unlinkat(descriptor, name, 0) == 0 || errno == ENOENT { return }
        guard errno == EISDIR || errno == EPERM, let directory = try opening(name) else {
            throw Self.failure("remove", name)
        }
        for inner in try directory.names() { try directory.remove(inner) }
        guard unlinkat(descriptor, name, AT_REMOVEDIR) == 0 || errno == ENOENT else {
            throw Self.failure("remove", name)
        }
    }

    /// Removes the directory of that name if it is empty.
    func removeIfEmpty(_ name: String) {
        _ = unlinkat(descriptor, name, AT_REMOVEDIR)
    }

    /// Everything in here but `.` and `..`, sorted.
    func names() throws(PluginRejection) -> [String] {
        let copy = ow_open_beneath(descriptor, ".", O_RDONLY | O_DIRECTORY)
        guard copy >= 0 else { throw Self.failure("read", "a directory of the store", -copy) }
        guard let stream = fdopendir(copy) else {
            close(copy)
            throw Self.failure("read", "a directory of the store")
        }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    static func failure(_ verb: String, _ name: String, _ error: Int32 = errno) -> PluginRejection {
        PluginRejection(.store, "cannot \(verb) \(name): \(String(cString: strerror(error)))")
    }
}
