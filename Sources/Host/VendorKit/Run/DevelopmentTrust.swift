package import PluginHost

/// Trust for the one package that a developer names on the command line, and in this process alone.
///
/// Neither signature nor reserved prefix is asked for: whoever runs the command could run the code without it too.
package struct DevelopmentTrust: TrustPolicy {
    private let id: String

    package init(id: String) {
        self.id = id
    }

    package func evaluate(_ candidate: TrustCandidate) throws(PluginRejection) -> PluginTrust {
        guard candidate.id == id else {
            throw PluginRejection(.signature, "only \(id) is allowed in this run")
        }
        return .unsigned
    }
}
