import Contract
import Core
import Foundation
import JSON
import Testing

@testable import Licensing

@Suite("The licence in force")
struct LicenseServiceTests {
    @Test("before anything is loaded and without a file the free tier is on, and nothing is said about it")
    func free() async throws {
        try await withLicenses { bench in
            for _ in 0..<2 {
                let snapshot = bench.service.snapshot()
                #expect(snapshot.status == .noLicense && snapshot.tier == .free && !snapshot.isInForce)
                #expect(snapshot.features == ["compliance_check"] && snapshot.license == nil)
                #expect(bench.service.isEnabled(.complianceCheck) && !bench.service.isEnabled(.auditQuery))
                try await bench.load(.boot)
            }
            #expect(try await bench.actions().isEmpty)
        }
    }

    @Test("a licence switches on what it names, whatever its tier, and free features stay on")
    func active() async throws {
        try await withLicenses { bench in
            try bench.put(try bench.issuer.token(["tier": "free", "features": ["plugin_in_process", "time_travel"]]))
            let snapshot = try await bench.load(.boot)
            #expect(snapshot.status == .active && snapshot.tier == .free)
            #expect(snapshot.features == ["plugin_in_process", "time_travel"])
            #expect(bench.service.isEnabled(.pluginInProcess) && bench.service.isEnabled(.complianceCheck))
            #expect(!bench.service.isEnabled(.auditQuery))
            let row = try #require(try await bench.rows().first)
            #expect(row.action == "license.installed")
            #expect(
                row.detail == [
                    "source": "boot", "tier": "free", "customer_id": "acme", "features_count": 2,
                    "using_prev_key": false, "in_grace_period": false,
                ])
        }
    }

    @Test("a command has the features of the licence without a word on record and without moving the clock's mark")
    func quiet() async throws {
        try await withLicenses { bench in
            try await bench.service.loadQuietly()
            #expect(bench.service.snapshot().status == .noLicense)
            try bench.put(try bench.issuer.token())
            try await bench.service.loadQuietly()
            #expect(bench.service.snapshot().status == .active && bench.service.isEnabled(.vendorPlugins))
            try bench.put("rubbish")
            try await bench.service.loadQuietly()
            #expect(bench.service.snapshot().status == .invalid)
            #expect(try await bench.actions().isEmpty)
            #expect(try await ClockWatermark(database: bench.database).read() == nil)
        }
    }

    @Test("features end with the grace period by themselves, without a reload")
    func ends() async throws {
        try await withLicenses { bench in
            let end = TestIssuer.now.unixSeconds + 60
            try bench.put(try bench.issuer.token(["exp": .integer(end)]))
            try await bench.load(.boot)
            bench.clock.move(seconds: 59)
            #expect(bench.service.snapshot().status == .active)
            bench.clock.move(seconds: 1)
            #expect(bench.service.snapshot().status == .grace && bench.service.isEnabled(.auditQuery))
            bench.clock.move(days: 30, seconds: -1)
            #expect(bench.service.snapshot().status == .grace && bench.service.isEnabled(.auditQuery))
            bench.clock.move(seconds: 1)
            let snapshot = bench.service.snapshot()
            #expect(snapshot.status == .expired && !bench.service.isEnabled(.auditQuery))
            #expect(snapshot.features == ["compliance_check"] && snapshot.tier == .openwatchPlus)
            #expect(bench.service.isEnabled(.complianceCheck))
        }
    }

    @Test("the timer tells of each stage once: ends soon, in grace, expired")
    func stages() async throws {
        try await withLicenses { bench in
            try bench.put(try bench.issuer.token(["exp": .integer(TestIssuer.now.unixSeconds + 20 * 86_400)]))
            try await bench.load(.boot)
            func told() async throws -> [String] {
                for _ in 0..<2 { try await bench.service.tick() }
                return try await Array(bench.actions().dropFirst())
            }
            #expect(try await told() == [])
            bench.clock.move(days: 6)
            #expect(try await told() == ["expiring_soon"])
            bench.clock.move(days: 14)
            #expect(try await told() == ["expiring_soon", "expiring_soon"])
            bench.clock.move(days: 30)
            #expect(try await told() == ["expiring_soon", "expiring_soon", "expired"])
            let rows = try await bench.rows().dropFirst()
            #expect(rows.map { $0.detail["source"] } == ["timer", "timer", "timer"])
            #expect(rows.map { $0.detail["in_grace_period"] } == [false, true, nil])
            // A new licence begins anew.
            try bench.put(try bench.issuer.token(["exp": .integer(bench.clock.now().unixSeconds + 86_400)]))
            try await bench.load(.sighup)
            #expect(try await told().suffix(2) == ["installed", "expiring_soon"])
        }
    }

    @Test("whoever listens hears which features are on, at once and when they come and go")
    func changes() async throws {
        try await withLicenses { bench in
            var heard = bench.service.changes().makeAsyncIterator()
            #expect(await heard.next() == [.complianceCheck])
            try bench.put(try bench.issuer.token())
            try await bench.load(.boot)
            #expect(await heard.next() == [.complianceCheck, .auditQuery, .vendorPlugins])
            try await bench.service.tick()
            bench.clock.move(days: 99 + 30)
            try await bench.service.tick()
            #expect(await heard.next() == [.complianceCheck])
            bench.clock.move(days: -100)
            try await bench.service.tick()
            #expect(await heard.next() == [.complianceCheck, .auditQuery, .vendorPlugins])
            var late = bench.service.changes().makeAsyncIterator()
            #expect(await late.next() == [.complianceCheck, .auditQuery, .vendorPlugins])
        }
    }

    @Test("a signal that finds the same licence says nothing; a start always does")
    func unchanged() async throws {
        try await withLicenses { bench in
            try bench.put(try bench.issuer.token())
            try await bench.load(.boot)
            for _ in 0..<3 { try await bench.load(.sighup) }
            #expect(try await bench.actions() == ["installed"])
            try await bench.restarted().load(.boot, by: .system("test"))
            #expect(try await bench.actions() == ["installed", "installed"])
            try bench.put(try bench.issuer.token(["customer_id": "other"]))
            try await bench.load(.sighup)
            #expect(try await bench.rows().last?.detail["source"] == "sighup")
            #expect(bench.service.snapshot().license?.claims.customerID == "other")
        }
    }

    @Test("a file that is gone is the free tier after a reload")
    func removed() async throws {
        try await withLicenses { bench in
            try bench.put(try bench.issuer.token())
            try await bench.load(.boot)
            bench.remove()
            #expect(bench.service.isEnabled(.auditQuery))
            let snapshot = try await bench.load(.sighup)
            #expect(snapshot.status == .noLicense && !bench.service.isEnabled(.auditQuery))
            try await bench.load(.sighup)
            #expect(try await bench.actions() == ["installed", "removed"])
        }
    }

    @Test("a bad file does not take a licence out of force, is on show until mended, and does after a restart")
    func badFile() async throws {
        try await withLicenses { bench in
            try bench.put(try bench.issuer.token())
            try await bench.load(.boot)
            let ended: JSONValue = .integer(TestIssuer.now.unixSeconds - 40 * 86_400)
            for (text, code) in [
                ("rubbish", "malformed_jwt"), (try TestIssuer().token(), "signature_invalid"),
                (try bench.issuer.token(["exp": ended]), "expired"),
                (try bench.issuer.token(["iss": "other"]), "issuer_invalid"),
                (String(repeating: "x", count: 70_000), "unreadable"),
            ] {
                try bench.put(text)
                let snapshot = try await bench.load(.sighup)
                #expect(snapshot.status == .active && snapshot.fault?.code == code, "\(code)")
                #expect(bench.service.isEnabled(.auditQuery))
            }
            #expect(
                try await bench.actions() == ["installed", "invalid", "invalid", "expired", "invalid", "invalid"])
            #expect(
                try await bench.rows()[1].detail == [
                    "source": "sighup", "reason": "malformed_jwt", "error": "not three parts in base64url",
                ])
            let restarted = bench.restarted()
            let snapshot = try await restarted.load(.boot, by: .system("test"))
            #expect(snapshot.status == .invalid && snapshot.fault?.code == "unreadable")
            #expect(snapshot.tier == .free && !restarted.isEnabled(.auditQuery))
            try bench.put(try bench.issuer.token())
            #expect(try await bench.load(.sighup).fault == nil)
        }
    }

    @Test("a licence that ended before the start is shown as that, and grants nothing")
    func expiredAtStart() async throws {
        try await withLicenses { bench in
            try bench.put(try bench.issuer.token(["exp": .integer(TestIssuer.now.unixSeconds - 30 * 86_400)]))
            let snapshot = try await bench.load(.boot)
            #expect(snapshot.status == .expired && snapshot.fault == nil && snapshot.tier == .openwatchPlus)
            #expect(!bench.service.isEnabled(.auditQuery))
            try await bench.service.tick()
            #expect(try await bench.actions() == ["expired"])
            // An ended licence protects nothing: a bad file after it is what there is.
            try bench.put("rubbish")
            #expect(try await bench.load(.sighup).status == .invalid)
        }
    }

    @Test("a licence of another installation is told as tampering")
    func foreign() async throws {
        try await withLicenses(fingerprint: "here") { bench in
            try bench.put(try bench.issuer.token(["fingerprint": "there"]))
            #expect(try await bench.load(.boot).status == .invalid)
            let row = try #require(try await bench.rows().first)
            #expect(row.action == "license.tampered")
            #expect(row.detail == ["source": "boot", "reason": "fingerprint_mismatch"])
        }
    }

    @Test("taking an issuer key away ends what it signed at the next reload; an earlier key still counts")
    func keys() async throws {
        try await withLicenses { bench in
            try bench.put(try bench.issuer.token())
            try await bench.load(.boot)
            let other = try TestIssuer()
            try bench.directory.write("keys/current.pem", other.pair.publicKeyPEM)
            try bench.directory.write("keys/prev.pem", bench.issuer.pair.publicKeyPEM)
            #expect(try await bench.load(.sighup).license?.usesPreviousKey == true)
            try FileManager.default.removeItem(atPath: bench.directory.path + "/keys/prev.pem")
            let withdrawn = try await bench.load(.sighup)
            #expect(withdrawn.status == .invalid && withdrawn.fault?.code == "signature_invalid")
            #expect(!bench.service.isEnabled(.auditQuery))
        }
    }

    @Test("a change that cannot be put on record does not happen")
    func noRecord() async throws {
        try await withLicenses { bench in
            try await bench.load(.boot)
            try bench.put(try bench.issuer.token())
            await bench.database.close()
            await #expect(throws: (any Error).self) { try await bench.load(.sighup) }
            await #expect(throws: (any Error).self) {
                try await bench.service.install(try bench.issuer.token(["customer_id": "x"]), by: .system("test"))
            }
            #expect(bench.service.snapshot().status == .noLicense)
            #expect(try String(contentsOfFile: bench.file, encoding: .utf8) == bench.issuer.token() + "\n")
        }
    }
}
