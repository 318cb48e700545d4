import JSON

/// The report for programs. Times are milliseconds.
package enum JSONReport {
    package static func encode(_ report: ConformanceReport) -> [UInt8] {
        var writer = JSONWriter(reserving: 64 << 10)
        writer.beginObject()
        writer.member("plugin", report.pluginID)
        writer.member("version", report.version)
        writer.member("directory", report.directory)
        writer.member("seed", report.seed)
        writer.member("seconds", report.seconds)
        writer.member("conforms", report.isConforming)
        writer.key("counts")
        writer.beginObject()
        writer.member("passed", report.count(.passed))
        writer.member("warned", report.count(.warned))
        writer.member("failed", report.count(.failed))
        writer.member("skipped", report.count(.skipped))
        writer.endObject()
        writer.key("cases")
        writer.beginArray()
        for outcome in report.outcomes { write(outcome, report, to: &writer) }
        writer.endArray()
        writer.endObject()
        return writer.bytes
    }

    private static func write(_ outcome: CaseOutcome, _ report: ConformanceReport, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("id", outcome.testCase.id)
        writer.member("title", outcome.testCase.title)
        writer.member("kind", outcome.testCase.kind.rawValue)
        writer.member("level", outcome.testCase.level.rawValue)
        writer.member("verdict", outcome.verdict.rawValue)
        writer.member("faults", outcome.faults)
        writer.member("warnings", outcome.warnings)
        writer.member(optional: "skip_reason", outcome.skipReason)
        if outcome.testCase.kind == .execution {
            writer.member("milliseconds", outcome.milliseconds)
            writer.member(optional: "signal", outcome.signal)
            writer.member("timed_out", outcome.timedOut)
        }
        writer.key("figures")
        writer.beginArray()
        for figure in outcome.figures {
            writer.beginObject()
            writer.member("name", figure.name)
            writer.member("value", figure.value)
            writer.member("unit", figure.unit)
            writer.endObject()
        }
        writer.endArray()
        if outcome.verdict == .failed { writer.member("reproduce", report.command(toRepeat: outcome)) }
        writer.endObject()
    }
}
