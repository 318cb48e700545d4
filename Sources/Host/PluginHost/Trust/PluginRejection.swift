/// Why a package is not used. Found before any of its code runs.
package struct PluginRejection: Error, Sendable, Hashable, CustomStringConvertible {
    package enum Reason: String, Sendable, CaseIterable {
        case manifest, elf, abi, arch, path, identity, reserved, duplicate
        /// The signature is damaged or does not fit the manifest.
        case signature
        /// Not signed, or signed by a key that may not sign this package.
        case untrusted
        /// The key, the manifest or a file was revoked.
        case revoked
        /// A file is not the one that the manifest lists, is missing, or is not listed.
        case modified
        /// Older than a version that has run here.
        case downgrade
        /// The package file is not a well-formed archive.
        case archive
        /// The store of installed packages cannot be read or written.
        case store
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
