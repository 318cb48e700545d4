import NIOConcurrencyHelpers
import PluginHost

/// A target that only notes which sections a probe asks its host for.
final class SectionCapture: ProbeTargetServices, ProbeSSHSession {
    private let captured = NIOLockedValueBox<[ProbeSection]>([])

    var sections: [ProbeSection] { captured.withLockedValue { $0 } }

    func openSSH(fresh: Bool, timeout: Duration?) async -> ProbeSSHOpenResult {
        var info = ProbeSSHInfo()
        info.reached = .session
        return ProbeSSHOpenResult(session: self, info: info, code: .ok)
    }

    func collect(_ sections: [ProbeSection], timeout: Duration?) async throws(ProbeServiceError) -> ProbeCollection {
        captured.withLockedValue { $0 += sections }
        throw ProbeServiceError(code: .io, message: "nothing is collected here")
    }

    func execute(
        _ command: ProbeCommand, onChunk: (@Sendable (Int, [UInt8]) async -> Void)?
    ) async throws(ProbeServiceError) -> ProbeCommandResult {
        throw ProbeServiceError(code: .io, message: "nothing is run here")
    }

    func close() async {}

    func value(forKey key: String) async throws(ProbeServiceError) -> (value: [UInt8], version: UInt64)? { nil }

    func store(
        _ value: [UInt8], forKey key: String, expecting: StoredVersion, timeToLive: Duration?
    ) async throws(ProbeServiceError) {}
}
