/// Whether a machine is bare metal, a guest or a container.
package struct Virtualization: Sendable, Hashable {
    package enum Role: String, Sendable, Hashable, CaseIterable {
        case guest, host, none
    }

    /// The hypervisor: "kvm", "vmware", "microsoft", "xen", "oracle", "amazon" …; "none" on bare metal.
    package let type: String
    package let role: Role
    /// The container engine: "docker", "podman", "lxc" …; nil outside of containers.
    package let container: String?

    /// Parses the output of ``command``; nil when it holds no clue at all.
    package init?(parsing text: some StringProtocol) {
        let values = RemoteText.assignments(text)
        guard !values.isEmpty else { return nil }
        container = Self.container(values)
        let hypervisor = Self.hypervisor(values)
        type = hypervisor ?? "none"
        role = if hypervisor != nil { .guest } else if values["kvm"] == "1" && container == nil { .host } else { .none }
    }

    private static func hypervisor(_ values: [String: String]) -> String? {
        // systemd's answer is made of the same sources as ours, and of CPUID besides.
        if let detected = values["vm"], detected != "none" { return detected }
        if let hypervisor = values["hypervisor"] { return hypervisor.lowercased() }
        let product = "\(values["vendor"] ?? "") \(values["product"] ?? "")".lowercased()
        let clues = [
            ("amazon ec2", "amazon"), ("vmware", "vmware"), ("virtualbox", "oracle"), ("innotek", "oracle"),
            ("microsoft corporation virtual", "microsoft"), ("qemu", "qemu"), ("kvm", "kvm"), ("xen", "xen"),
            ("google compute", "google"), ("parallels", "parallels"), ("openstack", "kvm"), ("bochs", "bochs"),
        ]
        if let clue = clues.first(where: { product.contains($0.0) }) { return clue.1 }
        return values["cpu_flag"] == "1" && values["vm"] == nil ? "unknown" : nil
    }

    private static func container(_ values: [String: String]) -> String? {
        if let detected = values["container"], detected != "none" { return detected }
        if values["containerenv"] == "1" { return "podman" }
        if values["dockerenv"] == "1" { return "docker" }
        guard let cgroup = values["cgroup"] else { return nil }
        return ["kubepods", "docker", "libpod", "lxc"].first { cgroup.contains($0) }.map {
            switch $0 {
            case "kubepods": "kubernetes"
            case "libpod": "podman"
            default: $0
            }
        }
    }

    package static let command = """
        if command -v systemd-detect-virt >/dev/null 2>&1; then
          printf "vm=%s\\n" "$(systemd-detect-virt -v 2>/dev/null)"
          printf "container=%s\\n" "$(systemd-detect-virt -c 2>/dev/null)"
        fi
        for p in vendor:sys_vendor product:product_name; do
          [ -r "/sys/class/dmi/id/${p#*:}" ] && printf "%s=%s\\n" "${p%%:*}" "$(cat "/sys/class/dmi/id/${p#*:}")"
        done
        [ -r /sys/hypervisor/type ] && printf "hypervisor=%s\\n" "$(cat /sys/hypervisor/type)"
        grep -qw hypervisor /proc/cpuinfo 2>/dev/null && echo cpu_flag=1
        [ -e /.dockerenv ] && echo dockerenv=1
        [ -e /run/.containerenv ] && echo containerenv=1
        [ -d /sys/module/kvm_intel ] || [ -d /sys/module/kvm_amd ] && echo kvm=1
        [ -r /proc/1/cgroup ] && printf "cgroup=%s\\n" "$(tail -n 1 /proc/1/cgroup)"
        exit 0
        """
}
