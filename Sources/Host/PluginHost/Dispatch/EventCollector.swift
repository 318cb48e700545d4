import Core
import JSON
import PluginABI

/// The events of one call until it is known whether they count.
///
/// The runner enforces the manifest's limits already; here they are enforced against the runner. An event that its
/// schema refuses is the plugin's fault: it makes the call fail, not the runner.
struct EventCollector {
    /// Bytes of all events of one call, with what each costs to keep.
    static let byteLimit = 16 << 20
    private static let overhead = 96

    private static let noAttributes = Array("{}".utf8)

    private let kinds: [ProbePlan.Kind]
    private(set) var events: [EmittedEvent] = []
    /// Received, refused ones included.
    private(set) var count = 0
    /// The first event that was refused, and why.
    private(set) var fault: PluginError?
    /// The call must not go on.
    private(set) var isOverLimit = false
    private var bytes = 0
    private var countByType: [Int] = []

    init(kinds: [ProbePlan.Kind]) {
        self.kinds = kinds
    }

    /// Takes one EMIT; returns how many events it held. After one that is malformed the call cannot succeed, even if its
    /// result is already there.
    mutating func take(_ body: [UInt8]) throws(WireFault) -> UInt32 {
        do throws(WireFault) {
            return try read(body)
        } catch {
            fault = PluginError(.misbehaved, "malformed events: \(error)")
            throw error
        }
    }

    private mutating func read(_ body: [UInt8]) throws(WireFault) -> UInt32 {
        if countByType.isEmpty { countByType = Array(repeating: 0, count: kinds.count) }
        return try body.withUnsafeBufferPointer { body throws(WireFault) in
            var fields = EventFields(UnsafeRawBufferPointer(body))
            let number = try fields.uint32()
            bytes += body.count + Int(min(number, 1_000_000)) * Self.overhead
            if bytes > Self.byteLimit, !isOverLimit {
                isOverLimit = true
                fault =
                    fault ?? PluginError(.limit, "the events of the call are over \(Self.byteLimit >> 20) MiB together")
            }
            for _ in 0..<number { try takeEvent(&fields) }
            guard fields.isAtEnd else { throw WireFault("an EMIT has bytes too many") }
            return number
        }
    }

    private mutating func takeEvent(_ fields: inout EventFields) throws(WireFault) {
        let type = Int(try fields.uint32())
        let severity = try fields.uint32()
        let format = try fields.uint32()
        let time = try fields.uint64()
        let subject = try fields.text(limit: 512)
        let message = try fields.text(limit: 4 * 1024)
        let attributes = try fields.bytes(limit: 64 * 1024)
        guard kinds.indices.contains(type) else { throw WireFault("an event of an undeclared type") }
        let kind = kinds[type]
        countByType[type] += 1
        count += 1
        guard countByType[type] <= kind.maxPerCall else {
            throw WireFault("more than \(kind.maxPerCall) events of type \(kind.type)")
        }
        guard fault == nil else { return }
        guard let severity = EmittedEvent.Severity(rawValue: severity), format == UInt32(OW_FMT_JSON) else {
            fault = PluginError(.resultInvalid, "an event of type \(kind.type) has an unknown severity or format")
            return
        }
        let text = attributes.isEmpty ? Self.noAttributes : Array(attributes)
        // The first byte of an object that the scanner accepts is its brace, if no space is before it.
        if text.first != UInt8(ascii: "{") || !(kind.schema?.scanner.accepts(text) ?? false) {
            do throws(PluginError) {
                try check(text, of: kind)
            } catch {
                fault = error
                return
            }
        }
        events.append(
            EmittedEvent(
                kindCode: kind.type, severity: severity, subject: subject, message: message, attributes: text,
                occurredAt: time == 0 ? nil : Timestamp(microseconds: Int64(time / 1_000))))
    }

    private func check(_ attributes: [UInt8], of kind: ProbePlan.Kind) throws(PluginError) {
        let value: JSONValue
        do throws(JSONError) {
            value = try JSONValue(parsing: attributes)
        } catch {
            throw PluginError(.resultInvalid, "the attributes of an event of type \(kind.type) are not JSON: \(error)")
        }
        guard value.object != nil else {
            throw PluginError(.resultInvalid, "the attributes of an event of type \(kind.type) are not an object")
        }
        do throws(SchemaViolation) {
            try kind.schema?.validator.validate(value)
        } catch {
            throw PluginError(.resultInvalid, "the attributes of an event of type \(kind.type) are refused: \(error)")
        }
    }
}
