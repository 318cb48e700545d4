import HostFacts
package import JSON
package import PluginKit

/// The sections of one visit, and the facts that they yield.
///
/// A fact is stated only when its section ran to its end. What was not seen is left out of the result and named under
/// `unobserved`, so that a reader can tell "not there" from "not looked at".
package struct HostObservation: Sendable {
    private let report: SectionReport

    package init(_ report: SectionReport) {
        self.report = report
    }

    /// Whether at least one section came to an end.
    package var hasAnswer: Bool { report.sections.contains { $0.verdict == .ok } }

    /// For a failure: the verdict of every section.
    package var detail: JSONObject { ["sections": unobserved] }

    /// The probe's result, valid against schema/result.json.
    package var result: JSONValue {
        let os = text("os").map { OSRelease(parsing: $0) }
        let tools = text("tools").map { Capabilities(parsing: $0) }
        var facts = JSONObject()
        addSystem(os, to: &facts)
        addKernel(to: &facts)
        addSizes(to: &facts)
        addNames(to: &facts)
        addProtection(to: &facts)
        facts["virtualization"] = text("virt").flatMap { Virtualization(parsing: $0) }.map(Self.json)
        facts["capabilities"] = .array((tools?.names ?? []).map { .string($0) })
        facts["fitting_probes"] = .array(FittingProbe.all(os: os, tools: tools).map(\.json))
        facts["unobserved"] = unobserved
        return .object(facts)
    }

    /// The output of a section that ended well, and nothing of any other: half a text is no fact.
    private func text(_ id: String) -> String? {
        guard let section = report[id], section.verdict == .ok else { return nil }
        return section.text
    }

    private var unobserved: JSONValue {
        .array(
            report.sections.filter { $0.verdict != .ok }.map { section in
                ["section": .string(section.id), "verdict": .string(Self.word(section.verdict))]
            })
    }
}

extension HostObservation {
    private func addSystem(_ os: OSRelease?, to facts: inout JSONObject) {
        guard let os, !os.isEmpty else { return }
        facts.set("os_name", os.name)
        facts.set("os_version", os.versionID)
        facts.set("os_version_full", os.version)
        facts.set("os_id", os.id)
        facts.set("os_id_like", os.idLike)
        facts.set("os_pretty_name", os.prettyName)
        facts.set("platform_identifier", os.platformID)
        facts.set("os_family", os.family)
        facts.set("os_lineage", os.lineage.rawValue)
        facts.set("cpe", os.cpe)
    }

    private func addKernel(to facts: inout JSONObject) {
        guard let uname = text("uname").flatMap({ Uname(parsing: $0) }) else { return }
        facts.set("kernel_name", uname.kernelName)
        facts.set("kernel_release", uname.kernelRelease)
        facts.set("kernel_version", uname.kernelVersion)
        facts.set("architecture", uname.architecture)
    }

    private func addSizes(to facts: inout JSONObject) {
        if let memory = text("mem").map({ MemInfo(parsing: $0) }) {
            facts.set("mem_total_mb", MemInfo.mebibytes(memory.totalKiB))
            facts.set("mem_available_mb", MemInfo.mebibytes(memory.availableKiB))
            facts.set("swap_total_mb", MemInfo.mebibytes(memory.swapTotalKiB))
        }
        if let root = text("df").flatMap({ DiskFree(parsing: $0).mounted(at: "/") }) {
            facts.set("disk_total_gb", DiskFree.gibibytes(root.totalKiB))
            facts.set("disk_used_gb", DiskFree.gibibytes(root.usedKiB))
            facts.set("disk_free_gb", DiskFree.gibibytes(root.availableKiB))
        }
    }

    private func addNames(to facts: inout JSONObject) {
        for (section, key) in [("hostname", "hostname"), ("fqdn", "fqdn")] {
            // A name is one word; a sentence is a complaint of the tool.
            let words = RemoteText.words(text(section).flatMap { RemoteText.lines($0).first } ?? "")
            if words.count == 1 { facts.set(key, RemoteText.fact(words[0])) }
        }
    }

    private func addProtection(to facts: inout JSONObject) {
        if let mac = text("mac").map({ MandatoryAccessControl(parsing: $0) }) {
            facts.set("selinux_status", mac.selinuxStatus)
            facts["apparmor_enabled"] = .bool(mac.appArmorEnabled)
        }
        // Root sees the rules. Without root, units and configuration still tell most of it.
        if let firewall = (text("firewall") ?? text("firewall-user")).flatMap({ FirewallState(parsing: $0) }) {
            facts.set("firewall_service", firewall.service)
            facts.set("firewall_status", firewall.status)
        }
    }

    private static func json(_ virtualization: Virtualization) -> JSONValue {
        var object = JSONObject()
        object.set("type", virtualization.type)
        object.set("role", virtualization.role.rawValue)
        object.set("container", virtualization.container)
        return .object(object)
    }

    private static func word(_ verdict: SectionVerdict) -> String {
        switch verdict {
        case .ok: "ok"
        case .failed: "failed"
        case .unsupported: "unsupported"
        case .denied: "denied"
        case .timeout: "timeout"
        case .truncated: "truncated"
        case .killed: "killed"
        case .unobserved: "unobserved"
        }
    }
}

extension JSONObject {
    /// Sets a string member; nil leaves the member out.
    fileprivate mutating func set(_ key: String, _ value: String?) {
        self[key] = value.map { .string($0) }
    }

    /// Sets an integer member; nil leaves the member out.
    fileprivate mutating func set(_ key: String, _ value: Int64?) {
        self[key] = value.map { .integer($0) }
    }
}
