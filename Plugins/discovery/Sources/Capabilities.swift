import HostFacts

/// The tools and interfaces that a host offers to probes.
package struct Capabilities: Sendable, Hashable {
    /// Known names only, in the order of ``known``: the text comes from the host and may say anything.
    package let names: [String]

    /// Parses the output of ``command``.
    package init(parsing text: String) {
        let found = Set(RemoteText.lines(text).map { String(RemoteText.trimmed($0)) })
        names = Self.known.filter(found.contains)
    }

    package func has(_ name: String) -> Bool { names.contains(name) }

    /// "posix-shell" is proven by the section having run at all; "procfs" by a readable /proc.
    package static let known = ["posix-shell", "procfs"] + tools

    package static let tools = [
        "systemctl", "rc-service", "dpkg", "rpm", "apk", "pacman", "zypper", "dnf", "yum", "ip", "ss", "netstat",
        "sudo",
        "doas", "docker", "podman", "nft", "iptables", "ufw", "firewall-cmd", "auditctl", "chronyc", "timedatectl",
        "oscap", "python3",
    ]

    package static let command = """
        echo posix-shell
        [ -r /proc/self/stat ] && echo procfs
        for t in \(tools.joined(separator: " ")); do
          command -v "$t" >/dev/null 2>&1 && echo "$t"
        done
        exit 0
        """
}
