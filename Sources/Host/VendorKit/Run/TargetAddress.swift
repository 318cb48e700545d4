/// `ssh://user@host[:port]`, as `--target` takes it.
package struct TargetAddress: Sendable, Hashable {
    package let user: String
    /// Without the brackets of an IPv6 address.
    package let host: String
    package let port: Int

    /// Throws ``VendorKitError/Code/target``.
    package init(_ text: String) throws(VendorKitError) {
        let fault = VendorKitError(
            .target, "\"\(text.prefix(200))\" is not a target", hint: "write ssh://USER@HOST or ssh://USER@HOST:PORT")
        guard text.hasPrefix("ssh://"), let at = text.lastIndex(of: "@") else { throw fault }
        user = String(text[text.index(text.startIndex, offsetBy: 6)..<at])
        let place = text[text.index(after: at)...]
        var number: Substring?
        if place.hasPrefix("["), let close = place.firstIndex(of: "]") {
            host = String(place[place.index(after: place.startIndex)..<close])
            let rest = place[place.index(after: close)...]
            guard rest.isEmpty || rest.hasPrefix(":") else { throw fault }
            if !rest.isEmpty { number = rest.dropFirst() }
        } else if let colon = place.firstIndex(of: ":") {
            host = String(place[..<colon])
            number = place[place.index(after: colon)...]
        } else {
            host = String(place)
        }
        port = number.map { Int($0) ?? 0 } ?? 22
        let isPlain = (user + host).unicodeScalars.allSatisfy { $0.value > 0x20 && $0.value != 0x7f && $0 != "/" }
        guard !user.isEmpty, !host.isEmpty, (1...65_535).contains(port), isPlain else { throw fault }
    }
}
