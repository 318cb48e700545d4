import JSON

/// Small sections whose output is `key=value` lines: hardware and crypto.
struct KeyValueFacts {
    let values: [String: String]

    init(_ output: Bytes) {
        var values: [String: String] = [:]
        for line in output.lines.prefix(512) {
            if let (key, value) = line.assignment, let text = value.textIfAny { values[key] = text }
        }
        self.values = values
    }

    var hardware: JSONObject {
        var object = JSONObject()
        for key in [
            "sys_vendor", "product_name", "product_version", "board_name", "bios_vendor", "bios_version", "bios_date",
            "chassis_type", "device_tree_model",
        ] { object.set(key, values[key]) }
        return object
    }

    var crypto: JSONObject {
        var object = JSONObject()
        object.set("fips_enabled", values["fips_enabled"].map { $0 == "1" } ?? false)
        object.set("crypto_policy", values["crypto_policy"])
        object.set("secure_boot", values["secure_boot"].map { $0 == "1" })
        object.set("firmware", values["firmware"])
        object.set("lockdown", values["lockdown"].flatMap { Self.chosen($0) })
        object.set("tainted", values["tainted"].flatMap { Int64($0) })
        return object
    }

    /// The bracketed word of a kernel choice such as `none [integrity] confidentiality`.
    private static func chosen(_ text: String) -> String? {
        text.split(separator: " ").first { $0.hasPrefix("[") && $0.hasSuffix("]") }
            .map { String($0.dropFirst().dropLast()) }
    }
}
