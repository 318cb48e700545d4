import Glibc
import Web

/// The files of the listener's certificate and key.
struct TLSFiles: Sendable, Equatable {
    let certificate: String
    let key: String

    /// Tells one version of the files from another without reading them.
    struct Stamp: Sendable, Equatable {
        fileprivate var parts: [Int64] = []
    }

    private static let maximumBytes = 1_048_576

    /// - Throws: `keyFile` when a file is missing or too large, or when others than its owner can read the key.
    func read() throws -> TLSIdentity {
        TLSIdentity(
            certificatePEM: try StateDirectory.readPublic(certificate, maximumBytes: Self.maximumBytes),
            privateKeyPEM: try StateDirectory.readSecret(key))
    }

    var stamp: Stamp {
        var stamp = Stamp()
        for file in [certificate, key] {
            var information = stat()
            guard stat(file, &information) == 0 else {
                stamp.parts.append(-1)
                continue
            }
            stamp.parts += [
                Int64(information.st_mtim.tv_sec), Int64(information.st_mtim.tv_nsec),
                Int64(information.st_ctim.tv_sec), Int64(information.st_ctim.tv_nsec), Int64(information.st_size),
                Int64(truncatingIfNeeded: information.st_ino),
            ]
        }
        return stamp
    }
}
