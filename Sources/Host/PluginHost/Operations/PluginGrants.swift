/// Everything a package asks to be allowed, as lines that people read and that can be compared.
///
/// An approval stores these lines. A later version needs a new approval if and only if it asks for a line that was not
/// approved: a changed command is another line. Narrowing needs none.
package struct PluginGrants: Sendable, Hashable {
    /// Sorted, no duplicates; each is one grant, for example `command sshd-effective: sshd -T (sudo if-needed)`.
    package let lines: [String]

    package init(lines: [String]) {
        self.lines = Set(lines).sorted()
    }

    package init(_ manifest: PluginManifest) {
        let permissions = manifest.permissions
        var lines = permissions.services.map { "service \($0)" }
        for command in permissions.commands.values {
            let sudo = command.sudo == .never ? "" : " (sudo \(command.sudo.rawValue))"
            lines.append("command \(command.id): \(command.template)\(sudo)")
        }
        for section in permissions.sections {
            let part = section.part == .root ? " (as root)" : ""
            lines.append("section \(section.id): \(section.command)\(part)")
        }
        lines += permissions.reads.map { "read \($0.glob), at most \($0.maxBytes) bytes" }
        if manifest.isolation.mode == .inProcess { lines.append("isolation in-process") }
        self.init(lines: lines)
    }

    /// What is asked here and was not approved there.
    package func missing(from approved: PluginGrants) -> [String] {
        let known = Set(approved.lines)
        return lines.filter { !known.contains($0) }
    }
}

/// How the grants of one version differ from those of another.
package struct PluginGrantsDifference: Sendable, Hashable {
    package let added: [String]
    package let removed: [String]

    package init(from old: PluginGrants, to new: PluginGrants) {
        added = new.missing(from: old)
        removed = old.missing(from: new)
    }
}
