/// Small durable values of this plugin for the call's target. They outlive restarts and upgrades of the plugin.
public struct KeyValueStore {
    /// What must be there for a ``KeyValueStore/put(_:_:expecting:timeToLive:)`` to go through.
    public enum Expectation: Sendable, Hashable {
        /// No value.
        case absent
        /// The value that ``KeyValueStore/get(_:)`` gave with this version.
        case version(UInt64)
        case any
    }

    private let services: HostServices
    private let call: UInt64

    init(services: HostServices, call: UInt64) throws {
        guard services.hasStorage else { throw ProbeFailure(.denied, "The manifest does not ask for ow.kv/1.") }
        self.services = services
        self.call = call
    }

    /// - Parameter key: 1 to 128 bytes.
    /// - Returns: nil if there is no value, or if it has expired.
    public func get(_ key: String) throws -> (value: [UInt8], version: UInt64)? {
        try services.getValue(call, key)
    }

    /// - Parameters:
    ///   - value: at most 256 KiB; an empty one deletes.
    ///   - timeToLive: nil for ever.
    /// - Throws: ``ProbeFailure`` `.state` if something else is there than was expected.
    public func put(
        _ key: String, _ value: [UInt8], expecting: Expectation = .any, timeToLive: Duration? = nil
    ) throws {
        let version: UInt64 =
            switch expecting {
            case .absent: 0
            case .version(let version): version
            case .any: .max
            }
        try services.putValue(call, key, value, expect: version, timeToLive: timeToLive.map(Self.nanoseconds) ?? 0)
    }

    /// At least 1, because 0 means for ever; at most what fits.
    private static func nanoseconds(_ duration: Duration) -> UInt64 {
        let (seconds, attoseconds) = duration.components
        guard seconds >= 0, attoseconds >= 0 else { return 1 }
        let (whole, overflow) = UInt64(seconds).multipliedReportingOverflow(by: 1_000_000_000)
        let (total, carry) = whole.addingReportingOverflow(UInt64(attoseconds) / 1_000_000_000)
        return overflow || carry ? .max : max(total, 1)
    }
}

@available(*, unavailable)
extension KeyValueStore: Sendable {}
