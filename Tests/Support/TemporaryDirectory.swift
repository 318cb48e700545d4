import Glibc

/// A directory of one test, removed with its content when the value goes away.
package final class TemporaryDirectory: Sendable {
    package let path: String

    /// Makes `/tmp/<prefix>XXXXXX`, readable by every user, so that servers running as other users can use it.
    package init(prefix: String = "openwatch-test-") throws {
        var template = Array("/tmp/\(prefix)XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw TestCommand.Failure(description: "no temporary directory") }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        chmod(path, 0o755)
    }

    deinit {
        Self.remove(path)
    }

    package func write(_ name: String, _ text: String, mode: mode_t = 0o644) throws {
        try write(name, bytes: Array(text.utf8), mode: mode)
    }

    package func write(_ name: String, bytes: [UInt8], mode: mode_t = 0o644) throws {
        let file = open("\(path)/\(name)", O_CREAT | O_WRONLY | O_TRUNC | O_CLOEXEC, mode)
        guard file >= 0 else { throw TestCommand.Failure(description: "cannot write \(path)/\(name)") }
        defer { close(file) }
        fchmod(file, mode)
        guard bytes.isEmpty || Glibc.write(file, bytes, bytes.count) == bytes.count else {
            throw TestCommand.Failure(description: "cannot write \(path)/\(name)")
        }
    }

    package func read(_ name: String) throws -> [UInt8] {
        let file = open("\(path)/\(name)", O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw TestCommand.Failure(description: "cannot read \(path)/\(name)") }
        defer { close(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 16_384)
        while true {
            let count = Glibc.read(file, &buffer, buffer.count)
            if count <= 0 { return bytes }
            bytes += buffer.prefix(count)
        }
    }

    private static func remove(_ path: String) {
        if let directory = opendir(path) {
            while let entry = readdir(directory) {
                let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                    pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                }
                guard name != ".", name != ".." else { continue }
                if entry.pointee.d_type == UInt8(DT_DIR) {
                    remove("\(path)/\(name)")
                } else {
                    unlink("\(path)/\(name)")
                }
            }
            closedir(directory)
        }
        rmdir(path)
    }
}
