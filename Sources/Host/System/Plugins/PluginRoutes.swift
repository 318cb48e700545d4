package import Contract
import Core
import JSON
package import PluginHost
package import Web

/// `plugins`: what they are, what they may do, how they run.
package struct PluginRoutes: Sendable {
    private let plugins: PluginHost
    private let operations: PluginOperations
    private let records: @Sendable () -> PluginRecords

    /// The largest package, and room for the headers of its archive.
    private static let archive = PackageArchive.sizeLimit + 1_048_576

    /// - Parameter records: how far what happens to plugins is on record.
    package init(
        plugins: PluginHost, operations: PluginOperations, records: @escaping @Sendable () -> PluginRecords
    ) {
        self.records = records
        self.plugins = plugins
        self.operations = operations
    }

    package var routes: [Route] {
        [
            Route(OperationCatalog.getPlugins) { _ in
                let statuses = plugins.statuses.sorted { $0.id < $1.id }
                return try .encoding(
                    PluginListResponse(
                        plugins: statuses.map(PluginDescription.init(status:)), records: records()))
            },
            Route(OperationCatalog.getPlugin) { try await detail(try id($0)) },
            Route(OperationCatalog.deletePlugin, maxBodyBytes: 4_096, handler: remove),
            Route(OperationCatalog.postPluginsInstall, maxBodyBytes: Self.archive, bodyType: .bytes, handler: install),
            Route(OperationCatalog.postPluginEnable, maxBodyBytes: 4_096, handler: enable),
            Route(OperationCatalog.postPluginDisable, maxBodyBytes: 4_096, handler: disable),
            Route(OperationCatalog.postPluginApprove, maxBodyBytes: 4_096, handler: approve),
            Route(OperationCatalog.postPluginRevoke, maxBodyBytes: 4_096, handler: revoke),
            Route(OperationCatalog.postPluginRestart, maxBodyBytes: 4_096, handler: restart),
            Route(OperationCatalog.postPluginReset, maxBodyBytes: 4_096, handler: reset),
            Route(OperationCatalog.postPluginActivate, maxBodyBytes: 4_096, handler: activate),
            Route(OperationCatalog.getPluginConfig) { request in
                Self.configuration(try await operations.configuration(try id(request)))
            },
            Route(OperationCatalog.putPluginConfig, maxBodyBytes: 262_144, handler: configure),
            Route(OperationCatalog.getPluginRoles) { _ in
                try .encoding(PluginRoleList(roles: try await operations.roles()))
            },
            Route(OperationCatalog.putPluginRole, maxBodyBytes: 4_096, handler: assign),
        ]
    }

    private func id(_ request: APIRequest) throws -> String {
        guard let id = request.pathParameters["id"], (1...128).contains(id.utf8.count) else {
            throw APIError.pluginNotFound("")
        }
        return id
    }

    private func detail(_ id: String) async throws -> APIResponse {
        try .encoding(try await operations.detail(id))
    }

    private func remove(_ request: APIRequest) async throws -> APIResponse {
        try await operations.remove(try id(request), version: request.query["version"], by: request.caller)
        return .noContent
    }

    private func install(_ request: APIRequest) async throws -> APIResponse {
        let id = try await operations.install(request.body, by: request.caller)
        return try .encoding(try await operations.detail(id), status: 201)
    }

    private func enable(_ request: APIRequest) async throws -> APIResponse {
        try await operations.setEnabled(true, try id(request), by: request.caller)
        return try await detail(try id(request))
    }

    private func disable(_ request: APIRequest) async throws -> APIResponse {
        try await operations.setEnabled(false, try id(request), by: request.caller)
        return try await detail(try id(request))
    }

    private func approve(_ request: APIRequest) async throws -> APIResponse {
        let body = try request.decode(PluginApproveRequest.self)
        try await operations.approve(
            try id(request), version: body.version, digest: body.manifestSHA256, by: request.caller)
        return try await detail(try id(request))
    }

    private func revoke(_ request: APIRequest) async throws -> APIResponse {
        let body = try request.decode(PluginRevokeRequest.self)
        try await operations.revoke(try id(request), digest: body.manifestSHA256, by: request.caller)
        return try await detail(try id(request))
    }

    private func restart(_ request: APIRequest) async throws -> APIResponse {
        try await operations.restart(try id(request), by: request.caller)
        return try await detail(try id(request))
    }

    private func reset(_ request: APIRequest) async throws -> APIResponse {
        try await operations.reset(try id(request), by: request.caller)
        return try await detail(try id(request))
    }

    private func activate(_ request: APIRequest) async throws -> APIResponse {
        let body = try request.decode(PluginActivateRequest.self)
        try await operations.activate(try id(request), version: body.version, by: request.caller)
        return try await detail(try id(request))
    }

    private func configure(_ request: APIRequest) async throws -> APIResponse {
        let id = try id(request)
        guard let body = (try? JSONValue(parsing: request.body))?.object else { throw APIError.invalidBody() }
        guard let value = body["config"] else { throw APIError.fieldRequired("config") }
        guard value.object != nil else { throw APIError.invalidBody(field: "config") }
        try await operations.configure(id, value, by: request.caller)
        return Self.configuration(try await operations.configuration(id))
    }

    private static func configuration(_ value: JSONValue) -> APIResponse {
        .json(JSONValue.object(["config": value]).encoded())
    }

    private func assign(_ request: APIRequest) async throws -> APIResponse {
        guard let role = request.pathParameters["role"].flatMap(ProbeRole.init(rawValue:)) else {
            throw APIError(
                .validationFieldInvalid,
                "role must be one of " + ProbeRole.allCases.map(\.rawValue).joined(separator: ", "),
                detail: ["field": "role"])
        }
        let body = try request.decode(PluginRoleRequest.self)
        var choice: PluginSettings.RoleChoice?
        if let pluginID = body.pluginID {
            guard let probe = body.probe else { throw APIError.fieldRequired("probe") }
            choice = .init(pluginID: pluginID, probe: probe)
        }
        try await operations.assign(role, choice, by: request.caller)
        return try .encoding(PluginRoleList(roles: try await operations.roles()))
    }
}
