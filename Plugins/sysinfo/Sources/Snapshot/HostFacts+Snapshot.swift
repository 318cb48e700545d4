import HostFacts
import JSON

extension OSRelease {
    /// Nil when the output names no system.
    init?(_ output: Bytes) {
        self.init(parsing: output.shortText)
        guard id != nil || name != nil || prettyName != nil else { return nil }
    }

    var snapshot: JSONObject {
        var object = JSONObject()
        object.set("id", id)
        object.set("id_like", idLike)
        object.set("name", name)
        object.set("pretty_name", prettyName)
        object.set("version", version)
        object.set("version_id", versionID)
        object.set("codename", codename)
        object.set("variant_id", values["VARIANT_ID"])
        object.set("build_id", values["BUILD_ID"])
        object.set("platform_id", platformID)
        object.set("support_end", values["SUPPORT_END"])
        object.set("family", family)
        object.set("lineage", lineage.rawValue)
        object.set("cpe", cpe)
        object.set("cpe_raw", values["CPE_NAME"])
        return object
    }

    var facts: JSONObject {
        var object = JSONObject()
        object.set("os_name", name)
        object.set("os_version", versionID)
        object.set("os_version_full", version)
        object.set("os_id", id)
        object.set("os_id_like", idLike)
        object.set("os_pretty_name", prettyName)
        object.set("platform_identifier", platformID)
        object.set("os_family", family)
        return object
    }
}

extension Uname {
    init?(_ output: Bytes) {
        self.init(parsing: output.shortText)
    }

    var snapshot: JSONObject {
        var object = JSONObject()
        object.set("name", kernelName)
        object.set("release", kernelRelease)
        object.set("version", kernelVersion)
        object.set("architecture", architecture)
        return object
    }

    var facts: JSONObject {
        var object = JSONObject()
        object.set("kernel_name", kernelName)
        object.set("kernel_release", kernelRelease)
        object.set("kernel_version", kernelVersion)
        object.set("architecture", architecture)
        return object
    }
}

extension Bytes {
    /// The start of a section that is never long, as text.
    var shortText: String { String(decoding: prefix(65_536), as: UTF8.self) }
}
