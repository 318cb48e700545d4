import DiscoveryProbe
import JSON
import PluginKit
import PluginTestSupport
import Testing

@Suite("Discovery result")
struct HostObservationTests {
    @Test("is valid against the plugin's own schema on every distribution", arguments: Recording.names)
    func schema(name: String) throws {
        let result = HostObservation(try Recording(name).report).result
        #expect(try SchemaCheck.faults(result, PluginPackage("discovery").schema("result")) == [])
        #expect(try JSONValue(parsing: result.encoded()) == result)
    }

    @Test(
        "names the system, its family and its platform",
        arguments: [
            ("debian-12", "debian", "debian", "12", "cpe:2.3:o:debian:debian_linux:12:*:*:*:*:*:*:*"),
            ("ubuntu-24.04", "ubuntu", "debian", "24.04", "cpe:2.3:o:canonical:ubuntu_linux:24.04:*:*:*:lts:*:*:*"),
            ("rhel-9", "rhel", "rhel", "9.4", "cpe:2.3:o:redhat:enterprise_linux:9:*:baseos:*:*:*:*:*"),
            ("rhel-7", "rhel", "rhel", "7.9", "cpe:2.3:o:redhat:enterprise_linux:7.9:ga:server:*:*:*:*:*"),
            ("sles-15", "sles", "suse", "15.5", "cpe:2.3:o:suse:sles:15:sp5:*:*:*:*:*:*"),
            ("alpine", "alpine", "alpine", "3.20.1", nil), ("arch", "arch", "arch", nil, nil),
            ("amazon-2023", "amzn", "rhel", "2023", "cpe:2.3:o:amazon:amazon_linux:2023:*:*:*:*:*:*:*"),
        ] as [(String, String, String, String?, String?)])
    func system(name: String, family: String, lineage: String, version: String?, cpe: String?) throws {
        let result = HostObservation(try Recording(name).report).result
        #expect(result["os_family"]?.string == family)
        #expect(result["os_lineage"]?.string == lineage)
        #expect(result["os_version"]?.string == version)
        #expect(result["cpe"]?.string == cpe)
    }

    @Test("states every fact of the contract for a host that answers everything")
    func complete() throws {
        let result = HostObservation(try Recording("rhel-9").report).result
        let expected: JSONValue = [
            "os_name": "Red Hat Enterprise Linux", "os_version": "9.4", "os_version_full": "9.4 (Plow)",
            "os_id": "rhel", "os_id_like": "fedora", "os_pretty_name": "Red Hat Enterprise Linux 9.4 (Plow)",
            "platform_identifier": "platform:el9", "os_family": "rhel", "os_lineage": "rhel",
            "cpe": "cpe:2.3:o:redhat:enterprise_linux:9:*:baseos:*:*:*:*:*", "kernel_name": "Linux",
            "kernel_release": "5.14.0-427.37.1.el9_4.x86_64",
            "kernel_version": "#1 SMP PREEMPT_DYNAMIC Fri Sep 13 12:41:50 EDT 2024", "architecture": "x86_64",
            "mem_total_mb": 15730, "mem_available_mb": 11611, "swap_total_mb": 8191, "disk_total_gb": 70,
            "disk_used_gb": 15, "disk_free_gb": 55, "hostname": "db01.example.com", "fqdn": "db01.example.com",
            "selinux_status": "Enforcing", "apparmor_enabled": false, "firewall_service": "firewalld",
            "firewall_status": "active", "virtualization": ["type": "vmware", "role": "guest"],
            "capabilities": [
                "posix-shell", "procfs", "systemctl", "rpm", "dnf", "yum", "ip", "ss", "sudo", "podman", "nft",
                "firewall-cmd", "auditctl", "chronyc", "timedatectl", "oscap", "python3",
            ],
            "fitting_probes": [
                ["probe": "connectivity", "fits": true, "reason": "Every host can be asked whether it answers."],
                [
                    "probe": "system-info", "fits": true,
                    "reason": "The host has a POSIX shell and a readable /proc.",
                ],
                ["probe": "compliance-scan", "fits": true, "reason": "rhel belongs to the rhel family."],
            ],
            "unobserved": [],
        ]
        #expect(result == expected)
    }

