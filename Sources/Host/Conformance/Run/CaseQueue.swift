import NIOConcurrencyHelpers

/// The cases that are still to run, and what came of the others. Several threads take from it.
final class CaseQueue: Sendable {
    private struct State {
        var waiting: [ConformanceCase]
        var outcomes: [CaseOutcome] = []
    }

    private let state: NIOLockedValueBox<State>

    init(_ cases: [ConformanceCase]) {
        state = NIOLockedValueBox(State(waiting: cases.reversed()))
    }

    func next() -> ConformanceCase? { state.withLockedValue { $0.waiting.popLast() } }
    func add(_ outcome: CaseOutcome) { state.withLockedValue { $0.outcomes.append(outcome) } }
    var outcomes: [CaseOutcome] { state.withLockedValue { $0.outcomes } }
}
