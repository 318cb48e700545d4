// Made by scripts/generate-contract from contract/openapi.yaml. Change that file, not this one.

package import Core
package import Foundation

/// The latest snapshot of a host.
///
/// Holds JSON as it was stored, so it is written by the byte writer and not by an encoder.
package struct IntelligenceState: Equatable, Sendable {
    package var hostID: UUID
    /// Free-form; the plugin of the system-info role defines it.
    package var snapshot: RawJSON
    package var collectedAt: Timestamp

    package init(hostID: UUID, snapshot: RawJSON, collectedAt: Timestamp) {
        self.hostID = hostID
        self.snapshot = snapshot
        self.collectedAt = collectedAt
    }
}
