import AreaTestSupport
import Contract
import Core
import Database
import Foundation
import JSON
import Testing

@testable import PluginHost
@testable import Probes

@Suite("Results of probes without a role")
struct VendorResultTests {
    private func outcome(_ result: JSONValue, probe: String = "fans", severity: EmittedEvent.Severity = .high)
        -> ProbeOutcome
    {
        ProbeOutcome(
            result: result.encoded(), resultValue: result,
            events: [
                EmittedEvent(
                    kindCode: "acme.fan.stopped", severity: severity, subject: "fan:1", message: "m",
                    attributes: Array("{\"fan\":1}".utf8), occurredAt: nil)
            ], durationNanoseconds: 1, cpuNanoseconds: 1, pluginID: "acme", pluginVersion: "1.0.0", probe: probe,
            attempt: 1)
    }

    @Test("the latest result of each probe is kept per host, with its events on the stream")
    func stored() async throws {
        try await withAreaDatabase { test in
            let host = try await test.database.addHost()
            let results = VendorResults(database: test.database)
            for number in 1...2 {
                let accepted = try await results.accept(outcome(["n": .integer(number)]), from: host)
                #expect(accepted.events == 1 && accepted.nextDueInSeconds == nil)
            }
            _ = try await results.accept(outcome(["n": 9], probe: "disks"), from: host)
            let rows = try await test.database.query("SELECT probe, result FROM probe_results ORDER BY probe")
            #expect(try rows.map { try $0.string("probe") } == ["disks", "fans"])
            #expect(try JSONValue(parsing: rows[1].json("result")) == ["n": 2])
            let events = try await test.database.query("SELECT code, severity, subject, host_id FROM event_log")
            #expect(events.count == 3)
            #expect(
                try events.allSatisfy { try $0.string("code") == "acme.fan.stopped" && $0.string("severity") == "high" }
            )
            #expect(try events.allSatisfy { try $0.uuid("host_id") == host.id && $0.string("subject") == "fan:1" })
        }
    }

    @Test("when an event cannot be stored the result is not kept either")
    func atomic() async throws {
        try await withAreaDatabase { test in
            let host = try await test.database.addHost()
            try await test.database.execute("ALTER TABLE event_log ADD CHECK (code <> 'acme.fan.stopped')")
            await #expect(throws: DatabaseError.self) {
                _ = try await VendorResults(database: test.database).accept(outcome([:]), from: host)
            }
            let count = try await test.database.count("SELECT count(*) AS n FROM probe_results")
            #expect(count == 0)
        }
    }
}
