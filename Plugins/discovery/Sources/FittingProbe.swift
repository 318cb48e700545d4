package import HostFacts
package import JSON

/// Whether a kind of probe can be run against a host, and why.
package struct FittingProbe: Sendable, Hashable {
    package let probe: String
    package let fits: Bool
    /// One sentence for an operator.
    package let reason: String

    package var json: JSONValue {
        ["probe": .string(probe), "fits": .bool(fits), "reason": .string(reason)]
    }

    /// Judges the roles. Nil stands for a section that gave no answer.
    package static func all(os: OSRelease?, tools: Capabilities?) -> [FittingProbe] {
        [
            FittingProbe(probe: "connectivity", fits: true, reason: "Every host can be asked whether it answers."),
            systemInfo(tools),
            complianceScan(os),
        ]
    }

    private static func systemInfo(_ tools: Capabilities?) -> FittingProbe {
        let name = "system-info"
        guard let tools, tools.has("posix-shell") else {
            return FittingProbe(probe: name, fits: false, reason: "It is not known whether the host has a POSIX shell.")
        }
        guard tools.has("procfs") else {
            return FittingProbe(probe: name, fits: false, reason: "The login user cannot read /proc.")
        }
        return FittingProbe(probe: name, fits: true, reason: "The host has a POSIX shell and a readable /proc.")
    }

    private static func complianceScan(_ os: OSRelease?) -> FittingProbe {
        let name = "compliance-scan"
        guard let os, !os.isEmpty else {
            return FittingProbe(probe: name, fits: false, reason: "The operating system could not be identified.")
        }
        guard os.lineage != .other else {
            return FittingProbe(
                probe: name, fits: false, reason: "\(os.family) belongs to no distribution family that rules exist for."
            )
        }
        return FittingProbe(
            probe: name, fits: true, reason: "\(os.family) belongs to the \(os.lineage.rawValue) family.")
    }
}
