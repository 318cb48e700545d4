import Core
import Crypto
import Foundation

/// Signs checkpoints of the chain with keys that are not in the database, so that whoever can write the database alone
/// cannot compute the chain anew.
package struct AuditSeal: Sendable {
    /// A place of the chain that is put on record.
    struct Checkpoint: Sendable {
        enum Kind: String, Sendable {
            /// The chain's end at some time.
            case head
            /// The last link that retention removed, after which the chain begins now.
            case anchor
        }

        let kind: Kind
        let position: Int64
        let hash: [UInt8]
        let madeAt: Timestamp
    }

    enum Verdict: Sendable {
        case valid
        case forged
        /// Signed with a key that is not at hand.
        case unknownKey
    }

    private struct Key: Sendable {
        let id: String
        let key: SymmetricKey
    }

    private let secrets: @Sendable () -> [[UInt8]]

    /// - Parameter secrets: keys of the server, the one in use first and former ones behind it; the first signs, all
    ///   verify. Asked at every use, because keys are changed while the server runs. Keys for HMAC-SHA256 are derived
    ///   from them with HKDF, so they sign nothing themselves.
    package init(secrets: @escaping @Sendable () -> [[UInt8]]) {
        self.secrets = secrets
    }

    private var keys: [Key] {
        secrets().map { secret in
            let key = HKDF<SHA256>.deriveKey(
                inputKeyMaterial: SymmetricKey(data: secret), info: Data("openwatch audit checkpoint".utf8),
                outputByteCount: 32)
            let id = key.withUnsafeBytes { SHA256.hash(data: $0) }
            return Key(id: AuditChain.hex(Array(id.prefix(8))), key: key)
        }
    }

    /// - Returns: the key's id and the code; empty without a key.
    func sign(_ checkpoint: Checkpoint) -> (keyID: String, code: [UInt8]) {
        guard let key = keys.first else { return ("", []) }
        let code = HMAC<SHA256>.authenticationCode(for: Self.message(checkpoint), using: key.key)
        return (key.id, Array(code))
    }

    func verify(_ checkpoint: Checkpoint, keyID: String, code: [UInt8]) -> Verdict {
        guard let key = keys.first(where: { $0.id == keyID }) else { return .unknownKey }
        let isValid = HMAC<SHA256>.isValidAuthenticationCode(
            code, authenticating: Self.message(checkpoint), using: key.key)
        return isValid ? .valid : .forged
    }

    private static func message(_ checkpoint: Checkpoint) -> [UInt8] {
        Array("openwatch.audit.\(checkpoint.kind.rawValue)\n".utf8) + AuditChain.bytes(of: checkpoint.position)
            + checkpoint.hash + AuditChain.bytes(of: checkpoint.madeAt.microseconds)
    }
}
