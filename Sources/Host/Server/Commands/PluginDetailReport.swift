import Contract
import Foundation

/// A plugin as a command prints it.
struct PluginDetailReport {
    let id: String
    /// Nil if it is gone.
    let detail: PluginDetail?

    func print(json: Bool) {
        guard let detail else {
            Swift.print(json ? "{}" : "\(id): removed")
            return
        }
        if json {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            if let data = try? encoder.encode(detail) { Swift.print(String(decoding: data, as: UTF8.self)) }
        } else {
            Swift.print(text(detail), terminator: "")
        }
    }

    private func text(_ detail: PluginDetail) -> String {
        let plugin = detail.plugin
        var lines = ["\(plugin.id) \(plugin.version)  \(plugin.state)"]
        if let reason = plugin.reason { lines.append("  reason: \(reason)") }
        if let trust = plugin.trust { lines.append("  trust: \(trust)") }
        if let tier = plugin.unlockedBy { lines.append("  unlocked by: a licence of tier \(tier)") }
        lines.append("  versions: " + detail.versions.map(Self.version).joined(separator: ", "))
        lines += detail.grants.map { "  asks for: \($0)" }
        lines += detail.approvals.map {
            "  approved: \($0.version) by \($0.approvedBy) at \($0.approvedAt), manifest \($0.manifestSHA256)"
        }
        if let pending = plugin.pendingApproval {
            lines.append("  waits for an approval: \(pending.version)")
            lines += pending.missingGrants.map { "    \($0)" }
            lines.append("  next: openwatch plugin approve \(plugin.id) \(pending.version) \(pending.manifestSHA256)")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func version(_ version: PluginVersion) -> String {
        version.version + (version.usable ? "" : " (unusable)") + (version.rolledBack ? " (rolled back)" : "")
    }
}
