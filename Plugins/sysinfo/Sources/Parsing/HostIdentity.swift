import JSON

/// What tells one boot and one installation from another.
struct HostIdentity {
    private(set) var machineID: String?
    private(set) var bootID: String?
    private(set) var bootTime: Int64?
    private(set) var uptime: Int64?
    private(set) var commandLineHash: String?
    private(set) var hostTime: Int64?

    /// Nil when the output says neither how long the host runs nor which boot it is.
    init?(_ output: Bytes) {
        for line in output.lines.prefix(64) {
            guard let (key, value) = line.assignment else { continue }
            let word = value.words.first ?? []
            switch key {
            case "machine_id": machineID = Self.hexadecimal(word, lengths: [32])
            case "boot_id": bootID = Self.hexadecimal(word, lengths: [32, 36])
            case "btime": bootTime = word.count64
            case "uptime": uptime = (word.fields(".").first ?? []).count64
            case "cmdline_sha256": commandLineHash = Self.hexadecimal(word, lengths: [64])
            case "now": hostTime = word.count64
            default: break
            }
        }
        if bootID == nil && uptime == nil { return nil }
    }

    /// - Parameter now: the server's clock, in Unix seconds.
    func snapshot(now: Int64) -> JSONObject {
        var object = JSONObject()
        object.set("machine_id", machineID)
        object.set("boot_id", bootID)
        object.set("boot_time", bootTime.flatMap { Instant.text(unixSeconds: $0) })
        object.set("cmdline_sha256", commandLineHash)
        object.set("clock_skew_seconds", hostTime.map { $0 - now })
        return object
    }

    private static func hexadecimal(_ word: Bytes, lengths: Set<Int>) -> String? {
        guard lengths.contains(word.count) else { return nil }
        let text = word.text.lowercased()
        return text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) || $0 == 0x2D }
            ? text : nil
    }
}
