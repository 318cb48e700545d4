/// The report for a terminal: a line per case, what is wrong below it, a summary.
package enum HumanReport {
    /// The lines of one case.
    package static func text(for outcome: CaseOutcome, in report: ConformanceReport? = nil) -> String {
        let mark =
            switch outcome.verdict {
            case .passed: "✓"
            case .warned: "!"
            case .failed: "✗"
            case .skipped: "-"
            }
        var notes = outcome.figures.map(\.text)
        if outcome.testCase.kind == .execution, outcome.milliseconds >= 1_000 {
            notes.append("took \((outcome.milliseconds / 100).rounded() / 10) s")
        }
        let id = outcome.testCase.id.padding(to: 26)
        let tail = notes.isEmpty ? "" : "  (\(notes.joined(separator: ", ")))"
        var text = "\(mark) \(id) \(outcome.testCase.title)\(tail)\n"
        if let reason = outcome.skipReason, outcome.verdict == .skipped { text += "    \(reason.plain)\n" }
        for fault in outcome.faults { text += "    ✗ \(fault.plain)\n" }
        for warning in outcome.warnings { text += "    ! \(warning.plain)\n" }
        return text
    }

    /// The whole report.
    package static func text(for report: ConformanceReport) -> String {
        report.outcomes.map { text(for: $0) }.joined() + summary(of: report)
    }

    /// How to repeat what failed, and the counts.
    package static func summary(of report: ConformanceReport) -> String {
        let failed = report.outcomes.filter { $0.verdict == .failed }
        var text = "\n"
        if !failed.isEmpty {
            text += "to repeat a failure:\n" + failed.map { "  \(report.command(toRepeat: $0))\n" }.joined() + "\n"
        }
        let name = report.pluginID.isEmpty ? report.directory : "\(report.pluginID) \(report.version)"
        let verdict = report.isConforming ? "conforms" : "does not conform"
        text += "\(name) \(verdict): \(report.outcomes.count) cases, \(report.count(.passed)) passed, "
        text +=
            "\(report.count(.warned)) with warnings, \(failed.count) failed, \(report.count(.skipped)) not applicable; "
        return text + "seed \(report.seed), \((report.seconds * 10).rounded() / 10) s\n"
    }
}

extension String {
    fileprivate func padding(to width: Int) -> String {
        count >= width ? self : self + String(repeating: " ", count: width - count)
    }

    /// Text from a plugin must not move the cursor.
    fileprivate var plain: String {
        String(String.UnicodeScalarView(unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7f ? " " : $0 }))
    }
}
