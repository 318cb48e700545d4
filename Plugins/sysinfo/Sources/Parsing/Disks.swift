import HostFacts
import JSON

/// Local file systems as df shows them. Sizes are KiB.
struct Disks {
    private let fileSystems: [DiskFree.FileSystem]

    /// Nil when the root file system is not among them: then the output is not a whole df.
    init?(_ output: Bytes) {
        let found = DiskFree(parsing: output.shortText)
        guard found.mounted(at: "/") != nil else { return nil }
        fileSystems = found.fileSystems.filter { entry in
            let type = entry.type ?? ""
            return entry.totalKiB > 0 && !["tmpfs", "devtmpfs", "ramfs"].contains(type)
                && !MountTable.isNoise(path: entry.mountPoint, type: type)
        }.sorted { $0.mountPoint < $1.mountPoint }
    }

    var snapshot: [JSONValue] {
        fileSystems.map { entry in
            var object = JSONObject()
            object.set("mountpoint", entry.mountPoint)
            object.set("source", entry.source)
            object.set("fstype", entry.type)
            object.set("size_kb", entry.totalKiB)
            object.set("used_kb", entry.usedKiB)
            object.set("available_kb", entry.availableKiB)
            return .object(object)
        }
    }

    /// The root file system in whole gigabytes, rounded up as `df -BG` does.
    var facts: JSONObject {
        var object = JSONObject()
        guard let root = fileSystems.first(where: { $0.mountPoint == "/" }) else { return object }
        for (name, value) in [
            ("disk_total_gb", root.totalKiB), ("disk_used_gb", root.usedKiB), ("disk_free_gb", root.availableKiB),
        ] where value > 0 {
            object.set(name, DiskFree.gibibytes(value))
        }
        return object
    }
}
