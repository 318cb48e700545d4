import JSON
import PluginABI

/// The C functions of a plugin, each of which calls one of ``ProbePlugin`` and turns what it throws into a code.
enum PluginTable {
    /// Set by the entry point. Safe unguarded: the ABI calls the entry point on one thread at a time, always with the same
    /// outcome, and nothing else of the plugin before it.
    nonisolated(unsafe) static var plugin: (any ProbePlugin.Type)?

    /// Allocated once, never freed: the host keeps pointers into it.
    nonisolated(unsafe) static let memory: UnsafeMutablePointer<ow_plugin> = {
        let memory = UnsafeMutablePointer<ow_plugin>.allocate(capacity: 1)
        var table = ow_plugin()
        table.struct_size = UInt32(MemoryLayout<ow_plugin>.size)
        table.abi_minor = OW_ABI_MINOR
        table.create = create
        table.destroy = destroy
        table.configure = configure
        table.run = run
        table.health = health
        memory.initialize(to: table)
        return memory
    }()

    /// What `void *inst` points to.
    private final class Instance: Sendable {
        let plugin: any ProbePlugin
        let services: HostServices

        init(plugin: any ProbePlugin, services: HostServices) {
            self.plugin = plugin
            self.services = services
        }

        static func at(_ pointer: UnsafeMutableRawPointer?) -> Instance? {
            pointer.map { Unmanaged<Instance>.fromOpaque($0).takeUnretainedValue() }
        }
    }

    private static let create:
        @convention(c) (
            UnsafePointer<ow_host>?, ow_bytes, Int32, UnsafeMutablePointer<UnsafeMutableRawPointer?>?
        ) -> ow_rc = { host, configuration, format, instance in
            guard let host, let instance, let services = HostServices(host), let plugin else {
                return FailureCode.argument.rawValue
            }
            return reporting(services, call: nil) {
                let context = PluginContext(
                    services: services, productVersion: String(copying: host.pointee.version),
                    instanceID: String(copying: host.pointee.instance_id))
                let created = try plugin.init(context: context, configuration: json(configuration, format))
                instance.pointee = Unmanaged.passRetained(Instance(plugin: created, services: services)).toOpaque()
            }
        }

    private static let destroy: @convention(c) (UnsafeMutableRawPointer?) -> Void = { instance in
        instance.map { Unmanaged<Instance>.fromOpaque($0).release() }
    }

    private static let configure: @convention(c) (UnsafeMutableRawPointer?, ow_bytes, Int32) -> ow_rc = {
        instance, configuration, format in
        guard let instance = Instance.at(instance) else { return FailureCode.argument.rawValue }
        return reporting(instance.services, call: nil) {
            try instance.plugin.configure(json(configuration, format))
        }
    }

    private static let run: @convention(c) (UnsafeMutableRawPointer?, ow_call, UnsafePointer<ow_request>?) -> ow_rc = {
        instance, call, request in
        guard let instance = Instance.at(instance), let request = request?.pointee else {
            return FailureCode.argument.rawValue
        }
        return reporting(instance.services, call: call) {
            let result = try instance.plugin.run(
                probe: Int(request.probe), call: ProbeCall(instance.services, call, request))
            try instance.services.result(call, result.encoded())
        }
    }

    private static let health: @convention(c) (UnsafeMutableRawPointer?, ow_call) -> ow_rc = { instance, call in
        guard let instance = Instance.at(instance) else { return FailureCode.argument.rawValue }
        return reporting(instance.services, call: call) { try instance.plugin.health() }
    }

    /// The code of what `body` throws, explained to the host: with the call, or in the log where there is none.
    private static func reporting(_ services: HostServices, call: UInt64?, _ body: () throws -> Void) -> ow_rc {
        do {
            try body()
            return 0
        } catch {
            var failure = ProbeFailure(wrapping: error)
            if failure.code.rawValue >= 0 { failure.code = .internal }
            if let call {
                services.fail(call, failure)
            } else {
                services.log(0, LogLevel.error.rawValue, failure.message)
            }
            return failure.code.rawValue
        }
    }

    fileprivate static func json(_ bytes: ow_bytes, _ format: Int32) throws -> JSONValue {
        guard format == Int32(OW_FMT_JSON) else {
            throw ProbeFailure(.unsupported, "Payload format \(format) is not JSON.")
        }
        return bytes.n == 0 ? .object(JSONObject()) : try JSONValue(parsing: [UInt8](copying: bytes))
    }
}

extension ProbeCall {
    fileprivate init(_ services: HostServices, _ handle: UInt64, _ request: ow_request) throws {
        let format = Int32(bitPattern: request.format)
        self.services = services
        self.handle = handle
        parameters = try PluginTable.json(request.params, format)
        previous = request.previous.n == 0 ? nil : try PluginTable.json(request.previous, format)
        previousCollectedAt = request.previous_unix_ns == 0 ? nil : Int64(clamping: request.previous_unix_ns)
        attempt = Int(request.attempt)
        traceID = String(copying: request.trace_id)
        targetHandle = request.target
    }
}
