import Core

/// One key of the trust ring and how far its word goes.
package struct TrustedKey: Sendable, Hashable {
    package let name: String
    package let key: MinisignPublicKey
    package let tier: PluginTrust.Tier
    /// Ids that the key may sign: `com.acme.` stands for all that begin with it, `com.acme.disk` for itself alone.
    package let idPrefixes: [String]
    /// The services that its plugins may ask for; nil = any.
    package let maxServices: Set<String>?
    /// Whether its plugins may run anything as root.
    package let allowsRoot: Bool
    /// Nothing that it signed is accepted after this time.
    package let notAfter: Timestamp?

    /// The prefix that belongs to OpenWatch's own plugins.
    package static let firstPartyPrefix = "org.openwatch."
    /// The tiers whose keys may sign OpenWatch's own ids.
    static let firstPartyTiers: Set<PluginTrust.Tier> = [.core, .dev]

    package var signer: PluginTrust.Signer { .init(keyID: key.id, keyName: name, tier: tier) }

    /// Whether a list of prefixes covers an id.
    static func covers(_ prefixes: [String], _ id: String) -> Bool {
        prefixes.contains { $0.hasSuffix(".") ? id.hasPrefix($0) : id == $0 }
    }

    /// Throws a rejection `untrusted` if this key's word does not reach as far as a package it signed.
    func check(_ manifest: PluginManifest, now: Timestamp) throws(PluginRejection) {
        if let notAfter, now > notAfter {
            throw PluginRejection(
                .untrusted,
                "the key \"\(name)\" (\(key.id)) was valid until \(notAfter); install a package that is signed by a "
                    + "current key, or renew not_after in the trust directory")
        }
        guard Self.covers(idPrefixes, manifest.id) else {
            throw PluginRejection(
                .untrusted,
                "the key \"\(name)\" (\(key.id)) may sign \(idPrefixes.joined(separator: ", ")), not \(manifest.id); "
                    + "ask the vendor, or widen id_prefix in the trust directory")
        }
        guard !manifest.id.hasPrefix(Self.firstPartyPrefix) || Self.firstPartyTiers.contains(tier) else {
            throw PluginRejection(
                .untrusted,
                "ids that begin with \(Self.firstPartyPrefix) belong to OpenWatch; a key of tier \(tier.rawValue) "
                    + "cannot sign them")
        }
        if let maxServices, let service = manifest.permissions.services.subtracting(maxServices).min() {
            throw PluginRejection(
                .untrusted,
                "\(manifest.id) asks for \(service), which the key \"\(name)\" may not grant; add it to max_services "
                    + "in the trust directory if it should")
        }
        guard allowsRoot || !manifest.permissions.asksForRoot else {
            throw PluginRejection(
                .untrusted,
                "\(manifest.id) asks to run commands as root, which the key \"\(name)\" may not grant; set "
                    + "root = true in the trust directory if it should")
        }
    }
}

extension PluginManifest.Permissions {
    /// Whether anything that it lists runs, or may run, as root.
    var asksForRoot: Bool {
        commands.values.contains { $0.sudo != .never } || sections.contains { $0.part == .root }
    }
}

extension TrustedKey {
    /// The `[[key]]` of a trust file for a key, as TOML.
    package static func entry(
        name: String, key: MinisignPublicKey, tier: PluginTrust.Tier, idPrefixes: [String]
    ) -> String {
        let quoted = name.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        let prefixes = idPrefixes.map { "\"\($0)\"" }.joined(separator: ", ")
        return """
            [[key]]
            name = "\(SafeText.line(quoted, limit: 128))"
            key = "\(key.text)"
            tier = "\(tier.rawValue)"
            id_prefix = [\(prefixes)]

            """
    }
}

extension TrustRing {
    /// A ring that trusts one key for every id, to check a signature with a key that is at hand.
    package init(only key: MinisignPublicKey, for id: String) {
        self.init(directory: "the key that was given")
        keys[key.id] = TrustedKey(
            name: "given", key: key, tier: .dev, idPrefixes: [id], maxServices: nil, allowsRoot: true, notAfter: nil)
    }
}
