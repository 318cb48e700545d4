import PluginKit

/// Asks the host for sections: one channel, one round trip.
struct Collector {
    let session: RemoteSession

    /// - Throws: `ProbeFailure` when the connection fails. A section that fails is a sample that says so.
    func collect(_ names: [SectionName]) throws -> [SectionSample] {
        let report = try session.collect(names.map(\.rawValue))
        return names.map { name in
            guard let section = report[name.rawValue] else {
                return SectionSample(name: name, verdict: .unobserved, output: [])
            }
            let verdict = Self.verdict(section.verdict)
            return SectionSample(name: name, verdict: verdict, output: verdict == .ok ? section.output : [])
        }
    }

    private static func verdict(_ verdict: SectionVerdict) -> SectionSample.Verdict {
        switch verdict {
        case .ok: .ok
        case .failed: .failed
        case .unsupported: .unsupported
        case .denied: .denied
        case .timeout: .timeout
        case .truncated: .truncated
        case .killed: .killed
        case .unobserved: .unobserved
        }
    }
}
