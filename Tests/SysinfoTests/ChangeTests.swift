import Foundation
import JSON
import Testing

@testable import SysinfoProbe

@Suite struct ChangeTests {
    @Test("the first look at a host is silent", arguments: RecordingTests.distributions)
    func firstLook(distribution: String) throws {
        #expect(cycles(try Visit(distribution)).changes[0].isEmpty)
    }

    @Test("the same host twice is silent", arguments: RecordingTests.distributions)
    func sameHost(distribution: String) throws {
        let visit = try Visit(distribution)
        #expect(codes(cycles(visit, visit, visit).changes.flatMap { $0 }).isEmpty)
    }

    @Test("a first look is news where the operator wants it")
    func firstLookOnDemand() throws {
        let found = ChangeDetector.changes(from: nil, to: try Visit("rhel-9").snapshot(), reportsFirstSight: true)
        let kinds = Set(found.map(\.code))
        #expect(
            kinds == [.userCreated, .privilegedGroupAdded, .portOpened, .packageInstalled, .mounted, .rebootRequired])
    }

    struct Row: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let distribution: String
        let change: @Sendable (Visit) -> Visit
        let expected: [String]
    }

    static let rows: [Row] = [
        Row(
            testDescription: "a new account and a new port", distribution: "rhel-9",
            change: { visit in
                visit.adding("deploy:x:1500:1500::/home/deploy:/bin/bash", to: .accounts)
                    .adding("deploy:locked::20500:0:99999:7:::", to: .shadow)
                    .adding("tcp LISTEN 0 128 0.0.0.0:8080 0.0.0.0:* users:((\"app\",pid=77,fd=3))", to: .sockproc)
                    .adding("tcp LISTEN 0 128 0.0.0.0:8080 0.0.0.0:*", to: .sockets)
            }, expected: ["account.user.created user:deploy", "security.port.opened port:tcp/0.0.0.0:8080"]),
        Row(
            testDescription: "a new account changes two watched files as well", distribution: "ubuntu-24.04",
            change: { visit in
                var next = visit.adding("deploy:x:1500:1500::/home/deploy:/bin/bash", to: .accounts)
                for path in ["/etc/passwd", "/etc/shadow", "/etc/group", "/etc/gshadow"] {
                    next = next.withHash(of: path, String(repeating: "b", count: 64))
                }
                return next
            },
            expected: [
                "account.user.created user:deploy", "system.config.file_changed file:/etc/passwd",
                "system.config.file_changed file:/etc/shadow",
            ]),
        Row(
            testDescription: "an account is gone", distribution: "rhel-9",
            change: { $0.replacing("ops:x:1000:1000:Operations:/home/ops:/bin/bash\n", by: "", in: .accounts) },
            expected: ["account.user.deleted user:ops"]),
        Row(
            testDescription: "lock and unlock", distribution: "rhel-9",
            change: {
                $0.replacing("ops:set:6", by: "ops:locked:6", in: .shadow)
                    .replacing("sshd:locked:", by: "sshd:set:", in: .shadow)
            }, expected: ["account.user.locked user:ops", "account.user.unlocked user:sshd"]),
        Row(
            testDescription: "privilege by list, by primary group, by directory", distribution: "ubuntu-24.04",
            change: {
                $0.replacing("sudo:x:27:ubuntu\n", by: "sudo:x:27:ubuntu,www-data\n", in: .groups)
                    .replacing("sshd:x:102:65534:", by: "sshd:x:102:118:", in: .accounts)
                    .replacing("EXAMPLE\\ops", by: "EXAMPLE\\ops,EXAMPLE\\eve", in: .nssgroups)
            },
            expected: [
                "account.user.privileged_group_added group-member:admin/sshd",
                "account.user.privileged_group_added group-member:sudo/EXAMPLE\\eve",
                "account.user.privileged_group_added group-member:sudo/www-data",
            ]),
        Row(
            testDescription: "leaving a group, another shell, a closed port", distribution: "ubuntu-24.04",
            change: {
                $0.replacing("sudo:x:27:ubuntu\n", by: "sudo:x:27:\n", in: .groups)
                    .replacing("sudo:x:27:ubuntu,", by: "sudo:x:27:", in: .nssgroups)
                    .replacing("/bin/zsh", by: "/bin/bash", in: .accounts)
                    .with([.sockets: "#ss\n", .sockproc: "#ss\n"])
            }, expected: []),
        Row(
            testDescription: "one service on IPv4 and IPv6 is one port", distribution: "rhel-9",
            change: {
                $0.adding("tcp LISTEN 0 9 [::]:443 [::]:* users:((\"nginx\",pid=7,fd=3))", to: .sockproc)
                    .adding("tcp LISTEN 0 9 0.0.0.0:443 0.0.0.0:* users:((\"nginx\",pid=7,fd=4))", to: .sockproc)
            }, expected: ["security.port.opened port:tcp/0.0.0.0:443"]),
        Row(
            testDescription: "the same service now on IPv6 too, and clients", distribution: "sles-15",
            change: {
                $0.adding("tcp LISTEN 0 9 [::1]:25 [::]:*", to: .sockets)
                    .adding("udp UNCONN 0 0 0.0.0.0:45123 0.0.0.0:*", to: .sockets)
                    .adding("udp UNCONN 0 0 0.0.0.0:68 0.0.0.0:*", to: .sockets)
            }, expected: []),
        Row(
            testDescription: "another address and another transport are other ports", distribution: "sles-15",
            change: {
                $0.adding("tcp LISTEN 0 9 0.0.0.0:25 0.0.0.0:*", to: .sockets)
                    .adding("udp UNCONN 0 0 [2001:db8::1]:22 [::]:*", to: .sockets)
            },
            expected: ["security.port.opened port:tcp/0.0.0.0:25", "security.port.opened port:udp/[2001:db8::1]:22"]),
        Row(
            testDescription: "a package comes, one goes, one is purged after its removal", distribution: "ubuntu-24.04",
            change: {
                $0.adding("ii \tzsh\t5.9-6ubuntu2\tamd64\tzsh\t5.9-6ubuntu2\t2400\tzsh", to: .pkg)
                    .replacing("ii \tvim\t", by: "rc \tvim\t", in: .pkg)
                    .replacing("rc \tlinux-image-6.8.0-41-generic", by: "un \tgone", in: .pkg)
            },
            expected: [
                "system.package.installed package:deb/zsh/amd64", "system.package.removed package:deb/vim/amd64",
            ]),
        Row(
            testDescription: "two architectures update each on its own", distribution: "rhel-9",
            change: { $0.replacing("glibc\t0\t2.34\t100.el9_4.2\ti686", by: "glibc\t0\t2.34\t101\ti686", in: .pkg) },
            expected: ["system.package.updated package:rpm/glibc/i686"]),
        Row(
            testDescription: "a further kernel is installed beside the others", distribution: "rhel-9",
            change: {
                $0.adding("kernel-core\t0\t5.14.0\t503.el9\tx86_64\t1730000000\t1\tk.src.rpm\tRed Hat", to: .pkg)
            },
            expected: ["system.package.installed package:rpm/kernel-core/x86_64/5.14.0-503.el9"]),
        Row(
            testDescription: "a kernel replaces the oldest", distribution: "rhel-9",
            change: { $0.replacing("\t427.13.1.el9_4\t", by: "\t503.el9\t", in: .pkg) },
            expected: [
                "system.package.installed package:rpm/kernel-core/x86_64/5.14.0-503.el9",
                "system.package.removed package:rpm/kernel-core/x86_64/5.14.0-427.13.1.el9_4",
            ]),
        Row(
            testDescription: "only the epoch differs", distribution: "rhel-9",
            change: { $0.replacing("openssl\t1\t", by: "openssl\t2\t", in: .pkg) },
            expected: ["system.package.updated package:rpm/openssl/x86_64"]),
        Row(
            testDescription: "a signing key is no package", distribution: "rhel-9",
            change: { $0.replacing("gpg-pubkey\t0\tfd431d51", by: "gpg-pubkey\t0\tdeadbeef", in: .pkg) }, expected: []),
        Row(
            testDescription: "rpm is there but its database is empty", distribution: "debian-12",
            change: { $0.with([.pkg: "#rpm\n"]) }, expected: []),
        Row(
            testDescription: "another package manager answers", distribution: "debian-12",
            change: { $0.with([.pkg: "#rpm\nrpm\t0\t4.18\t1\tx86_64\t1\t1\trpm.src.rpm\tx\n"]) }, expected: []),
        Row(
            testDescription: "kernel, boot and files", distribution: "rhel-9",
            change: {
                $0.replacing("427.13.1.el9_4.x86_64", by: "427.28.1.el9_4.x86_64", in: .uname)
                    .with([
                        .ident:
                            "machine_id=\nboot_id=11111111-2222-4333-8444-555555555555\nuptime=999999.0 1\nbtime=1772000000\n"
                    ])
                    .withHash(of: "/etc/ssh/sshd_config.d/50-redhat.conf", String(repeating: "c", count: 64))
            },
            expected: [
                "system.config.file_changed file:/etc/ssh/sshd_config.d/50-redhat.conf", "system.kernel.updated kernel",
                "system.reboot.completed host",
            ]),
        Row(
            testDescription: "a reboot falls due", distribution: "debian-12",
            change: { $0.adding("marker=/run/reboot-required", to: .reboot) }, expected: ["system.reboot.required host"]
        ),
        Row(
            testDescription: "a reboot is no longer due", distribution: "ubuntu-24.04",
            change: { $0.with([.reboot: "running=6.8.0-52-generic\n"]) }, expected: []),
        Row(
            testDescription: "firewall rules", distribution: "rhel-9",
            change: {
                $0.with([.fw: "engine=firewalld\nstatus=running\ncount=0\nhash=\(String(repeating: "d", count: 64))\n"])
            },
            expected: ["security.firewall.rule_changed firewall"]),
        Row(
            testDescription: "the firewall is gone", distribution: "rhel-9",
            change: { $0.with([.fw: "engine=none\ncount=-1\n"]) },
            expected: ["security.firewall.rule_changed firewall"]),
        Row(
            testDescription: "the rules could not be listed this time", distribution: "rhel-9",
            change: { $0.with([.fw: "engine=firewalld\nstatus=running\ncount=0\n"]) }, expected: []),
        Row(
            testDescription: "mounts come, go and change their type; noise does not count",
            distribution: "ubuntu-24.04",
            change: {
                $0.adding("90 28 8:9 / /data rw - ext4 /dev/sdc1 rw", to: .mounts)
                    .adding("91 28 8:9 / /var/lib/docker/overlay2/x/merged rw - overlay overlay rw", to: .mounts)
                    .adding("92 28 8:9 / /snap/core20/9999 rw - squashfs /dev/loop9 rw", to: .mounts)
                    .adding("93 28 8:9 / /run/user/1000 rw - tmpfs tmpfs rw", to: .mounts)
                    .replacing("vfat /dev/sda1", by: "ext4 /dev/sda1", in: .mounts)
                    .replacing("/mnt/share", by: "/snap/share", in: .mounts)
            },
            expected: [
                "system.filesystem.mounted mount:/boot/efi", "system.filesystem.mounted mount:/data",
                "system.filesystem.unmounted mount:/boot/efi", "system.filesystem.unmounted mount:/mnt/share",
            ]),
        Row(
            testDescription: "services fail and start; oneshots and restarts are quiet", distribution: "debian-12",
            change: {
                $0.replacing(
                    "Id=nginx.service\nLoadState=loaded\nActiveState=active",
                    by: "Id=nginx.service\nLoadState=loaded\nActiveState=failed", in: .svc
                ).replacing(
                    "Id=postfix.service\nLoadState=loaded\nActiveState=failed",
                    by: "Id=postfix.service\nLoadState=loaded\nActiveState=active", in: .svc
                ).replacing(
                    "Id=apt-daily.service\nLoadState=loaded\nActiveState=inactive",
                    by: "Id=apt-daily.service\nLoadState=loaded\nActiveState=active", in: .svc
                ).replacing(
                    "Id=cron.service\nLoadState=loaded\nActiveState=active",
                    by: "Id=cron.service\nLoadState=loaded\nActiveState=reloading", in: .svc)
            },
            expected: ["system.service.failed service:nginx.service", "system.service.started service:postfix.service"]),
        Row(
            testDescription: "a unit that was only a file is started", distribution: "debian-12",
            change: {
                $0.replacing(
                    "#systemd\n",
                    by: "#systemd\nType=simple\nMainPID=9\nId=rsync.service\nLoadState=loaded\nActiveState=active\n\n",
                    in: .svc)
            }, expected: ["system.service.started service:rsync.service"]),
    ]

    @Test("tells a change by its code and subject", arguments: rows)
    func table(row: Row) throws {
        let visit = try Visit(row.distribution)
        let (_, changes) = cycles(visit, row.change(visit))
        #expect(codes(changes[1]) == row.expected)
    }

    @Test("whatever a section ends with, it removes nothing", arguments: SectionName.allCases)
    func brokenSections(section: SectionName) throws {
        let visit = try Visit("ubuntu-24.04")
        for verdict in [
            SectionSample.Verdict.denied, .failed, .timeout, .truncated, .killed, .unsupported, .unobserved,
        ] {
            let (_, changes) = cycles(visit, visit.ending([section], verdict), visit)
            #expect(codes(changes.flatMap { $0 }).isEmpty, "\(verdict)")
        }
    }

    @Test("ten updates are ten events, each with what it was and what it is")
    func tenUpdates() throws {
        let visit = try Visit("debian-12")
        var next = visit[.pkg].components(separatedBy: "\n")
        for row in 5..<15 {
            var fields = next[row].components(separatedBy: "\t")
            fields[2] += "+new"
            next[row] = fields.joined(separator: "\t")
        }
        let changes = cycles(visit, visit.with([.pkg: next.joined(separator: "\n")])).changes[1]
        #expect(changes.count == 10)
        #expect(Set(changes.map(\.subject)).count == 10)
        #expect(changes.map(\.subject) == changes.map(\.subject).sorted())
        for change in changes {
            #expect(change.code == .packageUpdated)
            #expect(change.attributes["current"]?.string == (change.attributes["prior"]?.string ?? "") + "+new")
            #expect(change.attributes["to"] == change.attributes["current"])
            #expect(change.attributes["purl"]?.string?.contains("%2Bnew") == true)
        }
    }

    @Test("a change that happened while shadow was refused is told when it is seen")
    func lateLock() throws {
        let visit = try Visit("rhel-9")
        let locked = visit.replacing("ops:set:6", by: "ops:locked:6", in: .shadow)
        let (_, changes) = cycles(visit, locked.ending([.shadow], .denied), locked)
        #expect(changes[1].isEmpty)
        #expect(codes(changes[2]) == ["account.user.locked user:ops"])
    }

    @Test("root that comes later is a baseline, not news")
    func lateRoot() throws {
        let visit = try Visit("ubuntu-24.04")
        let (_, changes) = cycles(visit.ending(Visit.rootSections, .denied), visit)
        #expect(codes(changes[1]).isEmpty)
    }

    @Test("an expiry is told once, also when shadow was refused as it came")
    func expiry() throws {
        // Last changed on day 20426, valid for 90 days: it ends at 2026-03-05T00:00Z, between hours 19 and 20.
        let visit = try Visit("rhel-9").replacing("ops:set:6:20480:0:90", by: "ops:set:6:20427:0:90", in: .shadow)
        let first = visit.snapshot(hour: 19)
        let refused = visit.ending([.shadow], .denied).snapshot(after: first, hour: 20)
        let second = visit.snapshot(after: refused, hour: 21)
        let third = visit.snapshot(after: second, hour: 22)
        #expect(ChangeDetector.changes(from: first, to: refused).isEmpty)
        let found = ChangeDetector.changes(from: refused, to: second)
        #expect(codes(found) == ["account.password.expired user:ops"])
        #expect(found.first?.attributes["expires_at"] == "2026-03-05T00:00:00Z")
        #expect(ChangeDetector.changes(from: second, to: third).isEmpty)
    }

    @Test("a stop needs two equal samples, a restart is nothing")
    func stops() throws {
        let up = try Visit("debian-12")
        let down = up.replacing(
            "Id=nginx.service\nLoadState=loaded\nActiveState=active",
            by: "Id=nginx.service\nLoadState=loaded\nActiveState=inactive", in: .svc)
        let (_, restarted) = cycles(up, down, up)
        #expect(codes(restarted.flatMap { $0 }).isEmpty)
        let (_, stopped) = cycles(up, down, down.ending([.svc], .timeout), down, down, up)
        #expect(
            stopped.map { codes($0) } == [
                [], [], [], ["system.service.stopped service:nginx.service"], [],
                ["system.service.started service:nginx.service"],
            ])
    }

    @Test("a disabled unit that systemd unloads after its stop has stopped")
    func unloaded() throws {
        let up = try Visit("debian-12")
        let blocks = up[.svc].components(separatedBy: "\n\n").filter { !$0.contains("Id=nginx.service") }
        let down = up.with([.svc: blocks.joined(separator: "\n\n")])
        let (_, changes) = cycles(up, down, down)
        #expect(codes(changes[2]) == ["system.service.stopped service:nginx.service"])
    }

    @Test("uptime decides about a reboot only without boot ids")
    func rebootByUptime() throws {
        let visit = try Visit("debian-12")
        let long = visit.with([.ident: "machine_id=\nboot_id=\nuptime=5000.0 1\nbtime=1\n"])
        let short = visit.with([.ident: "machine_id=\nboot_id=\nuptime=100.0 1\nbtime=2\n"])
        #expect(codes(cycles(long, short).changes[1]) == ["system.reboot.completed host"])
        #expect(cycles(short, long).changes[1].isEmpty)
        let sameBoot = visit[.ident].replacingOccurrences(of: "uptime=86123.44", with: "uptime=10.0")
        #expect(cycles(visit, visit.with([.ident: sameBoot])).changes[1].isEmpty)
    }

    @Test("a file that comes back is compared with what it last was")
    func returningFile() throws {
        let visit = try Visit("ubuntu-24.04")
        let path = "/etc/sudoers.d/90-cloud-init-users"
        let gone = visit.withoutHash(of: path)
        let (snapshots, changes) = cycles(visit, gone, visit.withHash(of: path, String(repeating: "e", count: 64)))
        #expect(changes[1].isEmpty)
        #expect(snapshots[1]["file_hashes"]?[path]?["present"] == false)
        #expect(codes(changes[2]) == ["system.config.file_changed file:\(path)"])
    }

    @Test("details keep the keys that clients know")
    func details() throws {
        let visit = try Visit("rhel-9")
        for row in Self.rows {
            let base = try Visit(row.distribution)
            for change in cycles(base, row.change(base)).changes[1] {
                let keys = Set(change.attributes.keys)
                #expect(keys.isSuperset(of: try Manifest.requiredKeys(of: change.code)), "\(change.code)")
            }
        }
        let opened = cycles(visit, Self.rows[0].change(visit)).changes[1].first { $0.code == .portOpened }
        #expect(opened?.attributes["process"] == "app")
        #expect(opened?.attributes["address"] == "0.0.0.0")
        #expect(opened?.attributes["port"] == 8080)
    }
}

extension Visit {
    /// This visit with another hash of one file, in both sections that carry it.
    func withHash(of path: String, _ hash: String) -> Visit {
        edited(path) { _ in "\(hash)  \(path)" }
    }

    func withoutHash(of path: String) -> Visit {
        edited(path) { _ in nil }
    }

    private func edited(_ path: String, _ change: (String) -> String?) -> Visit {
        var copy = self
        for section in [SectionName.hashes, .hashroot] where !copy[section].isEmpty {
            copy[section] = copy[section].components(separatedBy: "\n")
                .compactMap { $0.hasSuffix("  " + path) ? change($0) : $0 }.joined(separator: "\n")
        }
        return copy
    }
}
