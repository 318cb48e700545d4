import Glibc

/// The file that holds this installation's licence.
package struct LicenseFile: Sendable {
    package let path: String

    package init(path: String) {
        self.path = path
    }

    /// What the file holds; nil if there is none. Blocks.
    ///
    /// - Throws: `file` if it cannot be read. Text that is no licence is still text.
    package func read() throws -> String? {
        // More than a licence may have, so that the verifier is the one to say that it is too long.
        try BoundedFile.read(path, maximumBytes: 4 * CompactJWT.maximumBytes).map {
            String(decoding: $0, as: UTF8.self)
        }
    }

    /// Puts a licence there, whole or not at all, readable by its owner alone. Blocks.
    ///
    /// - Parameter directory: if root writes, the file gets the owner of this directory, who is to read it.
    package func write(_ token: String, ownedLike directory: String? = nil) throws {
        do {
            try BoundedFile.write(
                Array(token.utf8) + [UInt8(ascii: "\n")], to: path, mode: 0o600, ownedLike: directory)
        } catch let error as LicensingError {
            throw LicensingError(
                .file, error.message,
                hint: "let the server's user write its folder, or set license.file to a path where it may")
        }
    }

    /// Takes a licence back that was written a moment ago: puts there what was there before. Blocks.
    func restore(_ before: String?, over token: String) throws {
        guard try read() == token + "\n" else { return }
        if let before {
            try BoundedFile.write(Array(before.utf8), to: path, mode: 0o600)
        } else {
            unlink(path)
        }
    }
}
