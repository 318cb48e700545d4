import Foundation
import JSON

@testable import SysinfoProbe

/// One visit to a recorded host, to be changed section by section.
struct Visit {
    static let pluginFolder = URL(filePath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().appending(path: "../../Plugins/sysinfo").standardizedFileURL

    private var outputs: [SectionName: [UInt8]] = [:]
    private var verdicts: [SectionName: SectionSample.Verdict] = [:]

    init(_ distribution: String) throws {
        for name in SectionName.allCases {
            let file = Self.pluginFolder.appending(path: "recordings/\(distribution)/\(name.rawValue).txt")
            if FileManager.default.fileExists(atPath: file.path) {
                outputs[name] = Array(try Data(contentsOf: file))
            }
        }
    }

    subscript(name: SectionName) -> String {
        get { String(decoding: outputs[name] ?? [], as: UTF8.self) }
        set {
            outputs[name] = Array(newValue.utf8)
            verdicts[name] = nil
        }
    }

    /// This visit with other outputs.
    func with(_ changes: [SectionName: String]) -> Visit {
        var copy = self
        for (name, text) in changes { copy[name] = text }
        return copy
    }

    /// This visit with lines added to a section.
    func adding(_ line: String, to name: SectionName) -> Visit {
        let text = self[name]
        return with([name: text + (text.isEmpty || text.hasSuffix("\n") ? "" : "\n") + line + "\n"])
    }

    func replacing(_ old: String, by new: String, in name: SectionName) -> Visit {
        with([name: self[name].replacingOccurrences(of: old, with: new)])
    }

    /// This visit where sections end otherwise than well.
    func ending(_ names: [SectionName], _ verdict: SectionSample.Verdict) -> Visit {
        var copy = self
        for name in names { copy.verdicts[name] = verdict }
        return copy
    }

    var samples: SampleSet {
        SampleSet(
            SectionName.allCases.map { name in
                let verdict = verdicts[name] ?? (outputs[name] == nil ? .unsupported : .ok)
                return SectionSample(name: name, verdict: verdict, output: verdict == .ok ? outputs[name] ?? [] : [])
            })
    }

    /// - Parameter hour: when it takes place, in hours after the first visit.
    func snapshot(after previous: JSONObject? = nil, hour: Int = 0) -> JSONObject {
        SnapshotBuilder(
            samples: samples, previous: previous,
            unixNanoseconds: (1_772_600_000 + UInt64(hour) * 3600) * 1_000_000_000
        ).build()
    }

    static let rootSections: [SectionName] = [.sockproc, .hashroot, .shadow, .sudoers, .sshd, .fw, .updroot]
}

/// Snapshots and changes of visits one after another, an hour apart.
func cycles(_ visits: Visit...) -> (snapshots: [JSONObject], changes: [[Change]]) {
    var snapshots: [JSONObject] = []
    var changes: [[Change]] = []
    for (hour, visit) in visits.enumerated() {
        let next = visit.snapshot(after: snapshots.last, hour: hour)
        changes.append(ChangeDetector.changes(from: snapshots.last, to: next))
        snapshots.append(next)
    }
    return (snapshots, changes)
}

func codes(_ changes: [Change]) -> [String] { changes.map { "\($0.code.rawValue) \($0.subject)" } }
