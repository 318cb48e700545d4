import JSON

/// Network interfaces: addresses from `ip`, hardware facts from /sys.
struct Interfaces {
    struct Interface {
        var name = ""
        var state = ""
        var linkType = ""
        var hardwareAddress = ""
        var mtu: Int64?
        var ipv4: [String] = []
        var ipv6: [String] = []
    }

    private struct Hardware {
        let speed: Int64
        let duplex, driver: String
        let received, sent: Int64?
        let traits: [String]
    }

    private var interfaces: [Interface] = []
    private var hardware: [String: Hardware] = [:]

    /// - Parameter netsys: output of the /sys section, nil when that was not observed.
    init?(addresses output: Bytes, netsys: Bytes?) {
        let parts = MarkedParts(output, names: ["json", "link", "addr"])
        if let lines = parts["json"] {
            guard let parsed = Self.parse(json: lines) else { return nil }
            interfaces = parsed
        } else if let links = parts["link"], let addresses = parts["addr"] {
            interfaces = Self.parse(links: links, addresses: addresses)
        } else {
            return nil
        }
        if interfaces.isEmpty { return nil }
        for line in netsys?.lines.prefix(4096) ?? [] {
            let fields = line.fields("|")
            guard fields.count >= 7 else { continue }
            hardware[fields[0].text] = Hardware(
                speed: fields[1].count64 ?? 0, duplex: fields[2].text, driver: fields[3].text,
                received: fields[4].count64, sent: fields[5].count64, traits: fields[6].words.map { $0.text })
        }
    }

    var snapshot: [JSONValue] {
        interfaces.map { interface in
            var object = JSONObject()
            let facts = hardware[interface.name]
            object.set("name", interface.name)
            object.set("state", interface.state)
            object.set("type", Self.type(of: interface))
            object["ipv4_addrs"] = .strings(interface.ipv4)
            object["ipv6_addrs"] = .strings(interface.ipv6)
            object["mac"] = .string(interface.hardwareAddress == "00:00:00:00:00:00" ? "" : interface.hardwareAddress)
            object.set("mtu", interface.mtu)
            object["driver"] = .string(facts?.driver ?? "")
            // 4294967295 is how a driver without a link says "unknown".
            let speed = facts?.speed ?? 0
            object.set("speed_mbps", speed < 4_294_967_295 ? speed : 0)
            object["duplex"] = .string(facts?.duplex ?? "")
            object.set("rx_bytes", facts?.received)
            object.set("tx_bytes", facts?.sent)
            object.set("traits", facts?.traits ?? [])
            return .object(object)
        }
    }

    private static func type(of interface: Interface) -> String {
        switch interface.linkType {
        case "loopback": return "loopback"
        case "ether":
            let virtual = ["veth", "docker", "br-", "virbr", "cni", "tap", "tun"]
            return virtual.contains { interface.name.hasPrefix($0) } ? "virtual" : "physical"
        default: return "virtual"
        }
    }

    private static func parse(json lines: [Bytes]) -> [Interface]? {
        guard let rows = (try? JSONValue(parsing: Array(lines.joined(separator: [0x0A]))))?.array else { return nil }
        return rows.prefix(4096).compactMap { row in
            guard let name = row["ifname"]?.string, !name.isEmpty else { return nil }
            var interface = Interface()
            interface.name = name
            interface.state = row["operstate"]?.string ?? ""
            interface.linkType = row["link_type"]?.string ?? ""
            interface.hardwareAddress = row["address"]?.string ?? ""
            interface.mtu = row["mtu"]?.integer
            for address in (row["addr_info"]?.array ?? []).prefix(1024) {
                guard let local = address["local"]?.string, let length = address["prefixlen"]?.integer else { continue }
                if address["family"]?.string == "inet" {
                    interface.ipv4.append("\(local)/\(length)")
                } else if address["family"]?.string == "inet6" {
                    interface.ipv6.append("\(local)/\(length)")
                }
            }
            return interface
        }
    }

    /// One line per link and per address: `2: eth0@if5: <UP> mtu 1500 ... state UP ... link/ether 02:..`.
    private static func parse(links: [Bytes], addresses: [Bytes]) -> [Interface] {
        var found: [Interface] = []
        var positions: [String: Int] = [:]
        for line in links.prefix(4096) {
            let words = line.words.map { $0.text }
            guard words.count > 3, words[0].hasSuffix(":"), Int(words[0].dropLast()) != nil else { continue }
            var interface = Interface()
            interface.name = name(words[1])
            for (index, word) in words.enumerated() where index + 1 < words.count {
                switch word {
                case "mtu": interface.mtu = Int64(words[index + 1])
                case "state": interface.state = words[index + 1]
                default:
                    // "\" stands for the newline that -o takes away; it may stick to the word behind it.
                    let word = word.hasPrefix("\\") ? String(word.dropFirst()) : word
                    if word.hasPrefix("link/") {
                        interface.linkType = String(word.dropFirst(5))
                        interface.hardwareAddress = words[index + 1]
                    }
                }
            }
            guard positions[interface.name] == nil else { continue }
            positions[interface.name] = found.count
            found.append(interface)
        }
        for line in addresses.prefix(16_384) {
            let words = line.words.map { $0.text }
            guard words.count > 3, let position = positions[name(words[1])] else { continue }
            if words[2] == "inet" { found[position].ipv4.append(words[3]) }
            if words[2] == "inet6" { found[position].ipv6.append(words[3]) }
        }
        return found
    }

    private static func name(_ word: String) -> String {
        String(word.prefix { $0 != "@" && $0 != ":" })
    }
}
