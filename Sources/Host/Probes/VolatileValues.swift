import Core
import NIOConcurrencyHelpers
package import PluginHost

/// The stored values of one plugin and one host, kept in memory: for runs without a database.
package final class VolatileValues: Sendable {
    private struct Entry {
        let value: [UInt8]
        let version: UInt64
        let expires: Timestamp?
    }

    private let entries = NIOLockedValueBox<[String: Entry]>([:])

    package init() {}

    package func value(forKey key: String) -> (value: [UInt8], version: UInt64)? {
        entries.withLockedValue { entries in
            guard let entry = Self.live(entries[key]) else { return nil }
            return (entry.value, entry.version)
        }
    }

    /// As ``ProbeTargetServices/store(_:forKey:expecting:timeToLive:)``.
    package func store(
        _ value: [UInt8], forKey key: String, expecting: StoredVersion, timeToLive: Duration?
    ) throws(ProbeServiceError) {
        let isStored = entries.withLockedValue { entries -> Bool in
            let present = Self.live(entries[key])
            switch expecting {
            case .any: break
            case .absent: if present != nil { return false }
            case .version(let version): if present?.version != version { return false }
            }
            let expires = timeToLive.map { Timestamp.now().adding(seconds: max(1, $0.components.seconds)) }
            entries[key] =
                value.isEmpty ? nil : Entry(value: value, version: (present?.version ?? 0) + 1, expires: expires)
            return true
        }
        if !isStored { throw ProbeServiceError(code: .state, message: "another version of the value is there") }
    }

    private static func live(_ entry: Entry?) -> Entry? {
        guard let entry, entry.expires.map({ $0 > .now() }) ?? true else { return nil }
        return entry
    }
}
