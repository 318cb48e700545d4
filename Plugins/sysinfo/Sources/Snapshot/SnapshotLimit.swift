import JSON

/// Keeps a snapshot within what a result may weigh.
enum SnapshotLimit {
    static let bytes = 8 * 1024 * 1024
    /// Left for the list of what was cut.
    private static let reserve = 4096

    /// The snapshot, or less of it with a `truncated` list. What was dropped is no baseline for the next visit.
    static func fit(_ snapshot: JSONObject, limit: Int = bytes) -> JSONObject {
        let room = max(0, limit - reserve)
        var result = snapshot
        var size = weight(result)
        var cut: [String] = []
        if size > room, let items = result["package_items"]?.array {
            result["package_items"] = .array(items.map { slim($0, keep: ["manager", "name", "version", "arch"]) })
            cut.append("package_items.details")
            size = weight(result)
        }
        if size > room, let items = result["service_items"]?.array {
            result["service_items"] = .array(
                items.filter { $0["loaded"]?.bool != false }.map {
                    slim($0, keep: ["unit", "active_state", "type", "settled"])
                })
            cut.append("service_items.details")
            size = weight(result)
        }
        while size > room, let key = heaviest(of: result) {
            result[key] = Optional.none
            cut.append(key)
            size = weight(result)
        }
        if !cut.isEmpty { result["truncated"] = .strings(cut.sorted()) }
        return result
    }

    private static func weight(_ object: JSONObject) -> Int { JSONValue.object(object).encoded().count }

    private static func heaviest(of snapshot: JSONObject) -> String? {
        let kept: Set<String> = ["facts", "category_freshness", "sections", "identity", "os", "kernel_release"]
        let weights = snapshot.filter { !kept.contains($0.key) }.map { ($0.value.encoded().count, $0.key) }
        return weights.max { $0 < $1 }?.1
    }

    private static func slim(_ value: JSONValue, keep: [String]) -> JSONValue {
        var object = JSONObject()
        for key in keep { object[key] = value[key] }
        return .object(object)
    }
}
