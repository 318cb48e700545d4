import Foundation

/// One probe on one host: what is isolated first when a plugin crashes.
struct ProbePair: Sendable, Hashable {
    let probe: String
    let hostID: UUID
}
