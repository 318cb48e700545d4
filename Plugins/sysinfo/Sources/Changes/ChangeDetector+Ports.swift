import JSON

extension ChangeDetector {
    /// From here on a UDP port is taken at random by a client: the lower end of the kernel's default range.
    private static let firstEphemeralPort: Int64 = 32_768

    static func portChanges(_ pair: Comparison) -> [Change] {
        guard pair.covers("listening_ports", key: "sockets") else { return [] }
        let known = Set((pair.previous["sockets"]?.array ?? []).compactMap { Listener($0)?.key })
        var opened: [String: [Listener]] = [:]
        for listener in (pair.current["sockets"]?.array ?? []).compactMap({ Listener($0) })
        where !listener.isClient && !known.contains(listener.key) {
            opened[listener.key, default: []].append(listener)
        }
        return opened.values.compactMap { listeners in
            // IPv4 stands for the pair of IPv4 and IPv6.
            let sorted = listeners.sorted { ($0.isIPv6 ? 1 : 0, $0.address) < ($1.isIPv6 ? 1 : 0, $1.address) }
            guard let first = sorted.first else { return nil }
            let endpoint = "\(first.isIPv6 ? "[\(first.address)]" : first.address):\(first.port)"
            var detail: JSONObject = [
                "port": .integer(first.port), "protocol": .string(first.transport), "address": .string(first.address),
            ]
            if sorted.count > 1 { detail.set("addresses", sorted.prefix(256).map(\.address)) }
            detail.set("process", sorted.compactMap(\.process).first)
            detail.set("pid", sorted.compactMap(\.processID).first)
            let owner = detail["process"]?.string.map { " by \($0)" } ?? ""
            return Change(
                .portOpened, subject: "port:\(first.transport)/\(endpoint)",
                message: "Port \(first.transport)/\(endpoint) was opened\(owner).", attributes: detail)
        }
    }

    private struct Listener {
        let transport, address: String
        let port: Int64
        let process: String?
        let processID: Int64?

        init?(_ value: JSONValue) {
            guard let transport = value["protocol"]?.string, let address = value["address"]?.string,
                let port = value["port"]?.integer
            else { return nil }
            self.transport = transport
            self.address = address
            self.port = port
            process = value["process"]?.string
            processID = value["pid"]?.integer
        }

        var isIPv6: Bool { address.contains(":") }

        /// The same service on both protocols is one: all interfaces, or loopback.
        var key: String {
            let scope =
                switch address {
                case "0.0.0.0", "::", "*": "any"
                case "127.0.0.1", "::1": "loopback"
                default: address.hasPrefix("::ffff:") ? String(address.dropFirst(7)) : address
                }
            return "\(transport)/\(scope)/\(port)"
        }

        /// Sockets that clients hold: random ports, and those on which DHCP clients wait for answers.
        var isClient: Bool {
            transport == "udp" && (port >= ChangeDetector.firstEphemeralPort || port == 68 || port == 546)
        }
    }
}
