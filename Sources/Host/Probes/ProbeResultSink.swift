package import Contract
package import Core
import Database
package import Foundation
package import PluginHost

/// The area that owns the results of a role: it keeps them and publishes what they change.
package protocol ProbeResultSink: Sendable {
    var role: ProbeRole { get }

    /// The last accepted result of this plugin's probe on a host, to be handed to the plugin.
    func previousResult(of hostID: UUID, pluginID: String) async throws -> PreviousResult?

    /// Stores a result, its events and its audit rows in one transaction.
    ///
    /// - Returns: what became of it.
    func accept(_ outcome: ProbeOutcome, from host: ManagedHost, by caller: Caller) async throws -> AcceptedResult
}

/// A result as it was stored.
package struct PreviousResult: Sendable {
    package let result: [UInt8]
    package let collectedAt: Timestamp

    package init(result: [UInt8], collectedAt: Timestamp) {
        self.result = result
        self.collectedAt = collectedAt
    }
}

package struct AcceptedResult: Sendable {
    package let collectedAt: Timestamp
    /// How many events it published.
    package let events: Int
    /// Seconds after which the probe should run again; nil = the role's interval.
    package let nextDueInSeconds: Int64?

    package init(collectedAt: Timestamp, events: Int, nextDueInSeconds: Int64? = nil) {
        self.collectedAt = collectedAt
        self.events = events
        self.nextDueInSeconds = nextDueInSeconds
    }
}
