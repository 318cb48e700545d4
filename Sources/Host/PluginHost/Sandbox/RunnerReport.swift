import RunnerWire

/// One record of a runner's report pipe. The plugin may have written it, which accuses nobody but the plugin.
enum RunnerReport: Sendable, Equatable {
    /// The sandbox refused a system call. `name` is empty if the runner does not know it.
    case denied(number: UInt32, name: String, isFatal: Bool)
    /// A fatal signal, and where: an offset in plugin.so, or an address elsewhere.
    case crash(signal: Int32, offset: UInt64, isInPlugin: Bool)

    static let size = Int(OW_WIRE_REPORT_SIZE)

    /// Nil if it is no such record.
    init?(_ bytes: ArraySlice<UInt8>) {
        guard bytes.count == Self.size else { return nil }
        var reader = WireReader(Array(bytes))
        do throws(WireFault) {
            guard try reader.uint32() == UInt32(OW_WIRE_REPORT_MAGIC) else { return nil }
            let kind = Int(try reader.uint32())
            let number = try reader.uint32()
            let flags = Int(try reader.uint32())
            _ = try reader.uint64()
            let offset = try reader.uint64()
            switch kind {
            case OW_WIRE_REPORT_DENIED:
                let name = SafeText.line(bytes.suffix(32).prefix { $0 != 0 }, limit: 32)
                self = .denied(number: number, name: name, isFatal: flags & OW_WIRE_REPORT_FATAL != 0)
            case OW_WIRE_REPORT_CRASH:
                self = .crash(
                    signal: Int32(clamping: number), offset: offset,
                    isInPlugin: flags & OW_WIRE_REPORT_IN_PLUGIN != 0)
            default: return nil
            }
        } catch {
            return nil
        }
    }
}
