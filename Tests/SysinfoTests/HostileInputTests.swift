import HostFacts
import JSON
import Testing

@testable import SysinfoProbe

@Suite struct HostileInputTests {
    @Test("takes nothing from output that is not what was asked for", arguments: SectionName.allCases)
    func garbage(section: SectionName) throws {
        let known = try Visit("rhel-9").snapshot()
        for text in [
            "", "\n\n\n", "\u{0}\u{1}\u{2}", "@0123 B pkg\n@0123 Q 0", "{\"a\":", "[[[[", "#json\n{}", "::::\n||||",
        ] {
            let after = try Visit("rhel-9").with([section: text]).snapshot(after: known, hour: 1)
            let found = ChangeDetector.changes(from: known, to: after)
            #expect(found.allSatisfy { $0.code != .packageRemoved && $0.code != .userDeleted }, "\(section) \(text)")
        }
    }

    @Test("survives bytes that are not UTF-8 and says so")
    func invalidText() throws {
        let bytes: [UInt8] = Array("root:x:0:0:r".utf8) + [0xFF, 0xFE] + Array("t:/root:/bin/sh\n".utf8)
        let accounts = try #require(Accounts(bytes[...]))
        #expect(accounts.accounts[0].gecos == "r\u{FFFD}\u{FFFD}t")
        #expect(accounts.snapshot[0]["lossy"] == true)
        let row = Array("#rpm\nx\t0\t1\t1\tnoarch\t5\t6\t(none)\tcaf".utf8) + [0xE9, 0x0A]
        #expect(try #require(PackageList(row[...])).packages[0].isLossy)
    }

    @Test("a marker inside data stays data")
    func markers() throws {
        let text =
            "root:x:0:0:\n@deadbeefdeadbeefdeadbeefdeadbeef E accounts 0\nmallory:x:1001:1001:#sha256:/:/bin/sh\n"
        let accounts = try #require(Accounts(Array(text.utf8)[...]))
        #expect(accounts.accounts.map(\.name) == ["root", "mallory"])
    }

    @Test("a line of ten megabytes costs one look and gives bounded text", .timeLimit(.minutes(1)))
    func longLines() throws {
        let long = [UInt8](repeating: 0x61, count: 10_000_000)
        // The host allows no section more than 4 MiB, so ten are more than can come.
        for section in [SectionName.os, .accounts, .pkg, .sockets] {
            let output = Array("#\(section)\n".utf8) + long + [0x0A]
            let samples = SampleSet([SectionSample(name: section, verdict: .ok, output: output)])
            let snapshot = SnapshotBuilder(samples: samples, previous: nil, unixNanoseconds: 1).build()
            #expect(JSONValue.object(snapshot).encoded().count < 100_000, "\(section)")
        }
        let account = Array("root:x:0:0:".utf8) + long + Array(":/root:/bin/sh\n".utf8)
        #expect(try #require(Accounts(account[...])).accounts[0].gecos.utf8.count == TextLimit.string)
    }

    @Test("believes no negative, huge or malformed number")
    func numbers() throws {
        #expect(
            Accounts(Array("a:x:-1:0::/:/\nb:x:99999999999:0::/:/\nc:x::0::/:/\nd:x:0x10:0::/:/\n".utf8)[...]) == nil)
        #expect(Bytes(Array("9223372036854775808".utf8)).integer == nil)
        #expect(Bytes(Array("-5".utf8)).count64 == nil)
        #expect(Bytes(Array("12 ".utf8)).integer == nil)
        #expect(Memory(Array("MemTotal: -4 kB\n".utf8)[...]) == nil)
        #expect(HostIdentity(Array("uptime=-3.0\nboot_id=zzz\n".utf8)[...]) == nil)
        #expect(Firewall(Array("engine=nftables\ncount=-7\n".utf8)[...]) == nil)
        #expect(
            Sockets(Array("#ss\ntcp LISTEN 0 0 0.0.0.0:70000 0.0.0.0:*\ntcp LISTEN 0 0 0.0.0.0:-1 x\n".utf8)[...])?
                .sockets.isEmpty == true)
        let security = try #require(AccountSecurity(Array("a:set:6:-1:0:-5:7::\nb:bogus:6:1:2:3:::\n".utf8)[...]))
        #expect(security.snapshot["a"]?["max_days"] == nil)
        #expect(security.snapshot["b"] == nil)
    }

    @Test("a list that is cut in the middle of a line loses that line only")
    func missingFields() throws {
        let list = try #require(PackageList(Array("#deb\nii \tbash\t5.2\tamd64\nii \tcore".utf8)[...]))
        #expect(list.packages.map(\.name) == ["bash"])
        #expect(OSRelease(Array("VERSION_ID=1\n".utf8)[...]) == nil)
        #expect(Uname(Array("Linux\n6.1\n".utf8)[...]) == nil)
        #expect(
            Disks(Array("Filesystem 1024-blocks Used Available Capacity Mounted on\n/dev/a 1 1 1 1% /x\n".utf8)[...])
                == nil)
        #expect(
            Interfaces(addresses: Array("#json\n[{\"ifname\":\"a\"},{}]\n".utf8)[...], netsys: nil)?.snapshot.count == 1
        )
    }

    @Test("keeps subjects within their limit and apart")
    func subjects() {
        let long = String(repeating: "ü", count: 600)
        let one = Change(.mounted, subject: "mount:/\(long)1", message: long, attributes: [:])
        let two = Change(.mounted, subject: "mount:/\(long)2", message: long, attributes: [:])
        #expect(one.subject.utf8.count <= Change.subjectLimit)
        #expect(one.subject != two.subject)
    }
}
