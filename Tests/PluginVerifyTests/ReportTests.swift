import Conformance
import Foundation
import JSON
import Testing

@Suite("Conformance reports")
struct ReportTests {
    private static let cases: Set<String> = ["fault.io", "fault.state", "manifest", "configure.valid"]

    private func report() async throws -> ConformanceReport {
        try await Workbench(
            "BAD_ON_IO", edit: { $0.replacing(", security = \"security@openwatch.example\"", with: "") }
        )
        .verify(Self.cases, seed: 7)
    }

    @Test("the report for people has a line per case, the command to repeat a failure, and the counts")
    func human() async throws {
        let report = try await report()
        let text = HumanReport.text(for: report)
        #expect(text.contains("✗ fault.io"))
        #expect(text.contains("✓ fault.state"))
        #expect(text.contains("! manifest.vendor"))
        #expect(text.contains("- manifest.hashes"))
        #expect(text.contains("openwatch plugin verify \(report.directory) --case fault.io --seed 7"))
        #expect(text.contains("does not conform: \(report.outcomes.count) cases"))
    }

    @Test("the JSON report has every case with its verdict and figures")
    func json() async throws {
        let report = try await report()
        let value = try JSONValue(parsing: JSONReport.encode(report))
        #expect(value["plugin"] == "org.openwatch.test.subject")
        #expect(value["seed"] == 7)
        #expect(value["conforms"] == false)
        #expect(value["counts"]?["failed"] == 1)
        let cases = try #require(value["cases"]?.array)
        #expect(cases.count == report.outcomes.count)
        let failed = try #require(cases.first { $0["id"] == "fault.io" })
        #expect(failed["verdict"] == "failed")
        #expect(failed["signal"] == 6)
        #expect(failed["reproduce"]?.string?.contains("--seed 7") == true)
        let passed = try #require(cases.first { $0["id"] == "fault.state" })
        #expect(passed["figures"]?.array?.first?["name"] == "points")
    }

    @Test("the SARIF report has a rule per case, and results that point to their rules")
    func sarif() async throws {
        let report = try await report()
        let value = try JSONValue(parsing: SARIFReport.encode(report, toolVersion: "1.2.3"))
        #expect(value["version"] == "2.1.0")
        #expect(value["$schema"]?.string?.hasSuffix("sarif-2.1.0.json") == true)
        let run = try #require(value["runs"]?.array?.first)
        let driver = try #require(run["tool"]?["driver"])
        #expect(driver["name"]?.string?.isEmpty == false)
        #expect(driver["semanticVersion"] == "1.2.3")
        let rules = try #require(driver["rules"]?.array)
        #expect(rules.count == report.outcomes.count)
        for rule in rules { #expect(rule["shortDescription"]?["text"]?.string?.isEmpty == false) }
        let results = try #require(run["results"]?.array)
        #expect(results.count >= rules.count)
        for result in results {
            let index = Int(try #require(result["ruleIndex"]?.integer))
            #expect(rules[index]["id"] == result["ruleId"])
            #expect(result["message"]?["text"]?.string != nil)
            #expect(["none", "note", "warning", "error"].contains(result["level"]?.string))
            let kind = try #require(result["kind"]?.string)
            // 3.27.10: a result that is no failure has the level "none".
            #expect((kind == "fail") == (result["level"] != "none"))
            #expect(result["locations"]?.array?.count == 1)
        }
        let error = try #require(results.first { $0["level"] == "error" })
        #expect(error["ruleId"] == "fault.io")
        #expect(error["properties"]?["seed"] == 7)
        #expect(results.contains { $0["ruleId"] == "manifest.vendor" && $0["level"] == "warning" })
    }

    @Test("the command ends with 0, 1 or 2 and prints what was asked for")
    func command() async throws {
        let openwatch = try Workbench.existing("openwatch")
        let good = try await Workbench(), bad = try await Workbench("BAD_HEALTH")
        let fine = try await Workbench.ended(openwatch, ["plugin", "verify", good.package, "--case", "health.plain"])
        #expect(fine.code == 0)
        #expect(fine.output.contains("conforms: 1 cases"))
        let broken = try await Workbench.ended(
            openwatch, ["plugin", "verify", bad.package, "--case", "health", "--json", "--jobs", "1"])
        #expect(broken.code == 1)
        #expect(try JSONValue(parsing: Array(broken.output.utf8))["conforms"] == false)
        let list = try await Workbench.ended(openwatch, ["plugin", "verify", "--list"])
        #expect(list.code == 0)
        #expect(list.output.hasSuffix("\(CaseTable.all.count) cases\n"))
        for wrong in [
            ["--case", "nothing"], ["--level", "pedantic"], ["--json", "--sarif"], ["--timeout", "0"], ["--seed", "x"],
        ] {
            #expect(
                try await Workbench.ended(openwatch, ["plugin", "verify", good.package] + wrong).code == 2, "\(wrong)")
        }
        #expect(try await Workbench.ended(openwatch, ["plugin", "verify", "/nowhere"]).code == 2)
    }
}
