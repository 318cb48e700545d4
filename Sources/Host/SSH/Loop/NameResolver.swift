import CSSH2
import Glibc

/// One address to connect to.
struct SocketAddress: Sendable {
    /// A filled `sockaddr_in` or `sockaddr_in6`.
    let bytes: [UInt8]
    let family: Int32
    /// The literal form, without port.
    let literal: String
}

/// Turns an address text into socket addresses.
enum NameResolver {
    /// Further addresses of a name are not tried.
    private static let maxAddresses = 8

    /// The address of a literal, without a lookup; nil for a name. Throws `resolveFailed` for what can be neither.
    static func literal(_ address: String, port: Int) throws(SSHError) -> SocketAddress? {
        guard (1...65_535).contains(port) else { throw SSHError(.resolveFailed, "port \(port) does not exist") }
        guard !address.isEmpty, address.utf8.count <= 255, !address.utf8.contains(0) else {
            throw SSHError(.resolveFailed, "the address is empty or too long")
        }
        return lookUp(address, port: port, flags: AI_NUMERICHOST).addresses.first
    }

    /// Asks the system's resolver, which blocks for as long as it likes.
    static func resolve(_ name: String, port: Int) -> Result<[SocketAddress], SSHError> {
        let answer = lookUp(name, port: port, flags: 0)
        return answer.addresses.isEmpty ? .failure(SSHError(.resolveFailed, answer.reason)) : .success(answer.addresses)
    }

    private static func lookUp(_ name: String, port: Int, flags: Int32) -> (addresses: [SocketAddress], reason: String)
    {
        var hints = addrinfo()
        hints.ai_family = AF_UNSPEC
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = flags | AI_NUMERICSERV
        var list: UnsafeMutablePointer<addrinfo>?
        let status = getaddrinfo(name, String(port), &hints, &list)
        guard status == 0 else { return ([], "the name cannot be resolved: " + String(cString: gai_strerror(status))) }
        defer { freeaddrinfo(list) }
        var addresses: [SocketAddress] = []
        var entry = list
        while let info = entry?.pointee, addresses.count < maxAddresses {
            entry = info.ai_next
            guard let pointer = info.ai_addr, info.ai_family == AF_INET || info.ai_family == AF_INET6 else { continue }
            var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
            guard getnameinfo(pointer, info.ai_addrlen, &text, socklen_t(text.count), nil, 0, NI_NUMERICHOST) == 0
            else { continue }
            let literal = String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            let bytes = Array(UnsafeRawBufferPointer(start: pointer, count: Int(info.ai_addrlen)))
            addresses.append(SocketAddress(bytes: bytes, family: info.ai_family, literal: literal))
        }
        return (addresses, "the name has no address")
    }
}
