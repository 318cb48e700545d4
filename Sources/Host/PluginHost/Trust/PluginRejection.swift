/// Why a package is not used. Found before any of its code runs.
package struct PluginRejection: Error, Sendable, Hashable, CustomStringConvertible {
    package enum Reason: String, Sendable, CaseIterable {
        case manifest, elf, abi, arch, path, identity, reserved, duplicate, signature
    }

    package let reason: Reason
    /// What is wrong and what to do about it; safe to show.
    package let message: String
    /// With ``Reason/manifest``: every fault.
    package let faults: [ManifestFault]

    package init(_ reason: Reason, _ message: String, faults: [ManifestFault] = []) {
        self.reason = reason
        self.message = message
        self.faults = faults
    }

    init(_ reason: Reason, _ error: PluginError) {
        let hint = error.hint.map { "; " + $0 } ?? ""
        self.init(reason, error.message + hint, faults: error.faults)
    }

    package var description: String {
        let list = faults.map { "\n  \($0)" }.joined()
        return "\(reason.rawValue): \(message)\(list)"
    }
}
