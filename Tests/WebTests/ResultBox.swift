import JSON
import NIOConcurrencyHelpers

/// Takes a value out of a body that returns none.
final class ResultBox: Sendable {
    let value = NIOLockedValueBox<JSONValue?>(nil)
}
