import NIOConcurrencyHelpers

/// The SSH sessions of one call. Handles are good for this call alone: their upper half is its secret.
final class SessionTable: Sendable {
    struct Entry: Sendable {
        /// Nil after a failed connect: only its info can be asked for.
        let session: (any ProbeSSHSession)?
        let info: ProbeSSHInfo
    }

    /// Sessions one call may hold at once.
    static let limit = 64

    private struct State {
        var entries: [UInt32: Entry] = [:]
        var next: UInt32 = 1
    }

    private let salt = UInt64(UInt32.random(in: 1...UInt32.max)) << 32
    private let state = NIOLockedValueBox(State())

    /// A handle for the session; nil if the call has too many.
    func add(_ entry: Entry) -> UInt64? {
        state.withLockedValue { state in
            guard state.entries.count < Self.limit else { return nil }
            state.entries[state.next] = entry
            defer { state.next += 1 }
            return salt | UInt64(state.next)
        }
    }

    /// Nil for a handle that is stale, forged or another call's.
    func entry(_ handle: UInt64) -> Entry? {
        guard let index = index(handle) else { return nil }
        return state.withLockedValue { $0.entries[index] }
    }

    func remove(_ handle: UInt64) -> Entry? {
        guard let index = index(handle) else { return nil }
        return state.withLockedValue { $0.entries.removeValue(forKey: index) }
    }

    func removeAll() -> [Entry] {
        state.withLockedValue { state in
            defer { state.entries = [:] }
            return Array(state.entries.values)
        }
    }

    private func index(_ handle: UInt64) -> UInt32? {
        handle & ~0xffff_ffff == salt ? UInt32(truncatingIfNeeded: handle) : nil
    }
}
