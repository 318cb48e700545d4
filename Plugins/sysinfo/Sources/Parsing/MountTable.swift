import JSON

/// The mount table without what comes and goes on its own.
struct MountTable {
    struct Mount {
        let path, source, type: String
        let options: [String]
    }

    /// By path; of several mounts on one path the last one is what a process sees.
    private(set) var mounts: [String: Mount] = [:]

    /// Nil when no line is a mount.
    init?(_ output: Bytes) {
        var seen = 0
        for line in output.lines.prefix(32_768) {
            // id parent major:minor root path options [tags] - type source super-options
            let words = line.split(separator: 0x20, omittingEmptySubsequences: true)
            guard words.count >= 10, let dash = words[6...].firstIndex(where: { $0.equals("-") }),
                words.count >= dash + 3
            else { continue }
            seen += 1
            let path = Self.unescaped(words[4])
            let type = words[dash + 1].text
            guard path.utf8.count <= TextLimit.string, !Self.isNoise(path: path, type: type) else { continue }
            var options = words[5].fields(",").prefix(64).map { $0.text }
            if words.count > dash + 3 {
                options += words[dash + 3].fields(",").prefix(64).map { $0.text }.filter {
                    !options.contains($0) && !Self.isSecret($0)
                }
            }
            mounts[path] = Mount(path: path, source: Self.unescaped(words[dash + 2]), type: type, options: options)
        }
        if seen == 0 { return nil }
    }

    var mountpoints: JSONObject {
        var object = JSONObject()
        for mount in sorted { object[mount.path] = .string(mount.source) }
        return object
    }

    var snapshot: [JSONValue] {
        sorted.map { mount in
            var object = JSONObject()
            object.set("mountpoint", mount.path)
            object.set("source", mount.source)
            object.set("fstype", mount.type)
            object.set("options", mount.options)
            return .object(object)
        }
    }

    private var sorted: [Mount] { mounts.values.sorted { $0.path < $1.path } }

    /// Kernel interfaces, container layers and snaps: they would drown every other mount.
    static func isNoise(path: String, type: String) -> Bool {
        if path == "/" { return false }
        switch type {
        case "proc", "sysfs", "overlay", "nsfs", "squashfs", "autofs", "tracefs", "debugfs", "fusectl", "binfmt_misc":
            return true
        case "tmpfs" where path.hasPrefix("/run/user/") || path.hasPrefix("/run/credentials/"): return true
        default: break
        }
        if type.hasPrefix("cgroup") || type.hasPrefix("fuse.") { return true }
        return ["/var/lib/docker", "/var/lib/containers", "/run/containerd", "/var/lib/kubelet", "/snap"]
            .contains { path == $0 || path.hasPrefix($0 + "/") }
    }

    /// Options of network file systems that may carry a login.
    private static func isSecret(_ option: String) -> Bool {
        ["pass=", "password=", "passwd=", "secret=", "credentials=", "cred="].contains { option.hasPrefix($0) }
    }

    /// Undoes the kernel's octal escapes of blank, tab, newline and backslash.
    private static func unescaped(_ word: Bytes) -> String {
        guard word.contains(0x5C) else { return word.text }
        var result: [UInt8] = []
        var index = word.startIndex
        while index < word.endIndex {
            if word[index] == 0x5C, index + 3 < word.endIndex {
                let digits = word[(index + 1)...(index + 3)]
                if digits.allSatisfy({ (0x30...0x37).contains($0) }) {
                    let value = digits.reduce(0) { $0 * 8 + Int($1 - 0x30) }
                    result.append(UInt8(truncatingIfNeeded: value))
                    index += 4
                    continue
                }
            }
            result.append(word[index])
            index += 1
        }
        return result[...].text
    }
}
