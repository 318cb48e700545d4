import JSON

/// Hash, mode and owner of files, from `sha256sum` and `stat`.
struct FileHashes {
    struct File {
        let path, hash: String
        var mode, owner, group: String
        var size: Int64?
    }

    private(set) var files: [String: File] = [:]

    init(stats: [Bytes], sums: [Bytes]) {
        for line in sums.prefix(4096) {
            // 64 digits, a blank, a blank or an asterisk, the path. Escaped names start with a backslash: skipped.
            guard line.count > 66, line[line.startIndex + 64] == 0x20 else { continue }
            let hash = line.prefix(64).text
            let path = line.dropFirst(66)
            guard path.first == 0x2F, path.count <= 1024,
                hash.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) })
            else { continue }
            files[path.text] = File(path: path.text, hash: hash, mode: "", owner: "", group: "")
        }
        for line in stats.prefix(4096) {
            let fields = line.fields(" ", limit: 5)
            guard fields.count == 5, var file = files[fields[4].text] else { continue }
            file.mode = fields[0].text
            file.owner = fields[1].text
            file.group = fields[2].text
            file.size = fields[3].count64
            files[file.path] = file
        }
    }

    /// The output of the `hashes` sections.
    init?(_ output: Bytes) {
        let parts = MarkedParts(output, names: ["sha256", "stat"])
        guard let sums = parts["sha256"] else { return nil }
        self.init(stats: parts["stat"] ?? [], sums: sums)
        if files.isEmpty { return nil }
    }

    var snapshot: [JSONValue] {
        files.values.sorted { $0.path < $1.path }.map { file in
            var object = file.attributes
            object.set("path", file.path)
            return .object(object)
        }
    }
}

extension FileHashes.File {
    var attributes: JSONObject {
        var object = JSONObject()
        object.set("sha256", hash)
        object.set("mode", mode)
        object.set("owner", owner)
        object.set("group", group)
        object.set("size", size)
        return object
    }
}