    @Test("falls back to what the login user sees of the firewall when root is refused")
    func firewallFallback() throws {
        let result = HostObservation(try Recording("rhel-7").report).result
        #expect(result["firewall_service"] == "iptables")
        #expect(result["firewall_status"] == "active")
        #expect(
            result["unobserved"] == [
                ["section": "fqdn", "verdict": "timeout"], ["section": "firewall", "verdict": "denied"],
            ])
    }

    @Test("leaves out what was not observed and never guesses it")
    func unobserved() throws {
        let recording = try Recording("debian-12")
        for (section, keys) in [
            ("os", ["os_name", "os_family", "os_lineage", "cpe"]), ("uname", ["kernel_release", "architecture"]),
            ("mem", ["mem_total_mb", "swap_total_mb"]), ("df", ["disk_total_gb"]), ("hostname", ["hostname"]),
            ("fqdn", ["fqdn"]), ("mac", ["selinux_status", "apparmor_enabled"]), ("virt", ["virtualization"]),
        ] {
            for verdict in [SectionVerdict.timeout, .truncated, .killed, .unobserved, .failed] {
                let whole = recording.sections.first { $0.id == section }?.text ?? ""
                let result = HostObservation(recording.with(section, verdict, whole)).result
                for key in keys { #expect(result[key] == nil, "\(key) after \(verdict)") }
                #expect(result["unobserved"]?.array?.first?["section"]?.string == section)
            }
        }
    }

    @Test("tells a host without a readable /proc or a known family that probes do not fit it")
    func fitting() throws {
        let recording = try Recording("alpine")
        func fits(_ report: SectionReport, _ probe: String) -> Bool? {
            HostObservation(report).result["fitting_probes"]?.array?
                .first { $0["probe"]?.string == probe }?["fits"]?.bool
        }
        #expect(fits(recording.report, "system-info") == true)
        #expect(fits(recording.with("tools", .ok, "posix-shell\n"), "system-info") == false)
        #expect(fits(recording.with("tools", .timeout), "system-info") == false)
        #expect(fits(recording.report, "compliance-scan") == true)
        #expect(fits(recording.with("os", .ok, "ID=nixos\nNAME=NixOS\n"), "compliance-scan") == false)
        #expect(fits(recording.with("os", .denied), "compliance-scan") == false)
        #expect(fits(recording.with("os", .denied), "connectivity") == true)
    }

    @Test("tells guests, hosts and bare metal apart")
    func virtualization() throws {
        let expected: [(String, JSONValue)] = [
            ("ubuntu-24.04", ["type": "kvm", "role": "guest"]), ("rhel-7", ["type": "none", "role": "host"]),
            ("sles-15", ["type": "powervm", "role": "guest"]), ("alpine", ["type": "amazon", "role": "guest"]),
            ("debian-12", ["type": "kvm", "role": "guest", "container": "docker"]),
        ]
        for (name, value) in expected {
            #expect(HostObservation(try Recording(name).report).result["virtualization"] == value, "\(name)")
        }
    }

    @Test("bounds and cleans hostile output")
    func hostile() throws {
        let recording = try Recording("debian-12")
        let long = String(repeating: "A", count: 20_000)
        let evil = "ID=debian\nNAME=\"\(long)\"\nPRETTY_NAME=\"a\u{1b}[31mb\u{7}\"\nVERSION_ID='1\n"
        let result = HostObservation(recording.with("os", .ok, evil)).result
        #expect(result["os_name"]?.string?.utf8.count == 4096)
        #expect(result["os_pretty_name"] == "a[31mb")
        #expect(try SchemaCheck.faults(result, PluginPackage("discovery").schema("result")) == [])
        let tools = HostObservation(recording.with("tools", .ok, "sudo\nrm -rf /\n\(long)\n")).result
        #expect(tools["capabilities"] == ["sudo"])
        let name = HostObservation(recording.with("fqdn", .ok, "hostname: Name or service not known\n")).result
        #expect(name["fqdn"] == nil)
    }

    @Test("has no answer when no section came to its end")
    func silence() {
        let report = SectionReport(sections: [
            Section(id: "os", verdict: .unobserved, exitCode: -1), Section(id: "df", verdict: .timeout, exitCode: 124),
        ])
        #expect(!HostObservation(report).hasAnswer)
        #expect(HostObservation(report).detail["sections"]?.array?.count == 2)
    }
}
