package import Core
package import Foundation

/// What a recomputation of the chain found.
package struct AuditVerification: Sendable {
    /// The first thing that is not as it was recorded.
    package struct Fault: Sendable {
        package enum Kind: String, Sendable {
            /// A row, or its link, is not what was linked.
            case changed
            /// A row or a link is missing.
            case deleted
            /// A row is there that was never linked and does not wait to be.
            case inserted
            /// The chain fits its rows but not a signed head: rows were changed and the chain was computed anew.
            case recomputed
            /// A checkpoint carries a signature that the server did not make.
            case forgedCheckpoint = "forged_checkpoint"
        }

        package let kind: Kind
        /// Of the first bad link; nil for a row without a link.
        package let position: Int64?
        package let eventID: UUID?
        package let message: String
    }

    /// Links whose rows were recomputed.
    package var rows = 0
    /// The position after which the chain begins: 0, or where retention stopped.
    package var anchor: Int64 = 0
    /// The last link that was looked at.
    package var position: Int64 = 0
    package var hash = AuditChain.genesis
    /// Heads and anchors whose signature is right.
    package var signedCheckpoints = 0
    /// Checkpoints signed with a key that is not at hand: their signature was not judged.
    package var unjudgedCheckpoints = 0
    /// Rows that are not linked yet, and since when the first of them waits.
    package var unlinked = 0
    package var unlinkedSince: Timestamp?
    package var fault: Fault?

    package var isIntact: Bool { fault == nil }

    /// The end of the chain as `position:hash`, for keeping elsewhere.
    package var head: String { "\(position):\(AuditChain.hex(hash))" }

    package init() {}
}
