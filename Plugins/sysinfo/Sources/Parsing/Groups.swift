import JSON

/// Groups, from /etc/group or from getent.
struct Groups {
    /// Whose members may become root.
    static let privileged = ["admin", "sudo", "wheel"]

    struct Group {
        let name: String
        let gid: Int64
        let members: [String]
    }

    private(set) var groups: [Group] = []

    init(_ output: Bytes) {
        var names: Set<String> = []
        for line in output.lines.prefix(131_072) {
            let fields = line.fields(":")
            guard fields.count >= 4, let first = fields[0].first, ![0x2B, 0x2D, 0x23].contains(first),
                fields[0].count <= TextLimit.name, let gid = fields[2].count64
            else { continue }
            let name = fields[0].text
            guard names.insert(name).inserted else { continue }
            let members = fields[3].fields(",").prefix(65_536).map { $0.trimmed }
                .filter { !$0.isEmpty && $0.count <= TextLimit.name }.map { $0.text }
            groups.append(Group(name: name, gid: gid, members: members))
        }
    }

    var snapshot: [JSONValue] {
        groups.sorted { $0.name < $1.name }.map { group in
            ["name": .string(group.name), "gid": .integer(group.gid), "members": .strings(group.members)]
        }
    }
}
