import Crypto

/// The text of an API token: `owk_` and 32 random bytes in base64url. The server stores its hash alone.
struct APITokenSecret: Sendable {
    static let mark = "owk_"
    private static let shownCharacters = 12

    let text: String

    static func make() -> APITokenSecret {
        APITokenSecret(text: mark + SessionToken.make().text)
    }

    var hash: [UInt8] { Array(SHA256.hash(data: Array(text.utf8))) }

    /// What lists show of it.
    var prefix: String { String(text.prefix(Self.shownCharacters)) }
}
