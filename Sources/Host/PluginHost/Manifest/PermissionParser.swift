/// Reads the `[[permissions.*]]` lists of a manifest.
enum PermissionParser {
    /// Bytes of one collect reply that sections may fill together; leaves room for the rest of the message.
    static let collectLimit = 14 * 1024 * 1024

    static func commands(_ permissions: inout ManifestTable) -> [String: PluginManifest.Command] {
        var commands: [String: PluginManifest.Command] = [:]
        for var table in permissions.tables("ssh_command", limit: 256) {
            let id = table.text("id", limit: 64, rule: .name)
            let argv = table.texts("argv", count: 1...64, limit: 4_096, rule: .shell, required: true)
            let sudo = table.choice("sudo", ProbeSudo.self, default: .never) ?? .never
            let timeout = table.duration("timeout", upTo: .seconds(3_600), default: .seconds(30))
            let maxStdout = table.integer("max_stdout", in: 0...(8 << 20), default: 64 * 1024)
            let maxStderr = table.integer("max_stderr", in: 0...(1 << 20), default: 16 * 1024)
            table.finish()
            guard commands[id] == nil else {
                table.fault("id", "is there twice")
                continue
            }
            guard !argv.isEmpty else { continue }
            do throws(TemplateFault) {
                commands[id] = PluginManifest.Command(
                    id: id, template: try CommandTemplate(parsing: argv), sudo: sudo, timeout: timeout,
                    maxStdout: maxStdout, maxStderr: maxStderr)
            } catch {
                table.fault("argv[\(error.element)]", error.message)
            }
        }
        return commands
    }

    static func sections(_ permissions: inout ManifestTable) -> [PluginManifest.Section] {
        var sections: [PluginManifest.Section] = []
        var total = 0
        for var table in permissions.tables("ssh_section", limit: 256) {
            let section = PluginManifest.Section(
                id: table.text("id", limit: 64, rule: .name),
                part: table.choice("part", ProbeSection.Part.self, default: nil) ?? .user,
                timeout: table.duration("timeout", upTo: .seconds(600), default: .seconds(5)),
                maxBytes: table.integer("max_bytes", in: 1...(4 << 20), default: 64 * 1024),
                command: table.text("command", limit: 16 * 1024, rule: .shell))
            if sections.contains(where: { $0.id == section.id }) { table.fault("id", "is there twice") }
            table.finish()
            total += section.maxBytes
            sections.append(section)
        }
        if total > collectLimit {
            permissions.fault("ssh_section", "the max_bytes of all sections are over \(collectLimit) together")
        }
        return sections
    }

    static func reads(_ permissions: inout ManifestTable) -> [PluginManifest.Read] {
        var reads: [PluginManifest.Read] = []
        for var table in permissions.tables("ssh_read", limit: 256) {
            let text = table.text("glob", limit: 1_024)
            let maxBytes = table.integer("max", in: 1...(8 << 20), default: 64 * 1024)
            table.finish()
            guard !text.isEmpty else { continue }
            guard let glob = PathGlob(text) else {
                table.fault("glob", "must be an absolute path without \"..\", with * and ? as its only wildcards")
                continue
            }
            if reads.contains(where: { $0.glob == glob }) { table.fault("glob", "is there twice") }
            reads.append(PluginManifest.Read(glob: glob, maxBytes: maxBytes))
        }
        return reads
    }
}
