import JSON

/// One subject of the snapshot: it is observed as a whole or keeps its last known value as a whole.
struct Category: Sendable {
    enum Outcome {
        /// The truth of this visit. A key that is not in `values` is empty now.
        case observed(values: JSONObject, facts: JSONObject = [:])
        /// Asked for, but not answered in full.
        case missed(reason: String)
        /// Not asked for in this visit.
        case skipped
    }

    /// The key of `category_freshness`.
    let name: String
    /// What it owns in the snapshot, as paths.
    var keys: [String] = []
    /// What it owns in `facts`.
    var facts: [String] = []
    let observe: @Sendable (Observation) -> Outcome
}

/// What a category may look at.
struct Observation {
    let samples: SampleSet
    /// The last snapshot of the same installation.
    let previous: JSONObject?
    /// The snapshot as far as it is built: the categories before this one.
    let draft: JSONObject
    /// The server's clock.
    let unixNanoseconds: UInt64

    /// The outcome of a category that one section feeds. A section whose output does not parse was not observed.
    func from(_ name: SectionName, _ parse: (Bytes) -> Category.Outcome?) -> Category.Outcome {
        guard let sample = samples[name] else { return .skipped }
        guard sample.verdict == .ok else { return .missed(reason: sample.verdict.reason) }
        return parse(sample.output[...]) ?? .missed(reason: SectionSample.Verdict.failed.reason)
    }

    /// The outcome of the first section that answers; the reason is that of the last one asked.
    func first(of names: [SectionName], _ parse: (Bytes) -> Category.Outcome?) -> Category.Outcome {
        var result = Category.Outcome.skipped
        for name in names {
            let outcome = from(name, parse)
            if case .observed = outcome { return outcome }
            // A tool that is simply not there says less than a refusal or a time-out.
            if case .missed = result, samples[name]?.verdict == .unsupported { continue }
            if case .skipped = outcome { continue }
            result = outcome
        }
        return result
    }
}
