import AreaTestSupport
import Contract
import Database
import Foundation
import TestSupport
import Testing

@testable import PluginHost
@testable import System

@Suite("Package changes that are cut short")
struct PluginCrashTests {
    private let id = PluginBench.id

    /// Runs the helper, which kills itself at the step; its last lines for the reader of a failed test.
    private func crash(_ bench: PluginBench, _ test: TestDatabase, at step: String, _ rest: [String]) async throws {
        let run = try await TestCommand.run(
            [PluginBench.product("openwatch-install-crash"), test.conninfo, bench.directory.path, step] + rest,
            mayFail: true)
        #expect(run.status != 0 && run.status != 2, "it was to be killed at \(step): \(run.text)")
        #expect(run.text.isEmpty, "it was to be killed, not to fail: \(run.text)")
    }

    private func folders(_ bench: PluginBench) -> [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: "\(bench.store)/\(id)")) ?? []
    }

    private func rows(_ database: Database) async throws -> Int {
        try await database.count("SELECT count(*) AS n FROM plugin_packages")
    }

    @Test(
        "an installation that is killed is there after the next start if its audit row is, and without a trace if not",
        arguments: [
            ("wroteFile", false), ("written", false), ("staged", false), ("committed", true), ("published", true),
        ])
    func installing(step: String, isInstalled: Bool) async throws {
        try await withAreaDatabase { test in
            let bench = try PluginBench()
            try bench.directory.write("disk.owp", bytes: try await bench.package("1.0.0"))
            try await crash(bench, test, at: step, ["install", "\(bench.directory.path)/disk.owp"])
            let expected = isInstalled ? ["plugin.installed"] : []
            #expect(try await test.database.auditActions() == expected)
            if step != "published" { #expect(!folders(bench).contains("1.0.0")) }

            for _ in 0..<2 {
                try await bench.with(test.database) { (_, host) async throws in
                    #expect((host.status(of: id) != nil) == isInstalled)
                    #expect(folders(bench) == (isInstalled ? ["1.0.0"] : []))
                    #expect(try await test.database.auditActions() == expected)
                    #expect(try await rows(test.database) == (isInstalled ? 1 : 0))
                }
            }
            // Whatever happened, the same package can be installed now.
            try await bench.with(test.database) { operations, host in
                _ = try await operations.install([UInt8](bench.directory.read("disk.owp")), by: .administrator)
                #expect(host.status(of: id)?.state == .awaitingApproval && folders(bench) == ["1.0.0"])
            }
        }
    }

    @Test(
        "a removal that is killed is finished after the next start if its audit row is there, and undone if not",
        arguments: [("marked", false), ("committed", true), ("removed", true)])
    func removing(step: String, isRemoved: Bool) async throws {
        try await withAreaDatabase { test in
            let bench = try PluginBench()
            try await bench.with(test.database) { operations, _ in
                _ = try await operations.install(bench.package("1.0.0"), by: .administrator)
            }
            try await crash(bench, test, at: step, ["remove", id])
            let expected = ["plugin.installed"] + (isRemoved ? ["plugin.removed"] : [])
            #expect(try await test.database.auditActions() == expected)
            try await bench.with(test.database) { (_, host) async throws in
                #expect((host.status(of: id) == nil) == isRemoved)
                #expect(folders(bench) == (isRemoved ? [] : ["1.0.0"]))
                #expect(try await test.database.auditActions() == expected)
                #expect(try await rows(test.database) == (isRemoved ? 0 : 1))
            }
        }
    }

    @Test("what a killed command leaves is put in order by the next change, without a start")
    func nextChange() async throws {
        try await withAreaDatabase { test in
            let bench = try PluginBench()
            try bench.directory.write("disk.owp", bytes: try await bench.package("1.0.0"))
            try await bench.with(test.database) { operations, host in
                try await crash(bench, test, at: "committed", ["install", "\(bench.directory.path)/disk.owp"])
                #expect(host.status(of: id) == nil)
                _ = try await operations.install(bench.package("2.0.0"), by: .administrator)
                #expect(host.status(of: id)?.versions.map(\.version) == ["1.0.0", "2.0.0"])
            }
        }
    }

    @Test("an installation whose audit row cannot be written leaves nothing behind, on disk or in the database")
    func refused() async throws {
        try await withAreaDatabase { test in
            let bench = try PluginBench()
            try await bench.with(test.database) { operations, host in
                try await test.database.execute("ALTER TABLE audit_events RENAME TO audit_events_away")
                let package = try await bench.package("1.0.0")
                await #expect(throws: DatabaseError.self) {
                    _ = try await operations.install(package, by: .administrator)
                }
                #expect(folders(bench) == [] && host.status(of: id) == nil)
                #expect(try await rows(test.database) == 0)
                try await test.database.execute("ALTER TABLE audit_events_away RENAME TO audit_events")
                _ = try await operations.install(package, by: .administrator)
                #expect(folders(bench) == ["1.0.0"])
                try await test.database.execute("ALTER TABLE audit_events RENAME TO audit_events_away")
                await #expect(throws: DatabaseError.self) {
                    try await operations.remove(id, version: nil, by: .administrator)
                }
                #expect(folders(bench) == ["1.0.0"] && host.status(of: id) != nil)
                try await test.database.execute("ALTER TABLE audit_events_away RENAME TO audit_events")
            }
        }
    }

    @Test("a package that was put into the store by hand is adopted at the start, once and on record")
    func adopted() async throws {
        try await withAreaDatabase { test in
            let bench = try PluginBench()
            let package = try await bench.package("1.0.0")
            _ = try PackageStore(root: bench.store).install(
                package, trust: LiveTrustPolicy(directory: bench.trust))
            for _ in 0..<2 {
                try await bench.with(test.database) { (_, host) async throws in
                    #expect(host.status(of: id)?.state == .awaitingApproval)
                    #expect(try await test.database.auditActions() == ["plugin.adopted"])
                    #expect(try await rows(test.database) == 1)
                }
            }
            let row = try await test.database.query(
                "SELECT actor_type, actor_label, resource_id FROM audit_events"
            ).first
            #expect(try row?.string("actor_type") == "system" && row?.string("resource_id") == id)
        }
    }
}
