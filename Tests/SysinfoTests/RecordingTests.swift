import Foundation
import JSON
import Testing

@testable import SysinfoProbe

@Suite struct RecordingTests {
    static let distributions = ["debian-12", "ubuntu-24.04", "rhel-9", "sles-15", "alpine-3.20", "arch"]

    @Test("gives every distribution the facts of the REST contract", arguments: distributions)
    func facts(distribution: String) throws {
        let snapshot = try Visit(distribution).snapshot()
        let facts = try #require(snapshot["facts"]?.object)
        for key in [
            "os_name", "os_id", "os_pretty_name", "os_family", "kernel_name", "kernel_release", "kernel_version",
            "architecture", "mem_total_mb", "mem_available_mb", "disk_total_gb", "disk_used_gb", "disk_free_gb",
            "hostname", "apparmor_enabled",
        ] {
            #expect(facts[key] != nil, "\(key)")
        }
        for key in [
            "users", "groups", "packages", "services", "listening_ports", "network_interfaces", "routes", "mountpoints",
            "config_hashes", "kernel_release", "uptime_seconds", "package_items", "service_items", "accounts",
            "sockets",
            "mounts", "disks", "memory", "os", "identity", "kernel", "posture", "reboot", "updates",
        ] {
            #expect(snapshot[key] != nil, "\(key)")
        }
    }

    @Test("never says that a section of a recording was unreadable", arguments: distributions)
    func freshness(distribution: String) throws {
        let visit = try Visit(distribution)
        let freshness = visit.snapshot()["category_freshness"]?.object ?? [:]
        #expect(freshness.count > 18)
        for (name, entry) in freshness { #expect(entry["status"] == "ok", "\(name)") }
    }

    @Test("reads Debian 12")
    func debian() throws {
        let snapshot = try Visit("debian-12").snapshot()
        #expect(snapshot["os"]?["cpe"] == "cpe:2.3:o:debian:debian_linux:12:*:*:*:*:*:*:*")
        #expect(snapshot["packages"]?["old-service"] == nil)
        #expect(snapshot["packages"]?["never"] == nil)
        #expect(snapshot["packages"]?["held-tool"] == "2:1.0+b1")
        let held = snapshot["package_items"]?.array?.first { $0["name"] == "held-tool" }
        #expect(held?["purl"] == "pkg:deb/debian/held-tool@2:1.0%2Bb1?arch=amd64&distro=bookworm")
        #expect(snapshot["mountpoints"]?["/srv/backup data"] == "/dev/vdb")
        #expect(snapshot["mountpoints"]?["/run/user/1000"] == nil)
        #expect(snapshot["mountpoints"]?.object?.keys.contains { $0.hasPrefix("/var/lib/docker") } == false)
        #expect(snapshot["services"]?["nginx.service"] == "active")
        #expect(snapshot["services"]?["user@1000.service"] == nil)
        #expect(snapshot["services"]?["auditd.service"] == nil)
        #expect(snapshot["services"]?["rsync.service"] == nil)
        let items = snapshot["service_items"]?.array ?? []
        #expect(items.first { $0["unit"] == "rsync.service" }?["loaded"] == false)
        #expect(!items.contains { $0["unit"] == "getty@.service" || $0["unit"] == "sshd.service" })
        #expect(snapshot["users"]?["deploy"]?["password_expires_at"] == "2025-09-22T00:00:00Z")
        #expect(snapshot["users"]?["deploy"]?["locked"] == false)
        #expect(snapshot["users"]?["root"]?["locked"] == true)
        #expect(snapshot["facts"]?["disk_total_gb"] == 252)
        #expect(snapshot["updates"]?["security"] == 5)
        #expect(snapshot["disks"]?.array?.count == 2)
        #expect(snapshot["firewall_rule_count"] == -1)
    }

    @Test("reads Ubuntu 24.04")
    func ubuntu() throws {
        let snapshot = try Visit("ubuntu-24.04").snapshot()
        #expect(snapshot["os"]?["cpe"] == "cpe:2.3:o:canonical:ubuntu_linux:24.04:*:*:*:lts:*:*:*")
        #expect(snapshot["groups"]?["sudo"] == ["ubuntu", "olga", "EXAMPLE\\ops"])
        #expect(snapshot["users"]?["olga"]?["gecos"] == "Ölga,,,")
        #expect(snapshot["packages"]?["libc6:i386"] == "2.39-0ubuntu8.4")
        #expect(snapshot["reboot_required"] == true)
        #expect(snapshot["reboot"]?["reasons"] == ["marker", "kernel"])
        let sockets = snapshot["sockets"]?.array ?? []
        let resolver = sockets.first { $0["port"] == 53 && $0["protocol"] == "tcp" }
        #expect(resolver?["address"] == "127.0.0.53")
        #expect(resolver?["zone"] == "lo")
        #expect(resolver?["process"] == "systemd-resolve")
        #expect(sockets.first { $0["port"] == 9000 }?["address"] == "fe80::1")
        #expect(
            snapshot["listening_ports"]?.array?.contains(["protocol": "tcp", "address": "127.0.0.53%lo", "port": 53])
                == true)
        #expect(snapshot["mountpoints"]?["/snap/core20/2434"] == nil)
        #expect(snapshot["disks"]?.array?.count == 2)
        #expect(String(decoding: JSONValue.object(snapshot).encoded(), as: UTF8.self).contains("hunter2") == false)
        #expect(snapshot["updates"]?["pending"] == 2)
        #expect(snapshot["updates"]?["security"] == 1)
        #expect(snapshot["sudo"]?["passwordless_rules"]?.array?.count == 1)
        #expect(snapshot["posture"]?["crypto"]?["lockdown"] == "integrity")
        #expect(snapshot["facts"]?["firewall_service"] == "ufw")
    }

