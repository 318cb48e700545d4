import Contract
package import Probes
package import Web

/// `hosts/{id}/connectivity:check`: the ladder now, rung by rung.
package struct ConnectivityRoutes: Sendable {
    private let probes: ProbeService

    package init(probes: ProbeService) {
        self.probes = probes
    }

    package var routes: [Route] {
        [
            Route(OperationCatalog.postHostConnectivityCheck, maxBodyBytes: 4_096) { request in
                let run = try await probes.run(.connectivity, on: try request.uuid("id"), by: request.caller)
                guard let result = ConnectivityResult(run.outcome.resultValue) else { throw APIError.serverError() }
                return try .encoding(
                    ConnectivityCheckResult(
                        reachable: result.isReachable, responseTimeMS: result.totalMS, errorType: result.errorType,
                        probedAt: run.accepted.collectedAt,
                        newReachabilityStatus: result.isReachable ? .reachable : .unreachable, rungs: result.rungs,
                        firstFailedRung: result.firstFailedRung, hostKeyFingerprint: result.hostKeyFingerprint,
                        privilege: result.privilege))
            }
        ]
    }
}
