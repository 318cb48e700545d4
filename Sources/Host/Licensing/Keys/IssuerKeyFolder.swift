import Foundation
import Glibc

/// The folder of issuer keys: one public key in PEM per file named `*.pem`.
///
/// The file's name gives the key's role: `prev.pem` and `prev-….pem` hold earlier keys that are still accepted,
/// `deprecated.pem` and `deprecated-….pem` keys that are not any more, every other name a current key.
package struct IssuerKeyFolder: Sendable {
    /// The keys of the folder, and one line for each file that was passed over.
    package struct Content: Sendable {
        package var ring: IssuerKeyRing
        /// Keys that this build takes although their private half is published.
        package var warnings: [String]
        package var faults: [String]
    }

    private static let maximumKeys = 32
    private static let maximumBytes = 4_096

    private let path: String
    private let build: PublishedKeys.Build

    package init(path: String, build: PublishedKeys.Build = .current) {
        self.path = path
        self.build = build
    }

    /// Reads the folder. Blocks for as long as the file system takes.
    ///
    /// A file that is no key, or that others than its owner can change, is passed over: fewer keys accept less. A
    /// folder that does not exist holds no key.
    package func read() -> Content {
        var content = Content(ring: IssuerKeyRing([]), warnings: [], faults: [])
        guard access(path, F_OK) == 0 else {
            if errno != ENOENT { content.faults.append("\(path) cannot be read: \(String(cString: strerror(errno)))") }
            return content
        }
        var keys: [IssuerKey] = []
        do {
            try Self.checkOwner(of: path)
            let names = try FileManager.default.contentsOfDirectory(atPath: path).filter { $0.hasSuffix(".pem") }
            for name in names.sorted() {
                guard keys.count < Self.maximumKeys else {
                    content.faults.append("\(path) holds more than \(Self.maximumKeys) keys, the others do not count")
                    break
                }
                do {
                    guard let key = try key(named: name, warnings: &content.warnings) else { continue }
                    if !keys.contains(where: { $0.id == key.id }) { keys.append(key) }
                } catch {
                    content.faults.append("\(path)/\(name): \(error)")
                }
            }
        } catch {
            content.faults.append("\(error)")
        }
        content.ring = IssuerKeyRing(keys)
        return content
    }

    private func key(named name: String, warnings: inout [String]) throws -> IssuerKey? {
        let bytes = try BoundedFile.readTrusted(path + "/" + name, maximumBytes: Self.maximumBytes)
        let key = try IssuerKey(pem: String(decoding: bytes, as: UTF8.self), role: Self.role(of: name))
        switch PublishedKeys.verdict(on: key.id, in: build) {
        case .unknown: break
        case .warned: warnings.append("\(path)/\(name) is a published key: anybody can write licences for it")
        case .refused:
            throw LicensingError(
                .key, "the private half of this key is published",
                hint: "make one of your own with: openwatch license keygen")
        }
        return key
    }

    private static func role(of name: String) -> IssuerKey.Role {
        let stem = name.dropLast(4)
        for role in [IssuerKey.Role.previous, .deprecated] {
            if stem == role.rawValue || stem.hasPrefix(role.rawValue + "-") { return role }
        }
        return .current
    }

    private static func checkOwner(of directory: String) throws {
        var information = stat()
        guard stat(directory, &information) == 0, information.st_mode & S_IFMT == S_IFDIR else {
            throw LicensingError(.file, "\(directory) is not a directory")
        }
        try BoundedFile.checkOwner(information, of: directory)
    }
}
