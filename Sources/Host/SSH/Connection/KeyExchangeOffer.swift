/// The algorithms a server offered in its first packet (RFC 4253 section 7.1), read to say why none fits.
///
/// The bytes come from an unauthenticated peer and end up in messages: every name is bounded and plain ASCII.
struct KeyExchangeOffer: Sendable, Equatable {
    let keyExchange: [String]
    let hostKey: [String]
    let cipherOut: [String]
    let cipherIn: [String]
    let macOut: [String]
    let macIn: [String]

    /// `stream` is what the server sent, from its identification line or the packet on.
    init?(stream: [UInt8]) {
        var bytes = stream[...]
        if bytes.starts(with: Array("SSH-".utf8)) {
            guard let end = bytes.firstIndex(of: 10) else { return nil }
            bytes = bytes[(end + 1)...]
        }
        var reader = WireReader(Array(bytes))
        // Packet length, padding length, message number 20, cookie.
        guard let length = reader.uint32(), (30...35_000).contains(length), let head = reader.take(2), head[1] == 20,
            reader.take(16) != nil
        else { return nil }
        var lists: [[String]] = []
        for _ in 0..<6 {
            guard let list = reader.text() else { return nil }
            lists.append(list.split(separator: ",").prefix(64).map { PlainText.clean($0.utf8, limit: 64) })
        }
        keyExchange = lists[0]
        hostKey = lists[1]
        cipherOut = lists[2]
        cipherIn = lists[3]
        macOut = lists[4]
        macIn = lists[5]
    }

    /// What we can do, by the same categories.
    struct Abilities: Sendable {
        var keyExchange: [String]
        var hostKey: [String]
        var cipher: [String]
        var mac: [String]
    }

    /// Names the first category without a common algorithm, or nil if there is one everywhere.
    func conflict(with ours: Abilities) -> String? {
        if disjoint(keyExchange, ours.keyExchange) { return text("key exchange algorithm", keyExchange) }
        if disjoint(hostKey, ours.hostKey) { return text("host key algorithm", hostKey) }
        for ciphers in [cipherOut, cipherIn] where disjoint(ciphers, ours.cipher) { return text("cipher", ciphers) }
        // An authenticating cipher does without a MAC, whatever the lists say.
        let agreed = ours.cipher.first(where: cipherOut.contains) ?? ""
        if agreed.contains("-gcm") || agreed.contains("poly1305") { return nil }
        for macs in [macOut, macIn] where disjoint(macs, ours.mac) { return text("MAC", macs) }
        return nil
    }

    private func disjoint(_ theirs: [String], _ ours: [String]) -> Bool {
        !ours.contains(where: theirs.contains)
    }

    private func text(_ category: String, _ offered: [String]) -> String {
        let names = offered.prefix(8).joined(separator: ", ") + (offered.count > 8 ? ", …" : "")
        return "no common \(category); the server offers only \(names.isEmpty ? "nothing" : names)"
    }
}
