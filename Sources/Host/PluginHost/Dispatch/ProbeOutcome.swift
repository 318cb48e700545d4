import Core
import JSON

/// The accepted answer of a probe: result and events have passed their schemas.
package struct ProbeOutcome: Sendable {
    /// JSON text as the plugin sent it.
    package let result: [UInt8]
    package let resultValue: JSONValue
    /// In the order of their emission.
    package let events: [EmittedEvent]
    /// Inside the plugin's `run`.
    package let durationNanoseconds: UInt64
    package let cpuNanoseconds: UInt64
    package let pluginID: String
    package let pluginVersion: String
    package let probe: String
    /// Of the try that succeeded.
    package let attempt: Int
}

/// A change that a probe reports. Published only together with its outcome.
package struct EmittedEvent: Sendable, Hashable {
    package enum Severity: UInt32, Sendable, CaseIterable {
        case info = 0
        case low = 1
        case medium = 2
        case high = 3
        case critical = 4
    }

    /// The manifest's event type.
    package let kindCode: String
    package let severity: Severity
    /// Stable between runs, as "user:deploy"; at most 512 bytes.
    package let subject: String
    package let message: String
    /// JSON object text.
    package let attributes: [UInt8]
    /// Nil: the time of acceptance.
    package let occurredAt: Timestamp?
}
