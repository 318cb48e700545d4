import HostFacts
import Testing

@Suite("Host facts")
struct HostFactsTests {
    @Test("os-release values lose quotes and escapes, and the last assignment counts")
    func osRelease() {
        let text =
            "# note\r\nID='x y'\r\nNAME=\"a \\\"b\\\" \\$c\"\nID=last\nlower=1\nBAD KEY=2\n=3\nEMPTY=\"\"\n"
            + "VERSION=7 # no comment\n"
        let os = OSRelease(parsing: text)
        #expect(os.id == "last")
        #expect(os.name == "a \"b\" $c")
        #expect(os.values["lower"] == "1")
        #expect(os.values["BAD KEY"] == nil && os.values["EMPTY"] == nil && os.values[""] == nil)
        #expect(os.version == "7 # no comment")
    }

    @Test("systems older than os-release are known by their release files")
    func legacy() {
        let centos = OSRelease(parsing: "#redhat-release CentOS release 6.10 (Final)\n")
        #expect(centos.id == "centos" && centos.versionID == "6.10" && centos.name == "CentOS")
        #expect(centos.family == "centos" && centos.lineage == .rhel)
        #expect(OSRelease(parsing: "#alpine-release 3.4.6\n").prettyName == "Alpine Linux 3.4.6")
        #expect(OSRelease(parsing: "#debian_version 7.11\n").lineage == .debian)
        #expect(OSRelease(parsing: "#redhat-release\n").isEmpty)
    }

    @Test(
        "the family is the id; only a nameless system gets one from ID_LIKE",
        arguments: [
            ("ID=Rocky\nID_LIKE=\"rhel centos fedora\"", "rocky", OSLineage.rhel),
            ("ID_LIKE=\"weird ubuntu debian\"", "debian", .debian), ("ID_LIKE=opensuse-leap", "suse", .suse),
            ("ID_LIKE=gentoo", "gentoo", .other), ("NAME=x", "other", .other), ("ID=nixos", "nixos", .other),
            ("ID=manjaro\nID_LIKE=arch", "manjaro", .arch), ("ID=opensuse-tumbleweed", "opensuse-tumbleweed", .suse),
            ("ID=linux\nID_LIKE=\"suse rhel\"", "linux", .suse),
        ])
    func family(text: String, family: String, lineage: OSLineage) {
        #expect(OSRelease(parsing: text).family == family)
        #expect(OSRelease(parsing: text).lineage == lineage)
    }

    @Test("CPE names of both spellings come out as 2.3 with eleven fields")
    func cpe() {
        func name(_ raw: String) -> String? { OSRelease(parsing: "CPE_NAME=\"\(raw)\"").cpe }
        #expect(name("cpe:/o:centos:centos:8") == "cpe:2.3:o:centos:centos:8:*:*:*:*:*:*:*")
        #expect(name("cpe:/o:a:b:1:u:~e~s~t~h~o") == "cpe:2.3:o:a:b:1:u:e:*:s:t:h:o")
        #expect(name("cpe:2.3:o:fedoraproject:fedora:40") == "cpe:2.3:o:fedoraproject:fedora:40:*:*:*:*:*:*:*")
        #expect(name("nonsense") == nil && name("cpe:/o") == nil)
        #expect(name("cpe:2.3:o:1:2:3:4:5:6:7:8:9:10:11:12") == nil)
    }

    @Test("sizes come from the number columns, whatever the names around them look like")
    func diskFree() {
        let text = """
            Filesystem     Type 1024-blocks Used Available Capacity Mounted on
            /dev/sda1      ext4     1048577 1024        -5      99% /
            my share       cifs     2097152 1024   2096128       1% /mnt/two words
            proc           proc           0    0         0        - /proc
            garbage
            """
        let disks = DiskFree(parsing: text)
        #expect(disks.fileSystems.map(\.mountPoint) == ["/", "/mnt/two words", "/proc"])
        #expect(disks.fileSystems.map(\.source) == ["/dev/sda1", "my share", "proc"])
        #expect(disks.fileSystems.map(\.type) == ["ext4", "cifs", "proc"])
        #expect(disks.mounted(at: "/")?.availableKiB == 0)
        #expect(DiskFree.gibibytes(1_048_577) == 2 && DiskFree.gibibytes(1_048_576) == 1 && DiskFree.gibibytes(0) == 0)
    }

    @Test("memory is rounded down to MiB and absent lines stay unknown")
    func memory() {
        let memory = MemInfo(parsing: "MemTotal: 2047 kB\nSwapTotal: 0 kB\nMemAvailable: -3 kB\nHuge\nX: y\n")
        #expect(MemInfo.mebibytes(memory.totalKiB) == 1)
        #expect(memory.swapTotalKiB == 0)
        #expect(memory.availableKiB == nil)
    }

    @Test(
        "the firewall is the first active engine, else the first installed",
        arguments: [
            ("firewalld inactive\nufw inactive\nnftables active 3\n", "nftables", "active"),
            ("ufw active 2\nnftables active 30\niptables active 20\n", "ufw", "active"),
            ("nftables inactive 0\niptables inactive 0\n", "nftables", "inactive"),
            ("firewalld running\n", "firewalld", "active"), ("other active\niptables\n", nil, nil), ("", nil, nil),
        ] as [(String, String?, String?)])
    func firewall(text: String, service: String?, status: String?) {
        let state = FirewallState(parsing: text)
        #expect(state?.service == service)
        #expect(state?.status == status)
    }

    @Test("SELinux is what the kernel does, then what a tool says, then what is configured")
    func mandatoryAccessControl() {
        #expect(MandatoryAccessControl(parsing: "enforce=1\nconfig=permissive\n").selinuxStatus == "Enforcing")
        #expect(MandatoryAccessControl(parsing: "enforce=0\ngetenforce=Permissive\n").selinuxStatus == "Permissive")
        #expect(MandatoryAccessControl(parsing: "getenforce=Disabled\nconfig=enforcing\n").selinuxStatus == "Disabled")
        #expect(MandatoryAccessControl(parsing: "config=enforcing\n").selinuxStatus == "Disabled")
        #expect(MandatoryAccessControl(parsing: "apparmor=Y\n").selinuxStatus == nil)
        #expect(MandatoryAccessControl(parsing: "apparmor=Y\n").appArmorEnabled)
        #expect(!MandatoryAccessControl(parsing: "apparmor=N\n").appArmorEnabled)
    }

    @Test("containers are found without systemd too")
    func containers() {
        #expect(Virtualization(parsing: "dockerenv=1\n")?.container == "docker")
        #expect(Virtualization(parsing: "containerenv=1\n")?.container == "podman")
        #expect(Virtualization(parsing: "cgroup=0::/kubepods/pod1\n")?.container == "kubernetes")
        #expect(Virtualization(parsing: "cgroup=1:cpu:/lxc/101\nkvm=1\n")?.role == Virtualization.Role.none)
        #expect(Virtualization(parsing: "cpu_flag=1\n")?.type == "unknown")
        #expect(Virtualization(parsing: "") == nil)
    }

    @Test("uname wants all five lines")
    func uname() {
        #expect(Uname(parsing: "Linux\nh\n6.1\nx86_64\n#1 SMP\n")?.kernelVersion == "#1 SMP")
        #expect(Uname(parsing: "Linux\nh\n6.1\nx86_64\n") == nil)
    }
}
