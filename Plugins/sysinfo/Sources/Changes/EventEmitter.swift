import PluginKit

/// Hands changes to the host as events.
struct EventEmitter {
    /// What the manifest allows per call and code.
    static func limit(of code: EventCode) -> Int {
        switch code {
        case .packageInstalled, .packageRemoved, .packageUpdated: 16_384
        case .userCreated, .userDeleted, .userLocked, .userUnlocked, .privilegedGroupAdded: 4096
        case .firewallChanged, .kernelUpdated, .rebootCompleted, .rebootRequired: 1
        default: 1024
        }
    }

    let call: ProbeCall

    func emit(_ changes: [Change]) throws {
        var counts: [EventCode: Int] = [:]
        var events: [ProbeEvent] = []
        for change in changes {
            counts[change.code, default: 0] += 1
            guard counts[change.code, default: 0] <= Self.limit(of: change.code),
                let index = EventCode.allCases.firstIndex(of: change.code)
            else { continue }
            events.append(
                ProbeEvent(
                    type: index, severity: Self.severity(of: change.code.level), subject: change.subject,
                    message: change.message, attributes: change.attributes))
        }
        for (code, count) in counts where count > Self.limit(of: code) {
            call.log(.warning, "\(count - Self.limit(of: code)) events \(code.rawValue) exceed the limit of one visit")
        }
        if !events.isEmpty { try call.emit(events) }
    }

    private static func severity(of level: EventCode.Level) -> Severity {
        switch level {
        case .info: .info
        case .medium: .medium
        case .high: .high
        case .critical: .critical
        }
    }
}
