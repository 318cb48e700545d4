import Contract
import NIOConcurrencyHelpers

/// Tells whoever wants to know which features are on, now and whenever that changes.
final class FeatureBroadcast: Sendable {
    private struct State {
        var enabled: Set<LicenseFeature> = []
        var readers: [Int: AsyncStream<Set<LicenseFeature>>.Continuation] = [:]
        var nextReader = 0
    }

    private let state: NIOLockedValueBox<State>

    init(_ enabled: Set<LicenseFeature>) {
        state = NIOLockedValueBox(State(enabled: enabled))
    }

    /// The features that are on: at once, and after each change. A slow reader sees the latest alone.
    func stream() -> AsyncStream<Set<LicenseFeature>> {
        let (stream, continuation) = AsyncStream.makeStream(
            of: Set<LicenseFeature>.self, bufferingPolicy: .bufferingNewest(1))
        let reader = state.withLockedValue { state in
            state.nextReader += 1
            state.readers[state.nextReader] = continuation
            continuation.yield(state.enabled)
            return state.nextReader
        }
        continuation.onTermination = { [state] _ in
            state.withLockedValue { state in
                _ = state.readers.removeValue(forKey: reader)
            }
        }
        return stream
    }

    func publish(_ enabled: Set<LicenseFeature>) {
        state.withLockedValue { state in
            guard state.enabled != enabled else { return }
            state.enabled = enabled
            for reader in state.readers.values { reader.yield(enabled) }
        }
    }
}
