import NIOConcurrencyHelpers

/// The policy of a trust directory, read again when somebody asks for it: a key that is revoked there takes effect with
/// the next scan.
package final class LiveTrustPolicy: TrustPolicy {
    private let directory: String
    private let policy: NIOLockedValueBox<SignedTrustPolicy>

    /// Throws a ``PluginError`` with every fault, if a file of the directory cannot be used.
    package init(directory: String) throws(PluginError) {
        self.directory = directory
        policy = NIOLockedValueBox(SignedTrustPolicy(ring: try TrustRing.load(directory: directory)))
    }

    /// Reads the directory again. If that throws, what was read before stays in force.
    package func reload() throws(PluginError) {
        let ring = try TrustRing.load(directory: directory)
        policy.withLockedValue { $0 = SignedTrustPolicy(ring: ring) }
    }

    package func evaluate(_ candidate: TrustCandidate) throws(PluginRejection) -> PluginTrust {
        let policy = policy.withLockedValue(\.self)
        return try policy.evaluate(candidate)
    }
}
