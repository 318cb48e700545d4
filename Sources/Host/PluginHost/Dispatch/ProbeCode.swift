import PluginABI

/// A return code of the plugin ABI (`OW_OK`, `OW_E_*`).
package struct ProbeCode: Hashable, Sendable, CustomStringConvertible {
    package let rawValue: Int32

    package init(rawValue: Int32) {
        self.rawValue = rawValue
    }

    private init(_ value: Int) {
        rawValue = Int32(truncatingIfNeeded: value)
    }

    package static let ok = ProbeCode(Int(OW_OK))
    package static let argument = ProbeCode(Int(OW_E_ARG))
    package static let unsupported = ProbeCode(Int(OW_E_UNSUPPORTED))
    package static let denied = ProbeCode(Int(OW_E_DENIED))
    package static let cancelled = ProbeCode(Int(OW_E_CANCELLED))
    package static let deadline = ProbeCode(Int(OW_E_DEADLINE))
    package static let limit = ProbeCode(Int(OW_E_LIMIT))
    package static let again = ProbeCode(Int(OW_E_AGAIN))
    package static let notFound = ProbeCode(Int(OW_E_NOTFOUND))
    package static let state = ProbeCode(Int(OW_E_STATE))
    package static let outOfMemory = ProbeCode(Int(OW_E_NOMEM))
    package static let io = ProbeCode(Int(OW_E_IO))
    package static let authentication = ProbeCode(Int(OW_E_AUTH))
    package static let hostKey = ProbeCode(Int(OW_E_HOSTKEY))
    package static let unreachable = ProbeCode(Int(OW_E_UNREACHABLE))
    package static let `protocol` = ProbeCode(Int(OW_E_PROTOCOL))
    package static let configuration = ProbeCode(Int(OW_E_CONFIG))
    package static let license = ProbeCode(Int(OW_E_LICENSE))
    package static let `internal` = ProbeCode(Int(OW_E_INTERNAL))

    private static let names: [ProbeCode: String] = [
        .ok: "ok", .argument: "argument", .unsupported: "unsupported", .denied: "denied", .cancelled: "cancelled",
        .deadline: "deadline", .limit: "limit", .again: "again", .notFound: "not_found", .state: "state",
        .outOfMemory: "out_of_memory", .io: "io", .authentication: "authentication", .hostKey: "host_key",
        .unreachable: "unreachable", .protocol: "protocol", .configuration: "configuration", .license: "license",
        .internal: "internal",
    ]

    /// Whether the ABI defines this code. A plugin that returns another one misbehaves.
    package var isDefined: Bool { Self.names[self] != nil }

    /// The machine word for this code, as `host_key`; the number if the ABI does not define it.
    package var description: String { Self.names[self] ?? String(rawValue) }
}
