import Logging
import NIOConcurrencyHelpers

@testable import PluginHost

/// What a host reported and logged.
final class Happenings: Sendable {
    private let events = NIOLockedValueBox<[PluginLifecycleEvent]>([])
    private let lines = NIOLockedValueBox(0)

    func add(_ event: PluginLifecycleEvent) {
        events.withLockedValue { $0.append(event) }
    }

    /// What the sandbox refused, in order.
    var violations: [String] {
        events.withLockedValue { $0 }.compactMap { if case .violation(let what) = $0.kind { what } else { nil } }
    }

    /// How crashes were explained, in order.
    var crashes: [String] {
        events.withLockedValue { $0 }.compactMap { if case .crashed(_, _, let why) = $0.kind { why } else { nil } }
    }

    /// Lines that the host wrote into its log.
    var logLines: Int { lines.withLockedValue { $0 } }

    var handler: any LogHandler { CountingHandler(lines: lines) }

    private struct CountingHandler: LogHandler {
        let lines: NIOLockedValueBox<Int>
        var metadata: Logger.Metadata = [:]
        var logLevel: Logger.Level = .trace

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            lines.withLockedValue { $0 += 1 }
        }
    }
}
