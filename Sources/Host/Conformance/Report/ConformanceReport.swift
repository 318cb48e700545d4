/// What came of a run on one package.
package struct ConformanceReport: Sendable {
    package let directory: String
    /// Empty if the manifest cannot be read.
    package let pluginID: String
    package let version: String
    package let seed: UInt64
    package let seconds: Double
    package let outcomes: [CaseOutcome]

    package func count(_ verdict: CaseOutcome.Verdict) -> Int { outcomes.count { $0.verdict == verdict } }

    /// Whether no rule is broken. Warnings do not count.
    package var isConforming: Bool { count(.failed) == 0 }

    /// The command that runs one case again, with the same choices of chance.
    package func command(toRepeat outcome: CaseOutcome) -> String {
        let seed = outcome.seed.map { " --seed \($0)" } ?? ""
        return "openwatch plugin verify \(directory) --case \(outcome.testCase.id)\(seed)"
    }
}
