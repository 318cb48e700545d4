import HTTPTypes

/// Where a request comes from and under which address the caller sees this server.
///
/// What a request says of that itself (`X-Forwarded-For`, `-Proto`, `-Host`) counts only when the peer of the connection
/// is a proxy that the configuration names.
package struct TrustedProxies: Sendable {
    struct Origin: Sendable, Equatable {
        /// Of the caller; nil when the connection has none.
        let address: String?
        /// `https://HOST[:PORT]` without a slash at its end, for links and redirects; nil when nobody who may says so.
        let publicURL: String?
    }

    private let ranges: [AddressRange]
    private let publicURL: String?

    /// - Parameter publicURL: wins over whatever proxies say; without a slash at its end.
    package init(_ ranges: [AddressRange] = [], publicURL: String? = nil) {
        self.ranges = ranges
        self.publicURL = publicURL
    }

    func origin(peer: String?, headers: HTTPFields) -> Origin {
        guard let peer, let address = IPAddress(peer), isTrusted(address) else {
            return Origin(address: peer, publicURL: publicURL)
        }
        return Origin(address: caller(peer, headers).description, publicURL: publicURL ?? forwardedURL(headers))
    }

    private func isTrusted(_ address: IPAddress) -> Bool { ranges.contains { $0.contains(address) } }

    /// The last address of the chain that is not a trusted proxy: each proxy adds whom it heard at the right, and what is
    /// left of the first one that we do not know can be anybody's invention.
    private func caller(_ peer: String, _ headers: HTTPFields) -> String {
        var known = peer
        let chain = headers[values: SecurityHeaders.forwardedFor].joined(separator: ",").split(separator: ",")
        for part in chain.reversed().prefix(32) {
            guard let address = Self.address(part) else { return known }
            known = address.description
            if !isTrusted(address) { return known }
        }
        return known
    }

    /// One entry, which some proxies write with a port: `192.0.2.1:4711`, `[2001:db8::1]:4711`.
    private static func address(_ part: Substring) -> IPAddress? {
        let text = part.drop { $0 == " " }.prefix { $0 != " " }
        if text.hasPrefix("["), let end = text.firstIndex(of: "]") {
            return IPAddress(text[text.index(after: text.startIndex)..<end])
        }
        if text.filter({ $0 == ":" }).count == 1 { return IPAddress(text.prefix { $0 != ":" }) }
        return IPAddress(text)
    }

    private func forwardedURL(_ headers: HTTPFields) -> String? {
        // Of a chain of proxies the last one is the one we know.
        func last(_ name: HTTPField.Name) -> String? {
            guard let part = headers[values: name].last?.split(separator: ",").last else { return nil }
            return String(part.drop { $0 == " " })
        }
        guard let host = last(SecurityHeaders.forwardedHost), Self.isAuthority(host) else { return nil }
        let scheme = last(SecurityHeaders.forwardedProto)?.lowercased() ?? "https"
        guard scheme == "https" || scheme == "http" else { return nil }
        return "\(scheme)://\(host.lowercased())"
    }

    /// A host name or address with or without a port, and nothing else: no user, path or control character.
    static func isAuthority(_ text: String) -> Bool {
        guard (1...255).contains(text.utf8.count) else { return false }
        return text.wholeMatch(of: /([A-Za-z0-9]([A-Za-z0-9.\-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?/) != nil
    }

    /// What is wrong with a value of `server.public_url`; nil if nothing is.
    package static func publicURLFault(_ text: String) -> String? {
        guard text.hasPrefix("https://"), isAuthority(String(text.dropFirst(8))) else {
            return "must be https://HOST or https://HOST:PORT, without a path"
        }
        return nil
    }
}
