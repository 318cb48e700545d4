import Foundation
import JSON
import Testing

@testable import Conformance

/// The kit finds what it says it finds, and nothing in a plugin that keeps the rules.
@Suite(.serialized) struct VerifyTests {
    @Test("a plugin that keeps every rule passes every case")
    func good() async throws {
        try await SubjectPlugin.with(nil) { package in
            let report = try await SubjectPlugin.report(package)
            #expect(report.outcomes.count >= 90)
            let failed = report.outcomes.filter { $0.verdict == .failed }
            #expect(failed.isEmpty, "\(failed.map { "\($0.testCase.id): \($0.faults)" })")
            #expect(Set(report.outcomes.map(\.testCase.id)).count == report.outcomes.count)
        }
    }

    @Test(
        "a plugin that breaks one rule fails the case of that rule",
        arguments: [
            ("BAD_AFTER_DESTROY", "handle.after-destroy"), ("BAD_AGAIN", "event.again"),
            ("BAD_CANCEL_BLOCKS", "cancel.by-clock"), ("BAD_CANCEL_LATE", "cancel.at-once"),
            ("BAD_CHANCE", "run.determinism"), ("BAD_CHILD", "state.children"), ("BAD_CLOCK", "clock.back"),
            ("BAD_CLOSED_SESSION", "fuzz.sequences"), ("BAD_CODE", "fault.state"), ("BAD_COMMAND", "run.plain"),
            ("BAD_CONFIGURE", "configure.valid"), ("BAD_CONFIG_CRASH", "config.invalid"),
            ("BAD_CONFIG_REFUSED", "config.valid"), ("BAD_CONSTRUCTOR", "load.quiet"),
            ("BAD_CORE_UNCHECKED", "service.core-missing"), ("BAD_DESCRIPTOR_CHANGES", "descriptor.constant"),
            ("BAD_DESCRIPTOR_FLAGS", "descriptor.abi"), ("BAD_DESCRIPTOR_FUNCTION", "descriptor.functions"),
            ("BAD_DESCRIPTOR_ID", "descriptor.identity"), ("BAD_DESCRIPTOR_SIZE", "descriptor.size"),
            ("BAD_DIRECTORY", "state.directory"), ("BAD_ENTRY_FILE", "entry.quiet"),
            ("BAD_ENTRY_HEAP", "entry.heap"), ("BAD_ENTRY_POINTER", "entry.same-pointer"),
            ("BAD_ENTRY_SLOW", "entry.time"), ("BAD_ENVIRONMENT", "state.environment"),
            ("BAD_ERRORS", "state.output"), ("BAD_EVENT_TYPE", "remote.empty"),
            ("BAD_EXTENSION", "extension.unknown"), ("BAD_FAILED_SESSION", "connect.tcp"),
            ("BAD_FILE_LEFT", "state.files"), ("BAD_FLOAT", "state.float"),
            ("BAD_FOREIGN_CALL", "parallel.cookies"), ("BAD_FORMAT", "run.format"),
            ("BAD_FUTURE_SLOT", "host.over-long"), ("BAD_HANG", "remote.exit-127"),
            ("BAD_HEALTH", "health.plain"), ("BAD_LEAK", "life.thousand"), ("BAD_LEAK_RUN", "memory.runs"),
            ("BAD_LIMITS", "state.limits"), ("BAD_LOCALE", "state.locale"), ("BAD_MALLOC", "memory.run-refused"),
            ("BAD_NOTE_ID", "note.identity"), ("BAD_NOTE_LANGUAGE", "note.language"),
            ("BAD_NO_RESULT", "fault.unreachable"), ("BAD_ON_EXIT_126", "remote.exit-126"),
            ("BAD_ON_IO", "fault.io"), ("BAD_OUTPUT", "state.output"), ("BAD_PARAMS_CRASH", "params.invalid"),
        ])
    func bad(flag: String, id: String) async throws {
        try await SubjectPlugin.with(flag) { package in
            let report = try await SubjectPlugin.report(package, cases: [id], timeout: 5)
            #expect(report.outcomes.map(\.testCase.id) == [id])
            #expect(report.outcomes.first?.verdict == .failed)
            #expect(!report.isConforming)
        }
        // The same case of the plugin that is right passes: what failed was the rule.
    }

    @Test("a case that crashes and one that hangs cost no other case anything")
    func isolation() async throws {
        try await SubjectPlugin.with("BAD_CONFIG_CRASH") { package in
            let report = try await SubjectPlugin.report(package, cases: ["config", "run"])
            let crashed = try #require(report.outcomes.first { $0.testCase.id == "config.invalid" })
            #expect(crashed.signal != nil && crashed.verdict == .failed)
            #expect(report.outcomes.first { $0.testCase.id == "run.plain" }?.verdict == .passed)
        }
        try await SubjectPlugin.with("BAD_HANG") { package in
            let report = try await SubjectPlugin.report(
                package, cases: ["remote.exit-127", "remote.exit-126"], timeout: 3)
            #expect(report.outcomes.first { $0.testCase.id == "remote.exit-127" }?.verdict == .failed)
            #expect(report.outcomes.first { $0.testCase.id == "remote.exit-126" }?.verdict == .passed)
        }
    }

    @Test("a seed makes the same choices again, and a failed case says how to repeat it")
    func seeds() async throws {
        try await SubjectPlugin.with("BAD_ON_IO") { package in
            let first = try await SubjectPlugin.report(package, cases: ["fuzz.weather"], seed: 7)
            let second = try await SubjectPlugin.report(package, cases: ["fuzz.weather"], seed: 7)
            #expect(first.outcomes.map(\.faults) == second.outcomes.map(\.faults))
            let outcome = try #require(first.outcomes.first)
            #expect(outcome.verdict == .failed)
            let command = first.command(toRepeat: outcome)
            #expect(command.contains("--case fuzz.weather") && command.contains("--seed"), "\(command)")
        }
    }

    @Test("the reports are JSON, and SARIF 2.1.0 with a rule and a result for what failed")
    func reports() async throws {
        try await SubjectPlugin.with("BAD_HEALTH") { package in
            let report = try await SubjectPlugin.report(package, cases: ["health", "note"])
            let json = try JSONValue(parsing: JSONReport.encode(report))
            #expect(json.object != nil)
            let sarif = try JSONValue(parsing: SARIFReport.encode(report, toolVersion: "1.2.3"))
            #expect(sarif["version"] == "2.1.0")
            let run = try #require(sarif["runs"]?.array?.first)
            let results = run["results"]?.array ?? []
            #expect(results.contains { $0["ruleId"] == "health.plain" && $0["level"] == "error" }, "\(sarif)")
            let rules = run["tool"]?["driver"]?["rules"]?.array ?? []
            #expect(rules.contains { $0["id"] == "health.plain" })
            #expect(HumanReport.text(for: report).contains("health.plain"))
        }
    }
}
