import JSON
import PluginABI

/// A host of one service, "ow.core/1", that notes what a plugin does with it.
///
/// Used by one test on one thread. The plugin's table is called as a C host would call it.
final class FakeHost {
    var results: [JSONValue] = []
    var failures: [(code: Int32, message: String, detail: String)] = []
    var logs: [String] = []
    var batches: [[(type: UInt32, subject: String, attributes: String)]] = []
    /// How often emit() answers AGAIN before it takes a batch.
    var refusals = 0
    var waits: [UInt64] = []
    /// By handle; nil = the service is not granted.
    var secrets: [String: String]?

    private let core = UnsafeMutablePointer<ow_core_v1>.allocate(capacity: 1)
    private let secret = UnsafeMutablePointer<ow_secret_v1>.allocate(capacity: 1)

    init() {
        var table = ow_core_v1()
        table.struct_size = UInt32(MemoryLayout<ow_core_v1>.size)
        table.log = { h, _, _, message in FakeHost.of(h)?.logs.append(FakeHost.text(message)) }
        table.mono_ns = { _ in 5 }
        table.unix_ns = { _ in 7 }
        table.cancelled = { _, _ in 0 }
        table.deadline_mono_ns = { _, _ in 0 }
        table.wait = { h, _, ns in
            FakeHost.of(h)?.waits.append(ns)
            return 0
        }
        table.fail = { h, _, code, message, detail in
            FakeHost.of(h)?.failures.append((code, FakeHost.text(message), FakeHost.text(detail)))
            return 0
        }
        table.result = { h, _, _, body in
            guard let value = try? JSONValue(parsing: Array(FakeHost.text(body).utf8)) else { return -1 }
            FakeHost.of(h)?.results.append(value)
            return 0
        }
        table.emit = { h, _, events, count in FakeHost.of(h)?.emit(events, count) ?? -1 }
        core.initialize(to: table)
        var secrets = ow_secret_v1()
        secrets.struct_size = UInt32(MemoryLayout<ow_secret_v1>.size)
        secrets.reveal = { h, _, handle, buffer, capacity, length in
            guard let text = FakeHost.of(h)?.secrets?[FakeHost.text(handle)], let buffer, let length else { return -8 }
            length.pointee = UInt64(text.utf8.count)
            guard length.pointee <= capacity else { return -6 }
            for (index, byte) in text.utf8.enumerated() { buffer[index] = byte }
            return 0
        }
        secret.initialize(to: secrets)
    }

    deinit {
        core.deallocate()
        secret.deallocate()
    }

    private func emit(_ events: UnsafePointer<ow_event>?, _ count: UInt32) -> Int32 {
        if refusals > 0 {
            refusals -= 1
            return -7
        }
        batches.append(
            UnsafeBufferPointer(start: events, count: Int(count)).map {
                ($0.type, FakeHost.text($0.subject), FakeHost.text($0.attributes))
            })
        return 0
    }

    /// Calls create(), run() and destroy() of a plugin. The code is that of the first of them that fails.
    func drive(_ plugin: ow_plugin, parameters: String = "{}", previous: String = "", configuration: String = "{}")
        -> Int32
    {
        var host = ow_host()
        host.struct_size = UInt32(MemoryLayout<ow_host>.size)
        host.h = Unmanaged.passUnretained(self).toOpaque()
        host.service = { h, id, _ in
            switch FakeHost.text(id) {
            case OW_CORE_V1: FakeHost.of(h).map { UnsafeRawPointer($0.core) }
            case OW_SECRET_V1: FakeHost.of(h).flatMap { $0.secrets == nil ? nil : UnsafeRawPointer($0.secret) }
            default: nil
            }
        }
        var instance: UnsafeMutableRawPointer?
        let created = Self.bytes(configuration) { plugin.create(&host, $0, 0, &instance) }
        guard created == 0 else { return created }
        defer { plugin.destroy(instance) }
        return Self.bytes(parameters) { parameters in
            Self.bytes(previous) { previous in
                var request = ow_request()
                request.struct_size = UInt32(MemoryLayout<ow_request>.size)
                request.attempt = 1
                request.params = parameters
                request.previous = previous
                return plugin.run(instance, 1, &request)
            }
        }
    }

    private static func bytes<Result>(_ text: String, _ body: (ow_bytes) -> Result) -> Result {
        Array(text.utf8).withUnsafeBufferPointer { body(ow_bytes(p: $0.baseAddress, n: UInt64($0.count))) }
    }

    private static func of(_ h: UnsafeMutableRawPointer?) -> FakeHost? {
        h.map { Unmanaged<FakeHost>.fromOpaque($0).takeUnretainedValue() }
    }

    private static func text(_ value: ow_str) -> String {
        String(decoding: UnsafeRawBufferPointer(start: value.p, count: Int(value.n)), as: UTF8.self)
    }

    private static func text(_ value: ow_bytes) -> String {
        String(decoding: UnsafeBufferPointer(start: value.p, count: Int(value.n)), as: UTF8.self)
    }
}
