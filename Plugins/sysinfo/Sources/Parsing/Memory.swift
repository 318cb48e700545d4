import HostFacts
import JSON

/// Memory and swap. Sizes are KiB as the kernel gives them.
struct Memory {
    private let info: MemInfo
    private var swaps: [JSONValue] = []

    init?(_ output: Bytes) {
        let parts = output.shortText.split(separator: "#swaps\n", maxSplits: 1, omittingEmptySubsequences: false)
        info = MemInfo(parsing: parts.first ?? "")
        guard info.totalKiB != nil else { return nil }
        for line in RemoteText.lines(parts.count > 1 ? parts[1] : "") {
            let words = RemoteText.words(line)
            guard words.count >= 4, words[0] != "Filename", let size = Int64(words[2]), size >= 0 else { continue }
            var swap = JSONObject()
            swap.set("path", RemoteText.fact(words[0]))
            swap.set("type", RemoteText.fact(words[1]))
            swap.set("size_kb", size)
            swap.set("used_kb", Int64(words[3]))
            swaps.append(.object(swap))
        }
    }

    var snapshot: JSONObject {
        var object = JSONObject()
        let names = [
            ("MemTotal", "total_kb"), ("MemAvailable", "available_kb"), ("MemFree", "free_kb"),
            ("Buffers", "buffers_kb"), ("Cached", "cached_kb"), ("SwapTotal", "swap_total_kb"),
            ("SwapFree", "swap_free_kb"), ("HugePages_Total", "huge_pages"),
        ]
        for (source, name) in names { object.set(name, info.values[source]) }
        if !swaps.isEmpty { object["swaps"] = .array(swaps) }
        return object
    }

    var facts: JSONObject {
        var object = JSONObject()
        for (name, size) in [
            ("mem_total_mb", info.totalKiB), ("mem_available_mb", info.availableKiB),
            ("swap_total_mb", info.swapTotalKiB),
        ] {
            if let value = MemInfo.mebibytes(size), value > 0 { object.set(name, value) }
        }
        return object
    }
}
