import PluginABI

/// The host's service tables, called with Swift values: bytes are copied on the way out and on the way in.
///
/// @unchecked Sendable: the tables are constants of the host that outlive every instance, and the ABI lets each of their
/// functions be called from any thread; calls are told apart by their handles, which the host checks.
struct HostServices: @unchecked Sendable {
    let h: UnsafeMutableRawPointer?
    let core: UnsafePointer<ow_core_v1>
    let ssh: UnsafePointer<ow_ssh_v1>?
    let kv: UnsafePointer<ow_kv_v1>?
    let secret: UnsafePointer<ow_secret_v1>?

    /// Nil if the host's struct ends before what ABI 1.0 has, or if it lacks the one service that every host has.
    init?(_ given: UnsafePointer<ow_host>) {
        guard Int(given.pointee.struct_size) >= MemoryLayout<ow_host>.size else { return nil }
        let host = given.pointee
        guard let service = host.service,
            let core = Self.table(service, host.h, OW_CORE_V1, ow_core_v1.self)
        else { return nil }
        h = host.h
        self.core = core
        ssh = Self.table(service, host.h, OW_SSH_V1, ow_ssh_v1.self)
        kv = Self.table(service, host.h, OW_KV_V1, ow_kv_v1.self)
        secret = Self.table(service, host.h, OW_SECRET_V1, ow_secret_v1.self)
    }

    private typealias Lookup =
        @convention(c) (UnsafeMutableRawPointer?, ow_str, UInt32) -> UnsafeRawPointer?

    private static func table<Table>(
        _ service: Lookup, _ h: UnsafeMutableRawPointer?, _ id: String, _ type: Table.Type
    ) -> UnsafePointer<Table>? {
        withText(id) { service(h, $0, UInt32(MemoryLayout<Table>.size)) }?.assumingMemoryBound(to: type)
    }

    var hasStorage: Bool { kv != nil }

    /// Throws for every code but 0.
    static func check(_ code: ow_rc?, _ action: String) throws {
        guard let code else { throw ProbeFailure(.unsupported, "\(action): the host has no such function") }
        if code != 0 { throw ProbeFailure.of(code, action) }
    }
}

// MARK: ow.core/1

extension HostServices {
    var monotonicNanoseconds: UInt64 { core.pointee.mono_ns?(h) ?? 0 }
    var unixNanoseconds: UInt64 { core.pointee.unix_ns?(h) ?? 0 }

    func log(_ call: UInt64, _ level: Int32, _ message: String) {
        withText(message) { core.pointee.log?(h, call, level, $0) }
    }

    func isCancelled(_ call: UInt64) -> Bool { core.pointee.cancelled?(h, call) ?? 1 != 0 }

    func deadline(_ call: UInt64) -> UInt64? {
        let deadline = core.pointee.deadline_mono_ns?(h, call) ?? 0
        return deadline == 0 ? nil : deadline
    }

    func wait(_ call: UInt64, _ nanoseconds: UInt64) throws {
        try Self.check(core.pointee.wait?(h, call, nanoseconds), "wait")
    }

    func progress(_ call: UInt64, _ done: UInt32, _ stage: String) {
        _ = withText(stage) { core.pointee.progress?(h, call, done, $0) }
    }

    func emit(_ call: UInt64, _ batch: EventBatch) -> ow_rc {
        withBytes(batch.texts) { texts in
            let events = batch.entries.map { entry in
                ow_event(
                    struct_size: UInt32(MemoryLayout<ow_event>.size), type: entry.type, severity: entry.severity,
                    format: UInt32(OW_FMT_JSON), unix_ns: entry.unixNanoseconds,
                    subject: texts.text(entry.subject), message: texts.text(entry.message),
                    attributes: texts.slice(entry.attributes))
            }
            return core.pointee.emit?(h, call, events, UInt32(events.count)) ?? FailureCode.unsupported.rawValue
        }
    }

    func fail(_ call: UInt64, _ failure: ProbeFailure) {
        let detail = failure.detail.isEmpty ? [] : JSONValue.object(failure.detail).encoded()
        withText(failure.message) { message in
            withBytes(detail) { _ = core.pointee.fail?(h, call, failure.code.rawValue, message, $0) }
        }
    }

    func result(_ call: UInt64, _ json: [UInt8]) throws {
        let code = withBytes(json) { core.pointee.result?(h, call, Int32(OW_FMT_JSON), $0) }
        try Self.check(code, "hand over the result")
    }
}

// MARK: ow.kv/1

extension HostServices {
    func getValue(_ call: UInt64, _ key: String) throws -> (value: [UInt8], version: UInt64)? {
        var value = ow_bytes()
        var version: UInt64 = 0
        let code = withText(key) { kv?.pointee.get?(h, call, $0, &value, &version) }
        if code == FailureCode.notFound.rawValue { return nil }
        try Self.check(code, "read a stored value")
        return ([UInt8](copying: value), version)
    }

    func putValue(_ call: UInt64, _ key: String, _ value: [UInt8], expect: UInt64, timeToLive: UInt64) throws {
        let code = withText(key) { key in
            withBytes(value) { kv?.pointee.put?(h, call, key, $0, expect, timeToLive) }
        }
        try Self.check(code, "store a value")
    }
}
