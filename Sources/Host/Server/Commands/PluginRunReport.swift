import JSON
import PluginHost
import VendorKit

/// What `plugin run` prints.
struct PluginRunReport: Sendable {
    let outcome: ProbeOutcome
    /// Connections, commands, files and sections.
    let questions: Int

    func print(asJSON: Bool) {
        if asJSON {
            var writer = JSONWriter()
            writer.beginObject()
            writer.member("plugin", outcome.pluginID)
            writer.member("version", outcome.pluginVersion)
            writer.member("probe", outcome.probe)
            writer.member("result", outcome.resultValue)
            writer.member("events", JSONValue.array(outcome.events.map(Self.value)))
            writer.member("duration_ns", outcome.durationNanoseconds)
            writer.member("cpu_ns", outcome.cpuNanoseconds)
            writer.endObject()
            Swift.print(String(decoding: writer.bytes, as: UTF8.self))
        } else {
            Swift.print(String(decoding: outcome.resultValue.encoded(), as: UTF8.self))
            for event in outcome.events { Swift.print(String(decoding: Self.value(event).encoded(), as: UTF8.self)) }
        }
        let milliseconds = Double(outcome.durationNanoseconds / 10_000) / 100
        let cpu = Double(outcome.cpuNanoseconds / 10_000) / 100
        StandardError.write(
            "done      \(milliseconds) ms, \(cpu) ms of them CPU, \(questions) questions to the host, "
                + "\(outcome.events.count) events\n")
    }

    private static func value(_ event: EmittedEvent) -> JSONValue {
        let severities: [EmittedEvent.Severity: String] = [
            .info: "info", .low: "low", .medium: "medium", .high: "high", .critical: "critical",
        ]
        let attributes = try? JSONValue(parsing: event.attributes)
        return [
            "event": .string(event.kindCode), "severity": .string(severities[event.severity] ?? ""),
            "subject": .string(event.subject), "message": .string(event.message),
            "attributes": attributes ?? .object([:]),
        ]
    }

    /// One answer of the host, as it comes.
    static func line(for entry: Recording.Entry) -> String {
        switch entry {
        case .connection(let connection):
            let detail = connection.code == .ok ? "" : "  \(connection.info.failureMessage)"
            return "ssh       \(connection.code)\(detail)\n"
        case .command(let words, let answer):
            return
                "command   \(String(decoding: JSONValue.strings(words).encoded(), as: UTF8.self))  \(text(of: answer))\n"
        case .file(let path, let answer):
            return "file      \(path)  \(text(of: answer))\n"
        case .section(let id, let verdict, let answer):
            return "section   \(id)  \(verdict), \(text(of: answer))\n"
        }
    }

    private static func text(of answer: Recording.Answer) -> String {
        guard answer.failure == .ok else { return "failed: \(answer.failure), \(answer.milliseconds) ms" }
        return "exit \(answer.exitCode), \(answer.stdout.count) bytes, \(answer.milliseconds) ms"
    }

    static func text(for error: any Error, missing: [String]) -> String {
        var text = "openwatch: \(error)\n"
        if let error = error as? PluginError {
            if let failure = error.failure {
                text += "  the plugin returned \(failure.code)"
                text += failure.message.isEmpty ? "\n" : ": \(failure.message)\n"
                if !failure.detail.isEmpty { text += "  detail: \(String(decoding: failure.detail, as: UTF8.self))\n" }
            }
            if let crash = error.crash { text += "  the runner ended: \(crash)\n" }
        }
        return text + Self.text(forMissing: missing)
    }

    static func text(forMissing missing: [String]) -> String {
        missing.map { "openwatch: the recording has no answer to {\($0)}\n" }.joined()
    }
}
