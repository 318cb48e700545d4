import Crypto
import Foundation
import Glibc

/// Whose failures count together. Names are hashed: somebody may have typed a password into the wrong field.
struct ThrottleSubject: Sendable, Hashable {
    let key: String
    let allowance: ThrottleRules.Allowance

    static func == (left: ThrottleSubject, right: ThrottleSubject) -> Bool { left.key == right.key }

    func hash(into hasher: inout Hasher) { hasher.combine(key) }

    struct SignIn: Sendable {
        /// The name that was typed, whether it is one of an account or not.
        let account: ThrottleSubject
        /// nil when the address is unknown.
        let address: ThrottleSubject?

        var all: [ThrottleSubject] { [account] + (address.map { [$0] } ?? []) }
    }

    static func signIn(username: String, address: String?) -> SignIn {
        SignIn(
            account: ThrottleSubject(key: "name:" + digest(username), allowance: .account),
            address: address.map { ThrottleSubject(key: "address:" + network(of: $0), allowance: .address) })
    }

    /// What a signed-in user does with the own password or code. Apart from sign-in, so that strangers cannot keep
    /// somebody from it, nor a hijacked session learn more than a stranger.
    static func ownAccount(_ userID: UUID) -> ThrottleSubject {
        ThrottleSubject(key: "user:" + userID.uuidString.lowercased(), allowance: .account)
    }

    private static func digest(_ text: String) -> String {
        Base64URL.encode(Array(SHA256.hash(data: Array(text.utf8))))
    }

    /// IPv4 addresses as they are; of IPv6 the 64 bits that belong to one customer.
    static func network(of address: String) -> String {
        var bytes = in6_addr()
        guard address.contains(":"), inet_pton(AF_INET6, address, &bytes) == 1 else { return address }
        return withUnsafeBytes(of: &bytes) { raw in
            if raw.prefix(10).allSatisfy({ $0 == 0 }), raw[10] == 0xff, raw[11] == 0xff {
                return raw.suffix(4).map(String.init).joined(separator: ".")
            }
            return Base64URL.encode(Array(raw.prefix(8)))
        }
    }
}
