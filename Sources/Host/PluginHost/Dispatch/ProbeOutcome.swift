import Core
import JSON

/// The accepted answer of a probe: result and events have passed their schemas.
package struct ProbeOutcome: Sendable {
    /// JSON text as the plugin sent it.
    package let result: [UInt8]
    /// As far as it was needed to check the result.
    private let parsed: JSONValue?
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

    /// - Parameter resultValue: what `result` says, if that is at hand; it is parsed when asked for otherwise.
    package init(
        result: [UInt8], resultValue: JSONValue?, events: [EmittedEvent], durationNanoseconds: UInt64,
        cpuNanoseconds: UInt64, pluginID: String, pluginVersion: String, probe: String, attempt: Int
    ) {
        self.result = result
        parsed = resultValue
        self.events = events
        self.durationNanoseconds = durationNanoseconds
        self.cpuNanoseconds = cpuNanoseconds
        self.pluginID = pluginID
        self.pluginVersion = pluginVersion
        self.probe = probe
        self.attempt = attempt
    }

    /// The result as a tree. Parses the text each time, so ask once; who stores or passes on the text need not ask.
    package var resultValue: JSONValue {
        // The text has passed its schema, so it is JSON.
        parsed ?? (try? JSONValue(parsing: result)) ?? .null
    }
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
