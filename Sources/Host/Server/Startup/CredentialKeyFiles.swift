import Foundation
import Glibc
import Identity

/// The files of the keys that encrypt stored secrets.
///
/// The current key is one file. Earlier ones lie beside it, named like it with their id behind (`credential.key.1a2b3c4d`),
/// or are named in the configuration. Every process of the machine finds the same ring.
struct CredentialKeyFiles: CredentialKeySource {
    struct Previous: Sendable {
        let file: String
        let key: CredentialKey
    }

    let current: String
    /// Of `identity.previous_credential_key_files`.
    let configured: [String]

    func load() throws -> CredentialKeyRing {
        try CredentialKeyRing(current: try key(in: current), previous: try previous().map(\.key))
    }

    func mark() -> String? {
        var information = stat()
        guard stat(current, &information) == 0 else { return nil }
        return
            "\(information.st_dev)/\(information.st_ino)/\(information.st_mtim.tv_sec).\(information.st_mtim.tv_nsec)"
    }

    /// The earlier keys and where they are.
    ///
    /// - Throws: `keyFile` for one that is missing, open to others or not the one that its name says.
    func previous() throws -> [Previous] {
        let folder = StateDirectory.directory(of: current)
        let stem = current.split(separator: "/").last.map { $0 + "." } ?? ""
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
        let beside = try names.filter { name in
            name.hasPrefix(stem) && name.dropFirst(stem.count).wholeMatch(of: /[0-9a-f]{8}/) != nil
        }.map { name in
            let previous = Previous(file: "\(folder)/\(name)", key: try key(in: "\(folder)/\(name)"))
            guard name.hasSuffix(previous.key.idText) else {
                throw ServerError(
                    .keyFile, "\(previous.file) holds key \(previous.key.idText), not the one of its name",
                    hint: "rename it to \(stem)\(previous.key.idText)")
            }
            return previous
        }
        return beside + (try configured.map { Previous(file: $0, key: try key(in: $0)) })
    }

    /// Puts another key in the place of the current one, which is kept beside it first. A crash in between leaves
    /// both or the old one alone.
    ///
    /// - Throws: `keyFile`; nothing that is needed was removed then.
    func replaceCurrent(with bytes: [UInt8]) throws {
        let folder = open(StateDirectory.directory(of: current), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0, flock(folder, LOCK_EX | LOCK_NB) == 0 else {
            let reason = String(cString: strerror(errno))
            if folder >= 0 { close(folder) }
            throw ServerError(.keyFile, "the folder of \(current) cannot be locked: \(reason)")
        }
        defer { close(folder) }
        let ring = try load()
        let fresh = try CredentialKey(bytes: bytes)
        guard fresh.idText != ring.current.idText else {
            throw ServerError(
                .keyFile, "key \(fresh.idText) is in use here already",
                hint: "openwatch rekey --generate makes a new one")
        }
        // An earlier key may come back; another one with its id may not.
        _ = try CredentialKeyRing(current: fresh, previous: [ring.current] + ring.previous)
        let old = try StateDirectory.readSecret(current)
        try StateDirectory.write(old, to: "\(current).\(ring.current.idText)", mode: 0o600, ownedLike: current)
        try StateDirectory.write(bytes, to: current, mode: 0o600, ownedLike: current)
    }

    private func key(in file: String) throws -> CredentialKey {
        let bytes = try StateDirectory.readSecret(file)
        guard bytes.count == 32 else {
            throw ServerError(
                .keyFile,
                file == current
                    ? "identity.credential_key_file must hold exactly 32 bytes, \(file) holds \(bytes.count)"
                    : "\(file) must hold exactly 32 bytes, it holds \(bytes.count)",
                hint: "restore the key from your backup: without it the stored secrets cannot be read")
        }
        return try CredentialKey(bytes: bytes)
    }
}
