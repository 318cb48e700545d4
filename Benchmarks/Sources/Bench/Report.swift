import Foundation
import JSON
import NIOConcurrencyHelpers

/// Prints one JSON line per leg as it is known, and all of them as a table at the end.
final class Report: Sendable {
    typealias Figure = (name: String, value: Double)

    private struct Row {
        let leg: String
        let cells: [String]
    }

    private let workload: String
    private let rows = NIOLockedValueBox<[Row]>([])

    init(workload: String) {
        self.workload = workload
    }

    /// - Parameters:
    ///   - figures: in order of importance; the table shows the first six.
    ///   - notes: words that belong to the leg, such as a peer's version.
    func add(_ leg: String, _ figures: [Figure], notes: [(name: String, text: String)] = []) {
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("workload", workload)
        writer.member("leg", leg)
        for figure in figures {
            writer.key(figure.name)
            writer.raw(Array(Self.text(figure.value).utf8))
        }
        for note in notes {
            writer.key(note.name)
            writer.string(note.text)
        }
        writer.key("cpus")
        writer.integer(Self.usableCPUs)
        writer.member("load", Self.load)
        writer.member("at", Date().ISO8601Format())
        writer.endObject()
        FileHandle.standardOutput.write(Data(writer.bytes + [UInt8(ascii: "\n")]))
        let cells = figures.prefix(6).map { "\($0.name) \(Self.text($0.value))" }
        rows.withLockedValue { $0.append(Row(leg: leg, cells: cells)) }
    }

    /// To standard error, so that standard output stays one JSON text per line.
    func printTable() {
        let rows = rows.withLockedValue { $0 }
        let width = rows.map(\.leg.count).max() ?? 0
        var text = "\n\(workload) (\(Self.usableCPUs) CPUs, load \(Self.load))\n"
        for row in rows {
            let name = row.leg.padding(toLength: width, withPad: " ", startingAt: 0)
            text += "  \(name)  \(row.cells.joined(separator: " | "))\n"
        }
        FileHandle.standardError.write(Data(text.utf8))
    }

    /// Four significant digits and no exponent.
    private static func text(_ value: Double) -> String {
        guard value.isFinite else { return "0" }
        let digits = value == 0 ? 0 : max(0, 3 - Int(log10(abs(value)).rounded(.down)))
        let text = String(format: "%.\(min(digits, 6))f", value)
        guard text.contains(".") else { return text }
        let short = text.reversed().drop { $0 == "0" }.drop { $0 == "." }
        return String(short.reversed())
    }

    /// Those that this process may run on: `taskset` counts.
    private static var usableCPUs: Int {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let mask = status.split(separator: "\n").first { $0.hasPrefix("Cpus_allowed:") }?.dropFirst(13) ?? ""
        return mask.reduce(0) { $0 + ($1.hexDigitValue?.nonzeroBitCount ?? 0) }
    }

    private static var load: String {
        var averages = [0.0, 0.0, 0.0]
        getloadavg(&averages, 3)
        return averages.map { String(format: "%.1f", $0) }.joined(separator: " ")
    }
}

extension Measurement {
    /// The figures of a leg whose operations were timed one by one, in microseconds.
    static func latencies(_ rounds: [Measurement]) -> [Report.Figure] {
        [
            ("p50_us", rounds.median { $0.samples.microseconds(0.5) }),
            ("p95_us", rounds.median { $0.samples.microseconds(0.95) }),
            ("p99_us", rounds.median { $0.samples.microseconds(0.99) }),
        ]
    }
}
