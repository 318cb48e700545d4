import NIOConcurrencyHelpers

/// Counts what is open per key.
final class OpenStreams: Sendable {
    /// One that is open; it counts until it is let go.
    final class Place: Sendable {
        private let leave: @Sendable () -> Void

        fileprivate init(leave: @escaping @Sendable () -> Void) { self.leave = leave }

        deinit { leave() }
    }

    private let limit: Int
    private let open = NIOLockedValueBox<[String: Int]>([:])

    init(limit: Int) { self.limit = limit }

    /// - Returns: nil when the key has as many as it may have.
    func enter(_ key: String) -> Place? {
        let isFree = open.withLockedValue { open in
            guard open[key, default: 0] < limit else { return false }
            open[key, default: 0] += 1
            return true
        }
        guard isFree else { return nil }
        return Place { [open] in
            open.withLockedValue { open in
                let rest = open[key, default: 1] - 1
                open[key] = rest == 0 ? nil : rest
            }
        }
    }
}