    @Test("reads RHEL 9")
    func rhel() throws {
        let snapshot = try Visit("rhel-9").snapshot()
        #expect(snapshot["os"]?["cpe"] == "cpe:2.3:o:redhat:enterprise_linux:9:*:baseos:*:*:*:*:*")
        #expect(snapshot["packages"]?["kernel-core"] == "5.14.0-427.28.1.el9_4")
        #expect(snapshot["packages"]?["gpg-pubkey"] == nil)
        #expect(snapshot["package_keys"] == ["fd431d51-4ae0493b"])
        let items = snapshot["package_items"]?.array ?? []
        #expect(items.filter { $0["name"] == "kernel-core" }.count == 2)
        #expect(
            items.first { $0["name"] == "openssl" }?["purl"]
                == "pkg:rpm/rhel/openssl@3.0.7-27.el9?arch=x86_64&distro=rhel-9.4&epoch=1")
        #expect(items.first { $0["name"] == "custom-agent" }?["vendor"] == "Müller & Söhne GmbH")
        // A user whose own group is wheel.
        #expect(snapshot["groups"]?["wheel"] == ["ops", "boss"])
        #expect(snapshot["reboot"]?["reasons"] == ["packages", "kernel"])
        #expect(snapshot["facts"]?["selinux_status"] == "Enforcing")
        #expect(snapshot["facts"]?["platform_identifier"] == "platform:el9")
        #expect(snapshot["posture"]?["crypto"]?["fips_enabled"] == true)
        #expect(snapshot["posture"]?["sshd"]?["listenaddress"] == ["[::]:22", "0.0.0.0:22"])
        #expect(snapshot["firewall_rule_count"] == 0)
        #expect(snapshot["updates"]?["pending"] == 2)
        #expect(snapshot["updates"]?["security"] == 1)
        #expect(snapshot["account_security"]?["ops"]?["algorithm"] == "6")
    }

    @Test("reads SLES 15, Alpine and Arch")
    func others() throws {
        let sles = try Visit("sles-15").snapshot()
        #expect(sles["facts"]?["os_family"] == "sles")
        #expect(sles["users"]?["+"] == nil)
        #expect(sles["reboot"]?["reasons"] == ["packages"])
        #expect(sles["updates"]?["packages"]?.array?.first?["candidate"] == "3.1.4-150600.5.18.1")

        let alpine = try Visit("alpine-3.20").snapshot()
        #expect(alpine["packages"]?["busybox-binsh"] == "1.36.1-r29")
        let crypto = alpine["package_items"]?.array?.first { $0["name"] == "libcrypto3" }
        #expect(crypto?["purl"] == "pkg:apk/alpine/libcrypto3@3.3.1-r0?arch=x86_64")
        #expect(crypto?["source"] == "openssl")
        #expect(alpine["services"] == ["devfs": "active", "sshd": "active", "chronyd": "failed", "crond": "inactive"])
        #expect(alpine["identity"]?["machine_id"] == nil)
        let interfaces = alpine["network_interfaces"]?.array ?? []
        #expect(interfaces.compactMap { $0["type"]?.string } == ["loopback", "physical", "virtual"])
        #expect(interfaces[1]["ipv4_addrs"] == ["192.0.2.55/24"])
        #expect(interfaces[1]["speed_mbps"] == 0)
        #expect(alpine["routes"]?.array?.first?["gateway"] == "192.0.2.1")
        #expect(alpine["sockets"]?.array?.first { $0["port"] == 22 }?["process"] == "sshd")
        #expect(
            alpine["updates"]?["packages"]?.array?.compactMap { $0["name"]?.string } == ["libcrypto3", "busybox-binsh"])

        let arch = try Visit("arch").snapshot()
        #expect(arch["facts"]?["os_version"] == nil)
        #expect(arch["packages"]?["openssl"] == "1:3.3.1-1")
        #expect(
            arch["package_items"]?.array?.first { $0["name"] == "openssl" }?["purl"]
                == "pkg:alpm/arch/openssl@1:3.3.1-1?arch=x86_64")
        #expect(arch["reboot"]?["reasons"] == ["modules_missing"])
        let addresses = Set((arch["sockets"]?.array ?? []).compactMap { $0["address"]?.string })
        #expect(addresses == ["0.0.0.0", "127.0.0.1", "::", "2001:db8::1"])
    }

    @Test("reads the state of System V services")
    func systemV() throws {
        let file = Visit.pluginFolder.appending(path: "recordings/debian-12/svc-sysv.txt")
        let snapshot = try Visit("debian-12").with([.svc: try String(contentsOf: file, encoding: .utf8)]).snapshot()
        #expect(snapshot["services"]?["ssh"] == "inactive")
        #expect(snapshot["services"]?["hwclock.sh"] == nil)
    }
}
