import JSON

/// Listening TCP ports and bound UDP ports, from ss, netstat or the kernel's own tables.
struct Sockets {
    struct Socket: Hashable {
        var transport: String
        /// As printed, brackets taken away, the zone kept: `127.0.0.53%lo`, `::`, `*`.
        var address: String
        var port: Int64
        var process: String?
        var processID: Int64?

        var key: String { "\(transport)/\(address)/\(port)" }
    }

    private(set) var sockets: [Socket] = []

    /// Nil when the output is of none of the three tools.
    init?(_ output: Bytes) {
        let parts = MarkedParts(output, names: ["ss", "netstat", "proc", "tcp", "tcp6", "udp", "udp6"])
        var found: [String: Socket] = [:]
        func add(_ socket: Socket?) {
            guard let socket, found.count < 65_536 else { return }
            // Several processes may share a port; the one that can be named wins.
            if let known = found[socket.key], known.process != nil { return }
            found[socket.key] = socket
        }
        if let lines = parts["ss"] {
            for line in lines { add(Self.parse(ss: line)) }
        } else if let lines = parts["netstat"] {
            for line in lines { add(Self.parse(netstat: line)) }
        } else if parts["proc"] != nil {
            guard ["tcp", "tcp6", "udp", "udp6"].contains(where: { parts[$0] != nil }) else { return nil }
            for name in ["tcp", "tcp6", "udp", "udp6"] {
                for line in parts[name] ?? [] { add(Self.parse(kernel: line, table: name)) }
            }
        } else {
            return nil
        }
        sockets = found.values.sorted {
            ($0.transport, $0.port, $0.address) < ($1.transport, $1.port, $1.address)
        }
    }

    var listeningPorts: [JSONValue] {
        sockets.map { ["protocol": .string($0.transport), "address": .string($0.address), "port": .integer($0.port)] }
    }

    var snapshot: [JSONValue] {
        sockets.map { socket in
            var object = JSONObject()
            object.set("protocol", socket.transport)
            let parts = socket.address.split(separator: "%", maxSplits: 1)
            object.set("address", parts.first.map { String($0) } ?? socket.address)
            if parts.count == 2 { object.set("zone", String(parts[1])) }
            object.set("port", socket.port)
            object.set("process", socket.process)
            object.set("pid", socket.processID)
            return .object(object)
        }
    }

    /// `tcp LISTEN 0 128 0.0.0.0:22 0.0.0.0:* users:(("sshd",pid=812,fd=3))`
    private static func parse(ss line: Bytes) -> Socket? {
        let words = line.words
        guard words.count >= 6 else { return nil }
        let listening =
            words[0].equals("tcp") && words[1].equals("LISTEN") || words[0].equals("udp") && words[1].equals("UNCONN")
        guard listening, var socket = endpoint(words[4], transport: words[0].text) else { return nil }
        if let users = words[6...].first(where: { $0.starts(with: "users:((") }) {
            let entry = users.dropFirst(8).fields("\"", limit: 3)
            if entry.count == 3 { socket.process = entry[1].textIfAny }
            if let pid = users.fields(",").first(where: { $0.starts(with: "pid=") }) {
                socket.processID = pid.dropFirst(4).count64
            }
        }
        return socket
    }

    /// `tcp 0 0 0.0.0.0:22 0.0.0.0:* LISTEN 812/sshd`; UDP rows have no state.
    private static func parse(netstat line: Bytes) -> Socket? {
        let words = line.words
        guard words.count >= 5 else { return nil }
        let transport = words[0].starts(with: "tcp") ? "tcp" : words[0].starts(with: "udp") ? "udp" : ""
        guard !transport.isEmpty else { return nil }
        if transport == "tcp" { guard words.count >= 6, words[5].equals("LISTEN") else { return nil } }
        guard words[4].last == 0x2A, var socket = endpoint(words[3], transport: transport) else { return nil }
        let owner = transport == "tcp" ? 6 : 5
        if words.count > owner {
            let parts = words[owner].fields("/", limit: 2)
            if parts.count == 2, let pid = parts[0].count64 {
                socket.processID = pid
                socket.process = parts[1].textIfAny
            }
        }
        return socket
    }

    /// `  0: 0100007F:0016 00000000:0000 0A ...`: address words are little-endian, states 0A and 07 wait for peers.
    private static func parse(kernel line: Bytes, table: String) -> Socket? {
        let words = line.words
        guard words.count >= 4, words[0].last == 0x3A else { return nil }
        let transport = table.hasPrefix("tcp") ? "tcp" : "udp"
        guard words[3].equals(transport == "tcp" ? "0A" : "07") else { return nil }
        let parts = words[1].fields(":")
        guard parts.count == 2, parts[1].count == 4, let port = Int64(parts[1].text, radix: 16), port > 0,
            parts[0].count == 8 || parts[0].count == 32
        else { return nil }
        var bytes: [UInt8] = []
        let digits = parts[0].text
        guard digits.utf8.count == parts[0].count else { return nil }
        var rest = digits[...]
        while !rest.isEmpty {
            guard let word = UInt32(rest.prefix(8), radix: 16) else { return nil }
            for shift in [0, 8, 16, 24] { bytes.append(UInt8(truncatingIfNeeded: word >> UInt32(shift))) }
            rest = rest.dropFirst(8)
        }
        return Socket(transport: transport, address: text(ofAddress: bytes), port: port)
    }

    private static func endpoint(_ word: Bytes, transport: String) -> Socket? {
        guard let colon = word.lastIndex(of: 0x3A), let port = word[(colon + 1)...].count64, (1...65_535).contains(port)
        else { return nil }
        var address = word[..<colon]
        if address.first == 0x5B {
            address = address.dropFirst()
            if address.last == 0x5D { address = address.dropLast() }
            // "[fe80::1]%eth0": the zone stands behind the bracket.
            if let bracket = address.firstIndex(of: 0x5D) {
                address = (Array(address[..<bracket]) + Array(address[(bracket + 1)...]))[...]
            }
        }
        guard !address.isEmpty, address.count <= 128 else { return nil }
        return Socket(transport: transport, address: address.text, port: port)
    }

    private static func text(ofAddress bytes: [UInt8]) -> String {
        if bytes.count == 4 { return bytes.map { String($0) }.joined(separator: ".") }
        if bytes.allSatisfy({ $0 == 0 }) { return "::" }
        let groups = stride(from: 0, to: bytes.count - 1, by: 2).map { UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1]) }
        // The longest run of zero groups, two at least, becomes "::".
        var best = 0..<0
        var start = 0
        while start < groups.count {
            var end = start
            while end < groups.count, groups[end] == 0 { end += 1 }
            if end - start > max(1, best.count) { best = start..<end }
            start = max(end, start + 1)
        }
        func text(_ slice: ArraySlice<UInt16>) -> String {
            slice.map { String($0, radix: 16) }.joined(separator: ":")
        }
        if best.isEmpty { return text(groups[...]) }
        return text(groups[..<best.lowerBound]) + "::" + text(groups[best.upperBound...])
    }
}
