/// The keys whose licences this installation accepts.
package struct IssuerKeyRing: Sendable {
    /// Which key of the ring made a signature.
    enum Match: Sendable {
        case key(IssuerKey)
        case deprecated
        case none
    }

    package let keys: [IssuerKey]

    package init(_ keys: [IssuerKey]) {
        self.keys = keys
    }

    /// Whether no key is accepted at all.
    package var isEmpty: Bool { !keys.contains { $0.role != .deprecated } }

    /// The key that a JWT is signed with. Its `kid` only decides which key is tried first: it comes from whoever made
    /// the text and can add no key.
    func verifyingKey(of jwt: CompactJWT) -> Match {
        let accepted = keys.filter { $0.role == .current } + keys.filter { $0.role == .previous }
        let ordered = accepted.filter { $0.id == jwt.keyID } + accepted.filter { $0.id != jwt.keyID }
        if let key = ordered.first(where: { $0.verifies(jwt.signature, of: jwt.signingInput) }) { return .key(key) }
        let isDeprecated = keys.contains {
            $0.role == .deprecated && $0.verifies(jwt.signature, of: jwt.signingInput)
        }
        return isDeprecated ? .deprecated : .none
    }
}
