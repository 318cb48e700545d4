import JSON
import Testing

@testable import SysinfoProbe

@Suite struct SnapshotTests {
    @Test("a visit without root keeps what root saw, with its age and the reason")
    func denied() throws {
        let visit = try Visit("rhel-9")
        let (snapshots, changes) = cycles(visit, visit.ending(Visit.rootSections, .denied), visit)
        #expect(changes[1].isEmpty)
        #expect(changes[2].isEmpty)
        for key in ["account_security", "sudo", "users", "firewall", "firewall_rule_count", "file_hashes", "updates"] {
            #expect(snapshots[1][key] == snapshots[0][key], "\(key)")
        }
        let freshness = try #require(snapshots[1]["category_freshness"]?["account_security"])
        #expect(freshness["status"] == "stale")
        #expect(freshness["reason"] == "denied")
        #expect(freshness["observed_at"] == "2026-03-04T04:53:20.000000Z")
        #expect(freshness["attempt_at"] == "2026-03-04T05:53:20.000000Z")
        #expect(snapshots[1]["sections"]?["shadow"]?["verdict"] == "denied")
        #expect(snapshots[1]["sections"]?["shadow"]?["baseline"] == true)
        #expect(snapshots[1]["category_freshness"]?["users"]?["status"] == "ok")
        // systemd tells an ordinary account that firewalld runs.
        #expect(snapshots[1]["category_freshness"]?["firewall"]?["status"] == "ok")
    }

    @Test("maps every verdict to a reason of the contract")
    func reasons() throws {
        let visit = try Visit("debian-12")
        let first = visit.snapshot()
        for (verdict, reason) in [
            (SectionSample.Verdict.denied, "denied"), (.timeout, "timeout"), (.failed, "failed"),
            (.truncated, "failed"),
            (.killed, "failed"), (.unsupported, "failed"), (.unobserved, "failed"),
        ] {
            let next = visit.ending([.pkg], verdict).snapshot(after: first, hour: 1)
            #expect(next["category_freshness"]?["packages"]?["reason"]?.string == reason)
            #expect(next["packages"] == first["packages"])
        }
    }

    @Test("what was never observed has no value and no freshness")
    func neverObserved() throws {
        let snapshot = try Visit("debian-12").ending(Visit.rootSections, .denied).snapshot()
        #expect(snapshot["account_security"] == nil)
        #expect(snapshot["category_freshness"]?["account_security"] == nil)
        #expect(snapshot["users"]?["root"]?["locked"] == false)
        #expect(snapshot["firewall_rule_count"] == nil)
    }

    @Test("accounts and their security are observed apart")
    func accountsApart() throws {
        let visit = try Visit("rhel-9")
        let (snapshots, _) = cycles(
            visit, visit.adding("new:x:1100:1100::/home/new:/bin/sh", to: .accounts).ending([.shadow], .denied))
        #expect(snapshots[1]["users"]?["new"]?["locked"] == false)
        #expect(snapshots[1]["users"]?["root"]?["locked"] == true)
        #expect(snapshots[1]["users"]?["ops"]?["max_days"] == 90)
    }

    @Test("a file that ordinary accounts cannot read is not gone")
    func unreadableFiles() throws {
        let visit = try Visit("ubuntu-24.04")
        let (snapshots, _) = cycles(visit, visit.ending([.hashroot], .denied))
        #expect(snapshots[0]["config_hashes"]?.object?.count == 4)
        #expect(snapshots[1]["config_hashes"] == snapshots[0]["config_hashes"])
    }

    @Test("another machine behind the address starts a new epoch in silence", arguments: [true, false])
    func epoch(byMachineID: Bool) throws {
        let visit = try Visit("debian-12")
        let other =
            byMachineID
            ? visit.with([.ident: "machine_id=\(String(repeating: "a", count: 32))\nboot_id=1\nuptime=5.0 1\n"])
                .adding("eve:x:2000:2000::/:/bin/sh", to: .accounts)
            : try Visit("rhel-9").with([.ident: visit[.ident]])
        let (snapshots, changes) = cycles(visit, other.ending([.shadow], .denied))
        #expect(changes[1].isEmpty)
        #expect(snapshots[0]["identity"]?["epoch"] == 0)
        #expect(snapshots[1]["identity"]?["epoch"] == 1)
        // Nothing of the other machine lives on.
        #expect(snapshots[1]["account_security"] == nil)
    }

    @Test("a snapshot that is too large loses detail first, then lists, and names both")
    func limit() throws {
        var rows = "#rpm\n"
        for number in 0..<2000 { rows += "package-\(number)\t0\t1.0\t1\tnoarch\t5\t6\tsource.src.rpm\tA vendor\n" }
        let visit = try Visit("rhel-9").with([.pkg: rows])
        let whole = visit.snapshot()
        #expect(whole["truncated"] == nil)
        let size = JSONValue.object(whole).encoded().count
        let slim = SnapshotLimit.fit(whole, limit: size - 50_000)
        #expect(slim["truncated"] == ["package_items.details"])
        #expect(JSONValue.object(slim).encoded().count <= size - 50_000)
        let cut = SnapshotLimit.fit(whole, limit: 60_000)
        #expect(cut["package_items"] == nil)
        #expect(cut["truncated"]?.array?.contains("package_items") == true)
        // A list that was dropped is no baseline.
        #expect(ChangeDetector.changes(from: cut, to: visit.snapshot(after: cut, hour: 1)).isEmpty)
    }

    @Test("looks for updates once an hour")
    func updateCadence() throws {
        let snapshot = try Visit("debian-12").snapshot()
        let start: UInt64 = 1_772_600_000
        func asks(_ parameter: String?, _ seconds: UInt64, _ previous: JSONObject?) -> Bool {
            UpdateCadence(parameter: parameter)
                .sections(previous: previous, unixNanoseconds: (start + seconds) * 1_000_000_000).contains(.updates)
        }
        #expect(asks(nil, 0, nil))
        #expect(!asks(nil, 600, snapshot))
        #expect(asks(nil, 3600, snapshot))
        #expect(asks("always", 600, snapshot))
        #expect(!asks("never", 3600, nil))
        let next = SnapshotBuilder(samples: SampleSet([]), previous: snapshot, unixNanoseconds: start * 1_000_000_000)
            .build()
        #expect(next["updates"] == snapshot["updates"])
    }

    @Test("carries no hash of a password and no kernel command line")
    func secrets() throws {
        let text = String(decoding: JSONValue.object(try Visit("rhel-9").snapshot()).encoded(), as: UTF8.self)
        #expect(!text.contains("$6$"))
        #expect(!text.contains("BOOT_IMAGE"))
    }

    @Test("writes times as RFC 3339")
    func instants() {
        #expect(Instant.text(unixSeconds: 0) == "1970-01-01T00:00:00Z")
        #expect(Instant.text(unixSeconds: 951_782_400) == "2000-02-29T00:00:00Z")
        #expect(Instant.text(unixSeconds: 4_102_444_799) == "2099-12-31T23:59:59Z")
        #expect(Instant.text(unixSeconds: -1) == nil)
        #expect(Instant.text(unixNanoseconds: 1_772_600_000_000_001_000) == "2026-03-04T04:53:20.000001Z")
    }
}
