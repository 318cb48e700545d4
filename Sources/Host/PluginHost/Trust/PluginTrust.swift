/// Why a package may run.
package enum PluginTrust: Sendable, Hashable, CustomStringConvertible {
    /// Whose word a key carries.
    package enum Tier: String, Sendable, CaseIterable {
        /// OpenWatch itself.
        case core
        /// A maker of plugins that the operator trusts.
        case vendor
        /// The operator's own organisation.
        case org
        /// A developer's machine. Not for production.
        case dev
    }

    /// The key that signed a package, as the trust ring knows it.
    package struct Signer: Sendable, Hashable {
        package let keyID: MinisignKeyID
        /// The operator's name for the key.
        package let keyName: String
        package let tier: Tier
    }

    /// Not signed; allowed by the digest of its manifest, or by a policy for tests.
    case unsigned
    case signed(Signer)

    /// One machine word: `unsigned`, `core`, `vendor`, `org` or `dev`.
    package var level: String {
        switch self {
        case .unsigned: "unsigned"
        case .signed(let signer): signer.tier.rawValue
        }
    }

    package var signer: Signer? {
        if case .signed(let signer) = self { signer } else { nil }
    }

    /// `unsigned`, or `vendor: Acme (5A0E…)`.
    package var description: String {
        switch self {
        case .unsigned: level
        case .signed(let signer): "\(level): \(signer.keyName) (\(signer.keyID))"
        }
    }
}
