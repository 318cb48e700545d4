import NIOConcurrencyHelpers

/// How often one call may look at secrets.
final class RevealBudget: Sendable {
    private static let limit = 256

    private let used = NIOLockedValueBox(0)

    /// False once the call has had its share.
    func take() -> Bool {
        used.withLockedValue { used in
            guard used < Self.limit else { return false }
            used += 1
            return true
        }
    }
}
