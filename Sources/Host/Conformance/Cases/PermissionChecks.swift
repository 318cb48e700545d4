import PluginHost

/// What the manifest asks for: as little as the plugin needs, and nothing that opens the host.
enum PermissionChecks {
    static let all: [StaticCheck] = [
        .manifest("permission.reason", "the permissions say what they are for") { subject in
            let permissions = subject.manifest.permissions
            guard !permissions.services.isEmpty else { return [] }
            guard let reason = permissions.reason else { return [.fault("permissions.reason is missing")] }
            return reason.count < 12 ? [.warning("permissions.reason says little: \"\(reason)\"")] : []
        },
        .manifest("permission.services", "each service that is asked for has a use") { subject in
            let permissions = subject.manifest.permissions
            let uses = permissions.commands.count + permissions.sections.count + permissions.reads.count
            let connects = subject.manifest.probes.contains { $0.role == .connectivity }
            guard permissions.services.contains("ow.ssh/1"), uses == 0, !connects else { return [] }
            return [.warning("ow.ssh/1 is asked for, but no command, section or file")]
        },
        .manifest("permission.shell", "no command hands free text to a shell or an interpreter", shells),
        .manifest("permission.sudo", "sudo is asked for where it is needed", sudo),
        .manifest("permission.globs", "file patterns are narrow", globs),
        .manifest("permission.sections", "sections change nothing on the host", sections),
        .manifest("permission.timeouts", "no command may outlast its probe") { subject in
            let longest = subject.manifest.probes.map(\.timeout).max() ?? .zero
            return subject.manifest.permissions.commands.values.filter { $0.timeout > longest }.sorted { $0.id < $1.id }
                .map { .warning("\($0.id) has more time than any probe") }
        },
        .manifest("isolation.limits", "memory and processor time are bounded sensibly") { subject in
            let isolation = subject.manifest.isolation
            var findings: [Finding] = []
            if isolation.memoryMiB > 1_024 { findings.append(.warning("memory_mib is \(isolation.memoryMiB)")) }
            if isolation.cpuSecondsPerCall > 600 {
                findings.append(.warning("cpu_s_per_call is \(isolation.cpuSecondsPerCall)"))
            }
            return findings
        },
    ]

    private static let interpreters: Set<String> = [
        "sh", "bash", "dash", "zsh", "ksh", "ash", "python", "python3", "perl", "ruby", "node", "awk", "eval", "env",
        "xargs", "find", "ssh", "nsenter", "chroot", "su", "sudo", "doas",
    ]

    private static func shells(_ subject: ManifestUnderTest) -> [Finding] {
        subject.inspection.commandWords.sorted { $0.key < $1.key }.flatMap { id, words -> [Finding] in
            let program = words.first.map { String($0.split(separator: "/").last ?? "") } ?? ""
            let free = words.dropFirst().contains { $0.contains(":text}") }
            guard interpreters.contains(program) else { return [] }
            if free { return [.fault("\(id): free text becomes an argument of \(program), which can run it")] }
            return words.dropFirst().contains { $0.contains("{") }
                ? [.warning("\(id): an argument is handed to \(program), which can run other programs")] : []
        }
    }

    /// Programs that tell everybody the same.
    private static let harmless: Set<String> = [
        "uname", "hostname", "id", "whoami", "date", "uptime", "nproc", "arch", "echo", "printf", "getconf",
        "locale", "tty", "groups", "df", "free",
    ]

    private static func sudo(_ subject: ManifestUnderTest) -> [Finding] {
        subject.manifest.permissions.commands.values.sorted { $0.id < $1.id }.compactMap { command in
            guard command.sudo != .never, let word = subject.inspection.commandWords[command.id]?.first else {
                return nil
            }
            let program = String(word.split(separator: "/").last ?? "")
            if program == "sudo" { return .fault("\(command.id): the host adds sudo itself") }
            return harmless.contains(program) ? .warning("\(command.id): \(program) needs no sudo") : nil
        }
    }

    private static func globs(_ subject: ManifestUnderTest) -> [Finding] {
        let secrets = [
            "/etc/shadow", "/etc/gshadow", "/root/.ssh/id_rsa", "/root/.ssh/id_ed25519", "/etc/ssh/ssh_host_rsa_key",
            "/etc/ssh/ssh_host_ed25519_key", "/etc/krb5.keytab", "/proc/self/environ", "/proc/1/environ",
            "/root/.bash_history",
        ]
        return subject.manifest.permissions.reads.flatMap { read -> [Finding] in
            let text = read.glob.description
            let labels = text.split(separator: "/")
            if labels.first?.contains("*") == true { return [.fault("\(text) begins with a wildcard")] }
            if text.contains("**") { return [.fault("\(text): name the folders that are meant")] }
            if labels.count == 2, labels.last == "*" { return [.fault("\(text) covers a whole top folder")] }
            return secrets.filter(read.glob.matches).map { .fault("\(text) covers \($0)") }
        }
    }

    private static let changing: Set<String> = [
        "rm", "mv", "dd", "chmod", "chown", "chgrp", "useradd", "userdel", "usermod", "passwd", "chpasswd", "reboot",
        "shutdown", "poweroff", "halt", "kill", "pkill", "killall", "curl", "wget", "scp", "tee", "ln", "touch",
        "mkdir",
        "truncate", "mount", "umount", "modprobe", "insmod", "rmmod", "setenforce", "iptables-restore", "crontab",
    ]

    /// Words that stand where a shell expects a command.
    private static func commands(in text: String) -> Set<String> {
        let openers: Set<Substring> = ["do", "then", "else", "if", "while", "until", "!", "{", "exec", "sudo"]
        var commands: Set<String> = []
        var expects = true
        for line in text.split(separator: "\n") where !line.drop(while: { $0 == " " }).hasPrefix("#") {
            expects = true
            for piece in line.split(separator: " ") {
                let word = piece.drop(while: { "$(`".contains($0) })
                if expects || word.count < piece.count {
                    commands.insert(String(word.prefix { $0 != ";" && $0 != ")" }))
                }
                expects = openers.contains(word) || piece.hasSuffix(";") || ["|", "||", "&&", "&"].contains(piece)
            }
        }
        return commands
    }

    private static func sections(_ subject: ManifestUnderTest) -> [Finding] {
        subject.manifest.permissions.sections.flatMap { section -> [Finding] in
            commands(in: section.command).intersection(changing).sorted().map {
                .warning("section \(section.id) runs \($0): does it change the host?")
            }
        }
    }
}
