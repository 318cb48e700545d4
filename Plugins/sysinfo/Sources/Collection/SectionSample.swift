/// What became of one section in one visit.
struct SectionSample: Sendable {
    /// Only `ok` says that the output is the whole truth.
    enum Verdict: String, Sendable {
        case unobserved, ok, failed, unsupported, denied, timeout, truncated, killed

        /// The word for it in `category_freshness`.
        var reason: String {
            switch self {
            case .denied: "denied"
            case .timeout: "timeout"
            default: "failed"
            }
        }
    }

    let name: SectionName
    let verdict: Verdict
    let output: [UInt8]

    /// FNV-1a of the output, 64 bits in hexadecimal: tells whether anything changed, proves nothing.
    var hash: String {
        var value: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in output { value = (value ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}

/// The sections of one visit.
struct SampleSet: Sendable {
    private let samples: [SectionName: SectionSample]

    init(_ samples: [SectionSample]) {
        self.samples = Dictionary(samples.map { ($0.name, $0) }) { first, _ in first }
    }

    /// The sample of a section, nil when it was not asked for.
    subscript(name: SectionName) -> SectionSample? { samples[name] }

    /// The output of a section that was observed in full.
    func output(_ name: SectionName) -> Bytes? {
        guard let sample = samples[name], sample.verdict == .ok else { return nil }
        return sample.output[...]
    }

    var isEmpty: Bool { !samples.values.contains { $0.verdict == .ok } }
}
