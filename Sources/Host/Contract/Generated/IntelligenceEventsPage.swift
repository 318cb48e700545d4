// Made by scripts/generate-contract from contract/openapi.yaml. Change that file, not this one.

/// One page of changes.
///
/// Holds JSON as it was stored, so it is written by the byte writer and not by an encoder.
package struct IntelligenceEventsPage: Equatable, Sendable {
    package var items: [IntelligenceEvent]
    /// Present when there may be more.
    package var nextCursor: String?

    package init(items: [IntelligenceEvent], nextCursor: String? = nil) {
        self.items = items
        self.nextCursor = nextCursor
    }
}
