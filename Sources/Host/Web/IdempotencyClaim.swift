package import Foundation
import NIOConcurrencyHelpers

/// One run of a request under an `Idempotency-Key`.
///
/// A handler that knows its answer before it commits offers it; the store then keeps the answer in the very transaction
/// of the change. See docs/adr/0014.
package final class IdempotencyClaim: Sendable {
    private struct State {
        var isOpen = true
        var offer: StoredAnswer?
        var hasEffect = false
        var stored: StoredAnswer?
    }

    /// The claim that the current task runs under.
    @TaskLocal package static var current: IdempotencyClaim?

    package let key: String
    package let actor: String
    /// Tells this run from every other one under the same key.
    package let id: UUID
    private let state = NIOLockedValueBox(State())

    package init(key: String, actor: String, id: UUID) {
        self.key = key
        self.actor = actor
        self.id = id
    }

    /// Says what the request will answer if the transaction at hand commits. Outside a keyed request nothing happens.
    ///
    /// To be called in the transaction or just before it, with exactly the response that the handler returns then. The
    /// response must not hold a secret: the contract marks such operations, and they never have a claim.
    package static func offer(_ response: @autoclosure () throws -> APIResponse) rethrows {
        guard let current else { return }
        let answer = StoredAnswer(try response())
        current.state.withLockedValue { $0.offer = answer }
    }

    /// What was offered last.
    package var offer: StoredAnswer? { state.withLockedValue(\.offer) }

    /// Whether the request still runs. What its handler left running commits on its own account.
    package var isOpen: Bool { state.withLockedValue(\.isOpen) }

    /// Whether a transaction of the request was about to commit.
    package var hasEffect: Bool { state.withLockedValue(\.hasEffect) }

    /// The answer that was about to commit with one.
    package var stored: StoredAnswer? { state.withLockedValue(\.stored) }

    /// To be called by the store with each transaction of the request.
    package func noteEffect(storing answer: StoredAnswer?) {
        state.withLockedValue { state in
            state.hasEffect = true
            state.stored = answer ?? state.stored
        }
    }

    /// To be called when the request is answered.
    package func close() { state.withLockedValue { $0.isOpen = false } }
}
