import Contract
import HTTPTypes
package import Web

/// `license`, `capabilities` and the operations of administrators on the licence.
package struct LicenseRoutes: Sendable {
    private let licenses: LicenseService

    package init(licenses: LicenseService) {
        self.licenses = licenses
    }

    package var routes: [Route] {
        [
            Route(OperationCatalog.getLicense) { request in
                let isInsider = request.caller.holds(.licenseRead) || request.caller.holds(.systemRead)
                return try Self.answer(licenses.snapshot(), isInsider: isInsider)
            },
            Route(OperationCatalog.getCapabilities) { _ in
                let snapshot = licenses.snapshot()
                let capabilities = LicenseFeature.all.sorted { $0.id < $1.id }.map {
                    Capability(
                        id: $0.id, tier: $0.tier, available: snapshot.isEnabled($0), description: $0.summary)
                }
                var response = try APIResponse.encoding(
                    CapabilitiesResponse(tier: snapshot.tier, status: snapshot.status, capabilities: capabilities))
                response.headers[.cacheControl] = "no-cache"
                return response
            },
            Route(OperationCatalog.postAdminLicenseVerify, maxBodyBytes: 65_536) { request in
                let body = try request.decode(LicenseVerifyRequest.self)
                return try Self.answer(licenses.verify(try Self.token(body.licenseJwt)))
            },
            Route(OperationCatalog.postAdminLicenseInstall, maxBodyBytes: 65_536) { request in
                let body = try request.decode(LicenseInstallRequest.self)
                let snapshot = try await licenses.install(try Self.token(body.licenseJwt), by: request.caller)
                return try Self.answer(snapshot, isInsider: true)
            },
            Route(OperationCatalog.postAdminLicenseReload, maxBodyBytes: 4_096) { request in
                try Self.answer(try await licenses.load(.api, by: request.caller), isInsider: true)
            },
        ]
    }

    private static func token(_ text: String) throws -> String {
        guard !text.allSatisfy(\.isWhitespace) else { throw APIError.fieldRequired("license_jwt") }
        return text
    }

    /// - Parameter isInsider: whether the caller may see more than tier, status and features.
    private static func answer(_ snapshot: LicenseSnapshot, isInsider: Bool) throws -> APIResponse {
        var state = LicenseStateResponse(tier: snapshot.tier, status: snapshot.status, features: snapshot.features)
        if isInsider {
            state.customerID = snapshot.license?.claims.customerID
            state.expiresAt = snapshot.license?.expiresAt
            state.inGracePeriod = snapshot.status == .grace
            state.usingPrevKey = snapshot.license?.usesPreviousKey ?? false
            state.clockRollbackDetected = snapshot.isClockBehind
            state.loadFault = snapshot.fault?.code
        }
        var response = try APIResponse.encoding(state)
        response.headers[.cacheControl] = "private, no-store"
        response.headers[.vary] = "Cookie, Authorization"
        return response
    }

    private static func answer(_ verification: LicenseVerification) throws -> APIResponse {
        var answer = LicenseVerifyResponse(
            isValid: verification.result == .valid, verifyResult: verification.result.rawValue)
        answer.tier = verification.license?.tier
        answer.features = verification.license?.features
        answer.expiresAt = verification.license?.expiresAt
        answer.warnings = verification.warnings.isEmpty ? nil : verification.warnings
        return try .encoding(answer)
    }
}
