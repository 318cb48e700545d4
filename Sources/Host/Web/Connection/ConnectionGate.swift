import NIOConcurrencyHelpers

/// Counts open connections, all and per address.
final class ConnectionGate: Sendable {
    private struct State {
        var total = 0
        var perAddress: [String: Int] = [:]
    }

    private let limits: RequestLimits
    private let state = NIOLockedValueBox(State())

    init(limits: RequestLimits) { self.limits = limits }

    /// - Returns: whether there is room; if so ``leave(_:)`` has to follow.
    func enter(_ address: String) -> Bool {
        state.withLockedValue { state in
            let here = state.perAddress[address, default: 0]
            guard state.total < limits.connections, here < limits.connectionsPerAddress else { return false }
            state.total += 1
            state.perAddress[address] = here + 1
            return true
        }
    }

    func leave(_ address: String) {
        state.withLockedValue { state in
            state.total -= 1
            let rest = state.perAddress[address, default: 1] - 1
            state.perAddress[address] = rest == 0 ? nil : rest
        }
    }

    /// Open connections.
    var count: Int { state.withLockedValue(\.total) }
}
