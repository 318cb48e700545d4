import Core
import Crypto
import Foundation

/// A code that stands in for a second factor once: `XXXXX-XXXXX`, 50 random bits.
///
/// The server keeps a hash that also depends on the user, so equal codes of two users do not look alike.
struct RecoveryCode: Sendable, Hashable {
    static let count = 10
    /// Without letters that look like digits (Crockford's base 32).
    private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")

    let text: String

    static func make() -> RecoveryCode {
        var generator = SystemRandomNumberGenerator()
        func group() -> String { String((0..<5).map { _ in alphabet[Int.random(in: 0..<32, using: &generator)] }) }
        return RecoveryCode(text: group() + "-" + group())
    }

    private init(text: String) {
        self.text = text
    }

    /// A code as people type it: any case, with or without the hyphen, O and I and L for digits.
    init?(typed: String) {
        let characters = typed.uppercased().compactMap { character -> Character? in
            switch character {
            case "-", " ": nil
            case "O": "0"
            case "I", "L": "1"
            default: character
            }
        }
        guard characters.count == 10, characters.allSatisfy(Self.alphabet.contains) else { return nil }
        text = String(characters.prefix(5)) + "-" + String(characters.suffix(5))
    }

    func hash(for userID: UUID) -> [UInt8] {
        Array(SHA256.hash(data: Array("openwatch-recovery \(userID.text) \(text)".utf8)))
    }
}
