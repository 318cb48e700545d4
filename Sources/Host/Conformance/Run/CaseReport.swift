import JSON
import PluginHost

/// Turns the lines of a case's process, and how the process ended, into an outcome.
struct CaseReport {
    let manifest: PluginManifest
    let inspection: PackageSurvey

    private static let captureLimit = 2_000

    func outcome(of testCase: ConformanceCase, _ ended: CaseProcess.Ended, seconds: Int) -> CaseOutcome {
        var outcome = CaseOutcome(testCase)
        outcome.milliseconds = ended.milliseconds
        outcome.signal = ended.signal
        outcome.timedOut = ended.timedOut
        var step = "", cameToItsEnd = false, captures = 0
        for line in ended.report.split(separator: 0x0a) {
            guard let value = try? JSONValue(parsing: Array(line)) else { continue }
            if let text = value["step"]?.string { step = text }
            if let text = value["fault"]?.string { outcome.faults.append(text) }
            if let text = value["warning"]?.string { outcome.warnings.append(text) }
            if let text = value["skip"]?.string { outcome.skipReason = text }
            if value["end"] != nil { cameToItsEnd = true }
            if let name = value["figure"]?.string, let number = value["value"]?.double {
                outcome.figures.append(.init(name: name, value: number, unit: value["unit"]?.string ?? ""))
            }
            if value["capture"] != nil, captures < Self.captureLimit {
                captures += 1
                for fault in CaptureCheck(manifest: manifest, inspection: inspection).faults(value)
                where !outcome.faults.contains(fault) && outcome.faults.count < 20 {
                    outcome.faults.append(fault)
                }
            }
        }
        addEnd(ended, step: step, cameToItsEnd: cameToItsEnd, seconds: seconds, to: &outcome)
        let words = String(decoding: ended.errors.prefix(400), as: UTF8.self)
            .unicodeScalars.map { $0.value < 0x20 ? " " : String($0) }.joined()
        if !words.isEmpty {
            if testCase.id == "state.output" {
                outcome.faults.append("the plugin wrote to standard error: \(words)")
            } else if !outcome.faults.isEmpty {
                outcome.warnings.append("standard error: \(words)")
            }
        }
        return outcome
    }

    private func addEnd(
        _ ended: CaseProcess.Ended, step: String, cameToItsEnd: Bool, seconds: Int, to outcome: inout CaseOutcome
    ) {
        let place = step.isEmpty ? "" : " during: \(step)"
        if ended.timedOut {
            outcome.faults.insert("the case was ended after \(seconds) s\(place)", at: 0)
        } else if let signal = ended.signal {
            outcome.faults.insert("the plugin crashed with \(SignalName.of(signal))\(place)", at: 0)
        } else if !cameToItsEnd {
            outcome.faults.insert("the plugin ended the process with exit code \(ended.exitCode ?? -1)\(place)", at: 0)
        }
    }
}
