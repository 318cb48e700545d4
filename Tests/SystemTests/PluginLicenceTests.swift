import Foundation
import Glibc
import JSON
import TestSupport
import Testing

extension SystemTests {
    /// Plugins of vendors, who run by the licence.
    @Suite("Plugin licences")
    struct PluginLicences {
        @Test("a vendor's plugin is locked, runs with a licence that has the feature, and is drained when that goes")
        func locking() async throws {
            let licensor = try TemporaryDirectory(prefix: "openwatch-licensor-")
            let environment = [
                "OPENWATCH_LICENSE_ISSUER_KEYS": licensor.path + "/keys",
                "OPENWATCH_LICENSE_FILE": licensor.path + "/license.lic",
            ]
            let licence = try await issue(licensor, environment)
            try await OpenWatchServer.with(.init(ownTrust: true, environment: environment)) { server in
                let stage = try await PluginStage.make(server, name: "vended", tier: "vendor", approves: false)
                let shown = try await stage.detail()["plugin"]
                #expect(shown?["state"] == "locked" && shown?["unlocked_by"] == "openwatch_plus", "\(shown ?? .null)")
                #expect(shown?["trust"]?.string?.hasPrefix("vendor") == true)
                // It may be approved and chosen before it may run.
                try await stage.approve("0.1.0")
                try await stage.takeRole()
                #expect(try await stage.state() == "locked")
                let refused = try await stage.run()
                #expect(refused.status == 402 && refused.code == "license.feature_unavailable", "\(refused.text)")
                #expect(refused.detail?["feature"] == "vendor_plugins", "\(refused.text)")
                let command = try await server.command(["probe", "run", stage.probe, stage.host])
                #expect(command.status == 1 && command.errors.contains("license.feature_unavailable"))
                #expect(try await server.post("plugins/\(stage.id):restart").code == "plugins.state_conflict")
                try await expectScheduleSkips(stage)

                let installed = try await server.post(
                    "admin/license:install", ["license_jwt": .string(licence)], key: "licence")
                #expect(installed.status == 200, "\(installed.text)")
                try await wait(until: "the plugin to be unlocked") { try await stage.state() == "ready" }
                #expect(try await stage.detail()["plugin"]?["unlocked_by"] == nil)
                #expect(try await stage.answer() == "0.1.0+0")
                #expect(try await stage.state() == "running")
                let pid = try #require(try await stage.detail()["plugin"]?["runner"]?["pid"]?.integer)

                // The licence goes while a call runs.
                #expect(try await stage.configure(["sleep_ms": 2_000]).status == 200)
                async let slow = stage.run()
                try await wait(until: "the call to be in flight") {
                    (try await stage.detail()["plugin"]?["runner"]?["in_flight"]?.integer ?? 0) > 0
                }
                unlink(licensor.path + "/license.lic")
                #expect(try await server.post("admin/license:reload").status == 200)
                try await wait(until: "the plugin to be locked") { try await stage.state() == "locked" }
                let finished = try await slow
                #expect(finished.status == 200, "\(finished.text)")
                #expect(try await stage.run().status == 402)
                try await wait(until: "its runner to end") {
                    try await stage.detail()["draining_runners"] == 0 && kill(pid_t(pid), 0) != 0
                }
                let locked = try await wait(for: "the audit rows") {
                    let rows = try await stage.audit("plugin.locked")
                    return rows.count == 2 ? rows : nil
                }
                #expect(locked.allSatisfy { $0["detail"]?["feature"] == "vendor_plugins" })
                #expect(try await !stage.audit("plugin.unlocked").isEmpty)
            }
        }

        /// Makes the probe due and waits until the scheduler has put it off; the host is not blamed for it.
        private func expectScheduleSkips(_ stage: PluginStage) async throws {
            let place = "host_id = '\(stage.host)' AND role = 'discovery'"
            let before = try await stage.server.rows("SELECT * FROM probe_schedule WHERE \(place)").first
            try await stage.server.psql("UPDATE probe_schedule SET next_due_at = now() WHERE \(place)")
            let row = try await wait(for: "the schedule to put the probe off") {
                try await stage.server.rows(
                    "SELECT * FROM probe_schedule WHERE \(place) AND next_due_at > now() AND lease_until IS NULL "
                        + "AND last_error IS NOT NULL AND next_due_at < now() + interval '10 minutes'"
                ).first
            }
            #expect(row["last_error"] == "license.feature_unavailable", "\(row)")
            #expect(row["consecutive_failures"] == before?["consecutive_failures"], "\(row)")
            #expect(row["last_finished_at"] == before?["last_finished_at"], "\(row)")
        }

        private func issue(_ licensor: TemporaryDirectory, _ environment: [String: String]) async throws -> String {
            func run(_ arguments: [String]) async throws -> String {
                let run = try await OpenWatchCommand.run(["license"] + arguments, environment: environment)
                guard run.status == 0 else { throw Failure(description: run.errors) }
                return run.output.trimmingCharacters(in: .newlines)
            }
            _ = try await run(["keygen", "--out", licensor.path + "/issuer"])
            try FileManager.default.createDirectory(
                atPath: licensor.path + "/keys", withIntermediateDirectories: true)
            try licensor.write(
                "keys/own.pem", String(decoding: try licensor.read("issuer/license-issuer.pem"), as: UTF8.self))
            return try await run([
                "issue", "--key", licensor.path + "/issuer/license-issuer.key", "--customer", "acme", "--tier",
                "openwatch_plus", "--days", "10",
            ])
        }
    }
}
