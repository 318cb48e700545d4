public import JSON

/// One question being answered. Good until ``ProbePlugin/run(probe:call:)`` returns; whatever is called on it later fails.
public struct ProbeCall {
    let services: HostServices
    let handle: UInt64

    /// A JSON object, valid against the probe's params schema.
    public var parameters: JSONValue
    /// This probe's last accepted result for the target; nil if there is none, or if the manifest does not want it.
    public var previous: JSONValue?
    /// When that was collected, Unix time in nanoseconds.
    public var previousCollectedAt: Int64?
    /// 1 for the first try.
    public var attempt: Int
    public let traceID: String
    /// The managed machine, as the host numbers it.
    public let targetHandle: UInt64

    /// True once the call is cancelled or past its deadline. Cheap enough to ask in a loop.
    public var isCancelled: Bool { services.isCancelled(handle) }

    /// - Throws: ``ProbeFailure`` `.cancelled` or `.deadline` if the call is over.
    public func checkCancellation() throws {
        if isCancelled { try wait(nanoseconds: 0) }
    }

    /// The monotonic time in nanoseconds at which the call is cut off.
    public var deadline: UInt64? { services.deadline(handle) }

    /// Sleeps.
    /// - Throws: ``ProbeFailure`` `.cancelled` or `.deadline`, at once.
    public func wait(nanoseconds: UInt64) throws {
        try services.wait(handle, nanoseconds)
    }

    public var monotonicNanoseconds: UInt64 { services.monotonicNanoseconds }
    public var unixNanoseconds: UInt64 { services.unixNanoseconds }

    /// Adds a line to the plugin's log. Cut at 4 KiB; floods are counted and dropped.
    public func log(_ level: LogLevel, _ message: String) {
        services.log(handle, level.rawValue, message)
    }

    /// How far the call has come, 0 to 1. Only the newest report is kept.
    public func progress(_ fraction: Double, stage: String) {
        let clamped = fraction.isFinite ? min(max(fraction, 0), 1) : 0
        services.progress(handle, UInt32(clamped * 10_000), stage)
    }

    /// Hands over events, in batches, and waits while the host is behind. They are published only if the call succeeds.
    /// - Throws: ``ProbeFailure``: `.limit` above the manifest's `max_per_call`, `.denied` for an undeclared type. Events
    ///   of earlier batches stay handed over.
    public func emit(_ events: [ProbeEvent]) throws {
        var batch = EventBatch()
        for event in events {
            let attributes = event.attributes.isEmpty ? [] : JSONValue.object(event.attributes).encoded()
            if batch.isFull(before: event, attributes: attributes.count) {
                try send(batch)
                batch = EventBatch()
            }
            try batch.append(event, attributes: attributes)
        }
        try send(batch)
    }

    private func send(_ batch: EventBatch) throws {
        guard batch.count > 0 else { return }
        var pause: UInt64 = 500_000
        while true {
            let code = services.emit(handle, batch)
            if code == 0 { return }
            guard code == FailureCode.again.rawValue else { throw ProbeFailure.of(code, "emit events") }
            try wait(nanoseconds: pause)
            pause = min(pause * 2, 50_000_000)
        }
    }

    /// Small durable values of this plugin for this target.
    /// - Throws: ``ProbeFailure`` `.denied` if the manifest does not ask for `ow.kv/1`.
    public var storage: KeyValueStore {
        get throws { try KeyValueStore(services: services, call: handle) }
    }
}

@available(*, unavailable)
extension ProbeCall: Sendable {}
