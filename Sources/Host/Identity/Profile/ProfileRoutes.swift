import Contract
import Web

/// `auth/me`, `users/me/preferences`, and what callers may do.
struct ProfileRoutes: Sendable {
    private let profiles: ProfileService

    init(profiles: ProfileService) {
        self.profiles = profiles
    }

    var routes: [Route] {
        [
            Route(OperationCatalog.getAuthMe) { request in
                let user = try await profiles.user(of: request.caller)
                return try .encoding(user.response(step: request.caller.outstandingStep))
            },
            Route(OperationCatalog.patchAuthMe, maxBodyBytes: 16_384) { request in
                let body = try request.decode(AuthMeUpdateRequest.self)
                if let violation = body.limitViolation() { throw APIError.fieldRange(violation) }
                let user = try await profiles.update(body, by: request.caller)
                return try .encoding(user.response(step: request.caller.outstandingStep))
            },
            Route(OperationCatalog.getUsersMePreferences) { request in
                try .encoding(try await profiles.preferences(of: request.caller))
            },
            Route(OperationCatalog.patchUsersMePreferences, maxBodyBytes: 4_096) { request in
                let body = try request.decode(UserPreferences.self)
                return try .encoding(try await profiles.updatePreferences(body, by: request.caller))
            },
            Route(OperationCatalog.getAuthMePermissions) { request in try Self.permissions(of: request.caller) },
            Route(OperationCatalog.getAuthPermissionsRegistry) { _ in try .encoding(Self.registry) },
        ]
    }

    private static func permissions(of caller: Caller) throws -> APIResponse {
        let isAnonymous = caller.kind == .anonymous
        return AuthRoutes.private(
            try .encoding(
                AuthMePermissionsResponse(
                    identity: AuthIdentity(
                        id: caller.id ?? "anonymous", role: caller.role?.id ?? "", isAnonymous: isAnonymous),
                    permissions: caller.permissions.permissions.map(\.id))))
    }

    private static let registry = PermissionsRegistryResponse(
        categories: PermissionCategory.all.map { CategoryEntry(id: $0.id, description: $0.summary) },
        permissions: Permission.all.map {
            PermissionEntry(
                id: $0.id, category: String($0.category), description: $0.summary, dangerous: $0.isDangerous,
                licenseGated: $0.feature?.id)
        },
        roles: Role.allCases.map {
            RoleEntry(
                id: $0.rawValue, description: $0.summary, isBuiltIn: true,
                permissions: $0.permissions.map(\.id).sorted())
        })
}
