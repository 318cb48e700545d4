import PluginKit
import PluginTestSupport

/// What one machine answered, section by section: `== id verdict exit-code`, then the output.
struct Recording {
    let sections: [Section]

    static let names = [
        "debian-12", "ubuntu-24.04", "rhel-9", "rhel-7", "sles-15", "alpine", "arch", "amazon-2023",
    ]

    init(_ name: String) throws {
        let text = try PluginPackage("discovery").text("recordings/\(name).txt")
        sections = "\n\(text)".components(separatedByMarker: "\n== ").map { part in
            let end = part.firstIndex(of: "\n") ?? part.endIndex
            let head = part[..<end].split(separator: " ")
            let body = end == part.endIndex ? "" : String(part[part.index(after: end)...])
            return Section(
                id: String(head[0]), verdict: Self.verdicts[String(head[1])] ?? .unobserved,
                exitCode: Int32(head[2]) ?? -1, output: Array(body.utf8))
        }
    }

    var report: SectionReport { SectionReport(sections: sections) }

    /// The same visit with one section ended otherwise.
    func with(_ id: String, _ verdict: SectionVerdict, _ text: String = "") -> SectionReport {
        SectionReport(
            sections: sections.map {
                $0.id == id ? Section(id: id, verdict: verdict, exitCode: 0, output: Array(text.utf8)) : $0
            })
    }

    private static let verdicts: [String: SectionVerdict] = [
        "ok": .ok, "failed": .failed, "unsupported": .unsupported, "denied": .denied, "timeout": .timeout,
    ]
}

extension String {
    fileprivate func components(separatedByMarker marker: String) -> [Substring] {
        split(separator: marker, omittingEmptySubsequences: true)
    }
}
