import JSON
import PluginHost

/// Holds what a plugin gave back against the schemas of its manifest, as the server does.
struct CaptureCheck {
    let manifest: PluginManifest
    let inspection: PackageSurvey

    /// What is wrong with one call's result and events.
    func faults(_ capture: JSONValue) -> [String] {
        guard let index = capture["capture"]?.integer, manifest.probes.indices.contains(Int(index)) else { return [] }
        let probe = manifest.probes[Int(index)]
        var faults: [String] = []
        if capture["rc"]?.integer == 0 {
            let result = bytes(capture["result"])
            if let fault = fault(result, schema: probe.resultSchema) {
                faults.append("probe \(probe.name): the result \(fault)")
            }
        }
        for event in capture["events"]?.array ?? [] {
            guard let type = event["type"]?.integer, manifest.events.indices.contains(Int(type)) else { continue }
            let declared = manifest.events[Int(type)]
            if bytes(event["subject"]).isEmpty { faults.append("event \(declared.type) has no subject") }
            var attributes = bytes(event["attributes"])
            if attributes.isEmpty { attributes = Array("{}".utf8) }
            if let fault = fault(attributes, schema: declared.schema) {
                faults.append("event \(declared.type): the attributes \(fault)")
            }
        }
        return faults
    }

    private func fault(_ json: [UInt8], schema: String?) -> String? {
        if json.isEmpty { return nil }
        let value: JSONValue
        do {
            value = try JSONValue(parsing: json)
        } catch {
            return "are not JSON: \(error.message) at byte \(error.offset)"
        }
        guard let schema, let validator = inspection.schemas[schema] else { return nil }
        do {
            try validator.validate(value)
            return nil
        } catch {
            return "break \(schema): \(error)"
        }
    }

    private func bytes(_ value: JSONValue?) -> [UInt8] {
        guard let digits = value?.string?.utf8, digits.count % 2 == 0 else { return [] }
        func number(_ digit: UInt8) -> UInt8 { digit < 58 ? digit &- 48 : digit &- 87 }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(digits.count / 2)
        var high: UInt8?
        for digit in digits {
            if let first = high {
                bytes.append(number(first) << 4 | number(digit))
                high = nil
            } else {
                high = digit
            }
        }
        return bytes
    }
}
