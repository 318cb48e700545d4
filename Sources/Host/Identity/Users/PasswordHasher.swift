import CArgon2
import NIOPosix

/// Argon2id (RFC 9106) with bounded concurrency: a verification takes 64 MiB and tens of milliseconds.
///
/// Parameters: 65,536 KiB, 3 passes, 1 lane, 16-byte salt, 32-byte tag; stored as a PHC string.
package final class PasswordHasher: Sendable {
    private static let memoryKiB: UInt32 = 65_536
    private static let passes: UInt32 = 3

    /// Its own threads, so that logins queue here and never stall the cooperative pool.
    private let threads: NIOThreadPool

    /// - Parameter width: verifications at one time; each takes 64 MiB.
    package init(width: Int = 2) {
        threads = NIOThreadPool(numberOfThreads: width)
        threads.start()
    }

    package func shutdown() async {
        try? await threads.shutdownGracefully()
    }

    /// - Throws: `passwordHashing` when the library refuses, for example for want of memory.
    package func hash(_ password: String) async throws -> String {
        try await threads.runIfActive { try Self.hash(password) }
    }

    /// Whether a password belongs to a stored hash. A hash that cannot be read belongs to none.
    package func verify(_ password: String, against hash: String) async throws -> Bool {
        try await threads.runIfActive { argon2id_verify(hash, password, password.utf8.count) == ARGON2_OK.rawValue }
    }

    /// The work of a verification for nobody, so that an unknown user takes as long as a known one.
    package func verifyDecoy(_ password: String) async throws {
        // Hashing and verifying cost the same: one run with the same parameters.
        _ = try await hash(password)
    }

    private static func hash(_ password: String) throws -> String {
        var salt = [UInt8](repeating: 0, count: 16)
        var generator = SystemRandomNumberGenerator()
        for index in salt.indices { salt[index] = UInt8.random(in: .min ... .max, using: &generator) }
        var encoded = [CChar](repeating: 0, count: 128)
        let code = argon2id_hash_encoded(
            passes, memoryKiB, 1, password, password.utf8.count, salt, salt.count, 32, &encoded, encoded.count)
        guard code == ARGON2_OK.rawValue else {
            throw IdentityError(.passwordHashing, String(cString: argon2_error_message(code)))
        }
        return String(decoding: encoded.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
