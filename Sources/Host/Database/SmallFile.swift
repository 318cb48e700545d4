import Glibc

/// Reads and writes files of a few lines, refusing symbolic links.
enum SmallFile {
    /// The first 4 KiB as text, nil when the file cannot be read.
    static func read(_ path: String) -> String? {
        let descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var buffer = [UInt8](repeating: 0, count: 4_096)
        let count = Glibc.read(descriptor, &buffer, buffer.count)
        return count >= 0 ? String(decoding: buffer[..<count], as: UTF8.self) : nil
    }

    /// Replaces a file as a whole: a reader sees the old text or the new one.
    static func write(_ text: String, to path: String) throws(DatabaseError) {
        let fresh = path + ".new"
        let descriptor = open(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw SystemAccount.failure("cannot write \(fresh)") }
        let bytes = Array(text.utf8)
        let isWritten = Glibc.write(descriptor, bytes, bytes.count) == bytes.count
        close(descriptor)
        guard isWritten, rename(fresh, path) == 0 else { throw SystemAccount.failure("cannot write \(path)") }
    }
}
