import JSON

/// Whether a reboot is due, and why.
struct RebootState {
    private(set) var reasons: [String] = []
    private(set) var packages: [String] = []
    private(set) var running = ""
    private(set) var newest = ""

    init?(_ output: Bytes) {
        var kernels: [(time: Int64, release: String)] = []
        var bootDefault = ""
        for line in output.lines.prefix(512) {
            guard let (key, value) = line.assignment else { continue }
            switch key {
            case "marker": reasons.append("marker")
            case "package": if let name = value.textIfAny, packages.count < 50 { packages.append(name) }
            case "modules_missing": reasons.append("modules_missing")
            case "running": running = value.trimmed.text
            case "default": bootDefault = value.trimmed.text
            case "kernel":
                let words = value.words
                if words.count == 2, let time = words[0].count64 { kernels.append((time, words[1].text)) }
            case "zypper": if value.equals("102") { reasons.append("packages") }
            case "needs_restarting": if value.equals("1") { reasons.append("packages") }
            default: break
            }
        }
        guard !running.isEmpty else { return nil }
        // Only where the running kernel is one of the installed ones: elsewhere the list says nothing about it.
        if kernels.contains(where: { $0.release == running }), let last = kernels.max(by: { $0.time < $1.time }) {
            newest = last.release
        } else if kernels.isEmpty, !bootDefault.isEmpty {
            newest = bootDefault
        }
        if !newest.isEmpty, newest != running { reasons.append("kernel") }
    }

    var isRequired: Bool { !reasons.isEmpty }

    var snapshot: JSONObject {
        var object = JSONObject()
        object.set("required", isRequired)
        object["reasons"] = .strings(reasons)
        object.set("packages", packages)
        object.set("running_kernel", running)
        object.set("newest_kernel", newest)
        return object
    }
}
