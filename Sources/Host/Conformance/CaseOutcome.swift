/// What came of one case.
package struct CaseOutcome: Sendable {
    package enum Verdict: String, Sendable, CaseIterable {
        case passed, warned, failed
        /// The case says nothing about this plugin.
        case skipped
    }

    /// A number that was measured.
    package struct Figure: Sendable, Hashable {
        package let name: String
        package let value: Double
        package let unit: String

        /// As "load 3.2 ms".
        package var text: String {
            let whole = value.rounded() == value && abs(value) < 1e15
            let number = whole ? String(Int64(value)) : String((value * 10).rounded() / 10)
            return unit.isEmpty ? "\(name) \(number)" : "\(name) \(number) \(unit)"
        }
    }

    package let testCase: ConformanceCase
    /// Rules that are broken.
    package internal(set) var faults: [String] = []
    /// Legal, but better avoided.
    package internal(set) var warnings: [String] = []
    /// Why the case does not apply.
    package internal(set) var skipReason: String?
    package internal(set) var figures: [Figure] = []
    package internal(set) var milliseconds: Double = 0
    /// The signal that ended the case's process.
    package internal(set) var signal: Int32?
    package internal(set) var timedOut = false
    /// The seed of a dynamic case.
    package internal(set) var seed: UInt64?

    init(_ testCase: ConformanceCase) {
        self.testCase = testCase
    }

    package var verdict: Verdict {
        if !faults.isEmpty { return .failed }
        if skipReason != nil { return .skipped }
        return warnings.isEmpty ? .passed : .warned
    }
}
