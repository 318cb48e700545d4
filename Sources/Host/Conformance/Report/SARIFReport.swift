import JSON

/// The report as SARIF 2.1.0, which code hosts show beside the sources: a rule for each case, a result for each finding.
package enum SARIFReport {
    private static let schema = "https://json.schemastore.org/sarif-2.1.0.json"

    /// - Parameter toolVersion: of the kit, a semantic version.
    package static func encode(_ report: ConformanceReport, toolVersion: String) -> [UInt8] {
        var writer = JSONWriter(reserving: 64 << 10)
        writer.beginObject()
        writer.member("$schema", schema)
        writer.member("version", "2.1.0")
        writer.key("runs")
        writer.beginArray()
        writer.beginObject()
        writer.key("tool")
        writer.beginObject()
        writer.key("driver")
        writer.beginObject()
        writer.member("name", "openwatch plugin verify")
        writer.member("semanticVersion", toolVersion)
        writer.key("rules")
        writer.beginArray()
        for outcome in report.outcomes { writeRule(outcome.testCase, to: &writer) }
        writer.endArray()
        writer.endObject()
        writer.endObject()
        writer.key("invocations")
        writer.beginArray()
        writer.beginObject()
        writer.member("executionSuccessful", true)
        writer.endObject()
        writer.endArray()
        writer.key("results")
        writer.beginArray()
        for (index, outcome) in report.outcomes.enumerated() { writeResults(outcome, index, report, to: &writer) }
        writer.endArray()
        writer.endObject()
        writer.endArray()
        writer.endObject()
        return writer.bytes
    }

    private static func writeRule(_ testCase: ConformanceCase, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("id", testCase.id)
        writer.member("name", name(of: testCase.id))
        writeText("shortDescription", testCase.title, to: &writer)
        writer.key("defaultConfiguration")
        writer.beginObject()
        writer.member("level", "error")
        writer.endObject()
        writer.key("properties")
        writer.beginObject()
        writer.member("kind", testCase.kind.rawValue)
        writer.endObject()
        writer.endObject()
    }

    /// SARIF wants names in Pascal case.
    private static func name(of id: String) -> String {
        id.split(whereSeparator: { $0 == "." || $0 == "-" }).map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    }

    private static func writeResults(
        _ outcome: CaseOutcome, _ index: Int, _ report: ConformanceReport, to writer: inout JSONWriter
    ) {
        switch outcome.verdict {
        case .passed: writeResult(outcome, index, report, ("pass", "none", outcome.testCase.title), to: &writer)
        case .skipped:
            writeResult(outcome, index, report, ("notApplicable", "none", outcome.skipReason ?? ""), to: &writer)
        case .failed, .warned: break
        }
        for fault in outcome.faults { writeResult(outcome, index, report, ("fail", "error", fault), to: &writer) }
        for warning in outcome.warnings where outcome.verdict != .skipped {
            writeResult(outcome, index, report, ("fail", "warning", warning), to: &writer)
        }
    }

    private static func writeResult(
        _ outcome: CaseOutcome, _ index: Int, _ report: ConformanceReport,
        _ result: (kind: String, level: String, text: String), to writer: inout JSONWriter
    ) {
        writer.beginObject()
        writer.member("ruleId", outcome.testCase.id)
        writer.member("ruleIndex", index)
        writer.member("kind", result.kind)
        writer.member("level", result.level)
        writeText("message", result.text, to: &writer)
        writer.key("locations")
        writer.beginArray()
        writer.beginObject()
        writer.key("physicalLocation")
        writer.beginObject()
        writer.key("artifactLocation")
        writer.beginObject()
        writer.member("uri", "plugin.toml")
        writer.endObject()
        writer.endObject()
        writer.endObject()
        writer.endArray()
        if let seed = outcome.seed, result.kind == "fail" {
            writer.key("properties")
            writer.beginObject()
            writer.member("seed", seed)
            writer.member("reproduce", report.command(toRepeat: outcome))
            writer.endObject()
        }
        writer.endObject()
    }

    private static func writeText(_ key: StaticString, _ text: String, to writer: inout JSONWriter) {
        writer.key(key)
        writer.beginObject()
        writer.member("text", text)
        writer.endObject()
    }
}
