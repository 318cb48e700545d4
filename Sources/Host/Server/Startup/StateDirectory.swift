import Crypto
import CryptoExtras
import Foundation
import Glibc
import Web

/// The server's own files: keys, certificate, private database. Makes what is missing, refuses what others can read.
struct StateDirectory: Sendable {
    let path: String

    init(path: String) throws {
        self.path = path
        try Self.makeDirectory(path, mode: 0o755)
    }

    /// RSA 2048 for access tokens, PEM.
    func tokenKey(at configured: String, onCreate: (String) -> Void) throws -> String {
        let file = try resolve(configured, "keys/jwt_private.pem")
        let bytes = try secret(file, isOurs: configured.isEmpty, onCreate: onCreate) {
            Array(try _RSA.Signing.PrivateKey(keySize: .bits2048).pemRepresentation.utf8)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// RSA keys whose access tokens are still accepted, PEM; empty text without a file.
    func previousTokenKeys(at configured: String) throws -> String {
        configured.isEmpty ? "" : String(decoding: try Self.readSecret(configured), as: UTF8.self)
    }

    /// 32 random bytes that encrypt stored secrets.
    func credentialKey(at configured: String, onCreate: (String) -> Void) throws -> [UInt8] {
        let file = try resolve(configured, "keys/credential.key")
        return try secret(file, isOurs: configured.isEmpty, onCreate: onCreate) {
            SymmetricKey(size: .bits256).withUnsafeBytes { Array($0) }
        }
    }

    /// The keys that encrypt stored secrets; the current one is made if missing and not configured.
    func credentialKeys(
        _ configuration: Configuration, onCreate: (String) -> Void = { _ in }
    ) throws -> CredentialKeyFiles {
        let configured = configuration["identity.credential_key_file"]
        _ = try credentialKey(at: configured, onCreate: onCreate)
        return try existingCredentialKeys(configuration)
    }

    /// The keys that encrypt stored secrets, wherever they are; reading them fails if they are missing.
    func existingCredentialKeys(_ configuration: Configuration) throws -> CredentialKeyFiles {
        CredentialKeyFiles(
            current: try resolve(configuration["identity.credential_key_file"], "keys/credential.key"),
            configured: configuration["identity.previous_credential_key_files"].split(separator: ",").map(String.init))
    }

    /// The files of the listener's certificate and key; a self-signed pair if nothing is configured.
    func tlsFiles(certificate: String, key: String, onCreate: (String) -> Void) throws -> TLSFiles {
        let certificateFile = try resolve(certificate, "tls/cert.pem")
        let keyFile = try resolve(key, "tls/key.pem")
        if certificate.isEmpty, key.isEmpty, !exists(certificateFile), !exists(keyFile) {
            let identity = try TLSIdentity.selfSigned(names: [Self.hostname].filter { !$0.isEmpty })
            try Self.write(identity.privateKeyPEM, to: keyFile, mode: 0o600)
            try Self.write(identity.certificatePEM, to: certificateFile, mode: 0o644)
            onCreate(certificateFile)
        }
        return TLSFiles(certificate: certificateFile, key: keyFile)
    }

    /// Where the private database lives.
    func databaseDirectory() -> String { path + "/postgres" }

    private func resolve(_ configured: String, _ name: String) throws -> String {
        guard configured.isEmpty else { return configured }
        let file = path + "/" + name
        let directory = String(file[..<(file.lastIndex(of: "/") ?? file.endIndex)])
        try Self.makeDirectory(directory, mode: 0o700)
        return file
    }

    private func exists(_ file: String) -> Bool { access(file, F_OK) == 0 }

    private func secret(
        _ file: String, isOurs: Bool, onCreate: (String) -> Void, make: () throws -> [UInt8]
    ) throws -> [UInt8] {
        if isOurs, !exists(file) {
            try Self.write(try make(), to: file, mode: 0o600)
            onCreate(file)
        }
        return try Self.readSecret(file)
    }

    // MARK: Files

    /// Reads a file that must be its owner's alone.
    ///
    /// - Throws: `keyFile` with the command that mends it, if anybody else may read or write it.
    static func readSecret(_ file: String) throws -> [UInt8] {
        let descriptor = open(file, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else {
            throw ServerError(.keyFile, "\(file) cannot be opened: \(String(cString: strerror(errno)))")
        }
        defer { close(descriptor) }
        var information = stat()
        guard fstat(descriptor, &information) == 0, information.st_mode & S_IFMT == S_IFREG else {
            throw ServerError(.keyFile, "\(file) is not a regular file")
        }
        guard information.st_mode & 0o077 == 0 else {
            throw ServerError(
                .keyFile, "\(file) holds a secret and can be read by others than its owner",
                hint: "run: chmod 600 \(file)")
        }
        try checkOwner(information, of: file)
        guard information.st_size <= 65_536 else { throw ServerError(.keyFile, "\(file) is too large for a key") }
        var bytes = [UInt8](repeating: 0, count: Int(information.st_size))
        let count = read(descriptor, &bytes, bytes.count)
        guard count == bytes.count else { throw ServerError(.keyFile, "\(file) cannot be read") }
        return bytes
    }

    /// Whoever owns a file can replace it: that may be this process's user and root. For root, who reads the files of
    /// the server's user too, it may be the owner of the folder that the file is in.
    private static func checkOwner(_ information: stat, of file: String) throws {
        if information.st_uid == geteuid() || information.st_uid == 0 { return }
        var folder = stat()
        if geteuid() == 0, stat(directory(of: file), &folder) == 0, folder.st_uid == information.st_uid { return }
        throw ServerError(
            .keyFile,
            "\(file) holds a secret and belongs to user \(information.st_uid), not to user \(geteuid()) or root",
            hint: "run: chown \(geteuid()) \(file)")
    }

    /// Reads a file that anybody may read.
    static func readPublic(_ file: String, maximumBytes: Int) throws -> [UInt8] {
        guard let bytes = FileManager.default.contents(atPath: file), bytes.count <= maximumBytes else {
            throw ServerError(.keyFile, "\(file) cannot be read, or has more than \(maximumBytes) bytes")
        }
        return Array(bytes)
    }

    /// Writes a new file whole or not at all: to a temporary name, synced, then renamed.
    ///
    /// - Parameter ownedLike: a file whose owner the new one gets; one that root makes must stay readable for the
    ///   server's user.
    static func write(_ bytes: [UInt8], to file: String, mode: mode_t, ownedLike: String? = nil) throws {
        let temporary = file + ".new"
        unlink(temporary)
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode)
        guard descriptor >= 0 else {
            throw ServerError(.keyFile, "\(file) cannot be written: \(String(cString: strerror(errno)))")
        }
        defer { close(descriptor) }
        guard Glibc.write(descriptor, bytes, bytes.count) == bytes.count, giveAway(descriptor, like: ownedLike),
            fchmod(descriptor, mode) == 0, fsync(descriptor) == 0, rename(temporary, file) == 0
        else {
            let reason = String(cString: strerror(errno))
            unlink(temporary)
            throw ServerError(.keyFile, "\(file) cannot be written: \(reason)")
        }
        // Without this the new name may be lost with the power.
        let folder = open(directory(of: file), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if folder >= 0 {
            fsync(folder)
            close(folder)
        }
    }

    private static func giveAway(_ descriptor: Int32, like file: String?) -> Bool {
        guard let file else { return true }
        var information = stat()
        guard stat(file, &information) == 0 else { return false }
        if information.st_uid == geteuid(), information.st_gid == getegid() { return true }
        return fchown(descriptor, information.st_uid, information.st_gid) == 0
    }

    static func directory(of file: String) -> String {
        let parent = file[..<(file.lastIndex(of: "/") ?? file.endIndex)]
        return parent.isEmpty ? "/" : String(parent)
    }

    private static func makeDirectory(_ path: String, mode: mode_t) throws {
        var information = stat()
        if stat(path, &information) == 0 {
            guard information.st_mode & S_IFMT == S_IFDIR else {
                throw ServerError(.keyFile, "\(path) is not a directory")
            }
            return
        }
        let parent = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
        if !parent.isEmpty { try makeDirectory(parent, mode: 0o755) }
        guard mkdir(path, mode) == 0 || errno == EEXIST else {
            throw ServerError(
                .keyFile, "\(path) cannot be made: \(String(cString: strerror(errno)))",
                hint: "set server.state_dir to a directory that this user may write")
        }
    }

    private static var hostname: String {
        var buffer = [CChar](repeating: 0, count: 256)
        guard gethostname(&buffer, buffer.count - 1) == 0 else { return "" }
        return String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
