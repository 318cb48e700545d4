import Contract
package import Web

/// `roles`: list, create, change, delete.
package struct RoleRoutes: Sendable {
    private let roles: RoleService

    package init(roles: RoleService) {
        self.roles = roles
    }

    package var routes: [Route] {
        [
            Route(OperationCatalog.getRoles) { _ in try .encoding(try await roles.list()) },
            Route(OperationCatalog.postRolesCreate, maxBodyBytes: 65_536) { request in
                let body = try request.decode(CustomRoleCreateRequest.self)
                return try .encoding(try await roles.create(body, by: request.caller), status: 201)
            },
            Route(OperationCatalog.patchRole, maxBodyBytes: 65_536) { request in
                let body = try request.decode(CustomRoleUpdateRequest.self)
                let id = request.pathParameters["role"] ?? ""
                return try .encoding(try await roles.update(id, body, by: request.caller))
            },
            Route(OperationCatalog.deleteRole) { request in
                try await roles.delete(request.pathParameters["role"] ?? "", by: request.caller)
                return .noContent
            },
        ]
    }
}
