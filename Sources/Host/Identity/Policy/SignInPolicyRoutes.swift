import Contract
import Web

/// `auth-policy`.
struct SignInPolicyRoutes: Sendable {
    private let policies: SignInPolicyService

    init(policies: SignInPolicyService) {
        self.policies = policies
    }

    var routes: [Route] {
        [
            Route(OperationCatalog.getAuthPolicy) { _ in try .encoding(try await policies.policy().response) },
            Route(OperationCatalog.putAuthPolicy, maxBodyBytes: 4_096) { request in
                let wanted = try request.decode(AuthPolicyUpdateRequest.self)
                return try .encoding(try await policies.replace(with: wanted, by: request.caller).response)
            },
        ]
    }
}
