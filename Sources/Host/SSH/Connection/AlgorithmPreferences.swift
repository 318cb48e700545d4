import CSSH2

/// The algorithms offered to servers, best first. Nothing built on SHA-1, CBC or small groups.
enum AlgorithmPreferences {
    static let keyExchange = [
        "curve25519-sha256", "curve25519-sha256@libssh.org", "ecdh-sha2-nistp256", "ecdh-sha2-nistp384",
        "ecdh-sha2-nistp521", "diffie-hellman-group16-sha512", "diffie-hellman-group18-sha512",
        "diffie-hellman-group14-sha256", "diffie-hellman-group-exchange-sha256",
    ]
    /// Not algorithms but announcements that travel in the same list: server-sig-algs and the fix for the
    /// prefix-truncation attack.
    static let keyExchangeMarkers = ["ext-info-c", "kex-strict-c-v00@openssh.com"]
    static let hostKey = [
        "ssh-ed25519", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521", "rsa-sha2-512",
        "rsa-sha2-256",
    ]
    static let cipher = [
        "aes256-gcm@openssh.com", "aes128-gcm@openssh.com", "chacha20-poly1305@openssh.com", "aes256-ctr",
        "aes192-ctr", "aes128-ctr",
    ]
    static let mac = [
        "hmac-sha2-256-etm@openssh.com", "hmac-sha2-512-etm@openssh.com", "hmac-sha2-256", "hmac-sha2-512",
    ]

    /// Host key algorithms with those of the pinned key first, so that the server shows the key that is compared.
    static func hostKey(pinnedType: String?) -> [String] {
        guard let pinnedType else { return hostKey }
        let wanted = pinnedType == "ssh-rsa" ? ["rsa-sha2-512", "rsa-sha2-256"] : [pinnedType]
        return hostKey.filter(wanted.contains) + hostKey.filter { !wanted.contains($0) }
    }

    /// Those of `wanted` that the linked libssh2 implements.
    static func supported(_ wanted: [String], _ method: Int32, by session: OpaquePointer) -> [String] {
        var names: UnsafeMutablePointer<UnsafePointer<CChar>?>?
        let count = ow_ssh2_supported(session, method, &names)
        guard count > 0, let names else { return [] }
        defer { ow_ssh2_free_names(session, names) }
        let known = Set((0..<Int(count)).compactMap { names[$0].map { String(cString: $0) } })
        return wanted.filter(known.contains)
    }
}
