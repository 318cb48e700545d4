import Core

/// Reads one file of a trust directory.
enum TrustRingParser {
    private static let entryLimit = 1_000

    static func read(_ bytes: [UInt8], file: String, into ring: inout TrustRing, sink: ManifestFaultSink) {
        let inner = ManifestFaultSink()
        if let members = ManifestDocument.read(bytes, name: file, sink: inner) {
            var root = ManifestTable(members, path: "", sink: inner)
            readKeys(&root, into: &ring)
            readRevoked(&root, into: &ring)
            for var table in root.tables("unsigned", limit: entryLimit) {
                let id = table.text("id", limit: 63, rule: .pluginID)
                let digest = table.text("sha256", limit: 64, rule: .hexDigest)
                _ = table.optionalText("reason", limit: 512)
                table.finish()
                ring.allowed.insert(.init(id: id, digest: digest))
            }
            root.finish()
        }
        for fault in inner.faults {
            sink.add(path: fault.path.isEmpty ? file : "\(file): \(fault.path)", fault.message)
        }
    }

    private static func readKeys(_ root: inout ManifestTable, into ring: inout TrustRing) {
        for var table in root.tables("key", limit: entryLimit) {
            let name = table.text("name", limit: 128)
            let text = table.text("key", limit: 128)
            let tier = table.choice("tier", PluginTrust.Tier.self, default: nil)
            let prefixes = table.texts("id_prefix", count: 1...64, limit: 64, rule: .idPrefix, required: true)
            let services =
                table.has("max_services")
                ? Set(table.texts("max_services", count: 0...64, limit: 64, rule: .line, required: false)) : nil
            let allowsRoot = table.flag("root", default: true)
            let notAfter = readTime(&table)
            table.finish()
            guard let key = MinisignPublicKey(text) else {
                if !text.isEmpty { table.fault("key", "must be the second line of a minisign public key file") }
                continue
            }
            if let tier, !PluginTrust.isFirstParty(tier), let prefix = prefixes.first(where: isFirstParty) {
                table.fault("id_prefix", "\"\(prefix)\" belongs to OpenWatch; only tiers core and dev may have it")
            }
            guard ring.keys[key.id] == nil else {
                table.fault("key", "the key \(key.id) is in the trust directory twice")
                continue
            }
            ring.keys[key.id] = TrustedKey(
                name: name, key: key, tier: tier ?? .vendor, idPrefixes: prefixes, maxServices: services,
                allowsRoot: allowsRoot, notAfter: notAfter)
        }
    }

    private static func isFirstParty(_ prefix: String) -> Bool {
        prefix.hasPrefix(TrustedKey.firstPartyPrefix)
    }

    /// A date, whose whole day counts, or a point in time.
    private static func readTime(_ table: inout ManifestTable) -> Timestamp? {
        guard let text = table.optionalText("not_after", limit: 40) else { return nil }
        let time = text.utf8.count == 10 ? text + "T23:59:59Z" : text
        guard let timestamp = Timestamp(parsing: time) else {
            table.fault("not_after", "must be a date like \"2027-12-31\" or a time like \"2027-12-31T12:00:00Z\"")
            return nil
        }
        return timestamp
    }

    private static func readRevoked(_ root: inout ManifestTable, into ring: inout TrustRing) {
        guard var table = root.table("revoked", required: false) else { return }
        for (index, text) in table.texts("key_ids", count: 0...10_000, limit: 16, rule: .line, required: false)
            .enumerated()
        {
            if let id = MinisignKeyID(text) {
                ring.revokedKeys.insert(id)
            } else {
                table.fault("key_ids[\(index)]", "must be 16 hexadecimal digits, as minisign shows them")
            }
        }
        ring.revokedDigests.formUnion(
            table.texts("sha256", count: 0...10_000, limit: 64, rule: .hexDigest, required: false))
        table.finish()
    }
}

extension PluginTrust {
    fileprivate static func isFirstParty(_ tier: Tier) -> Bool { TrustedKey.firstPartyTiers.contains(tier) }
}
