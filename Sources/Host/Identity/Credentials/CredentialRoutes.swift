import Contract
package import Web

/// `credentials`: metadata only; no response holds a secret or its ciphertext.
package struct CredentialRoutes: Sendable {
    private let credentials: CredentialService

    package init(credentials: CredentialService) {
        self.credentials = credentials
    }

    package var routes: [Route] {
        [
            Route(OperationCatalog.getCredentials) { _ in
                try .encoding(CredentialListResponse(credentials: try await credentials.list()))
            },
            Route(OperationCatalog.postCredentials, maxBodyBytes: 262_144) { request in
                let body = try request.decode(CredentialCreateRequest.self)
                return try .encoding(try await credentials.create(body, by: request.caller), status: 201)
            },
            Route(OperationCatalog.getCredentialByID) { request in
                try .encoding(try await credentials.get(try request.uuid("id")))
            },
            Route(OperationCatalog.patchCredentialByID, maxBodyBytes: 262_144) { request in
                let id = try request.uuid("id")
                let body = try request.decode(CredentialUpdateRequest.self)
                return try .encoding(try await credentials.update(id, body, by: request.caller))
            },
            Route(OperationCatalog.deleteCredentialByID) { request in
                try await credentials.delete(try request.uuid("id"), by: request.caller)
                return .noContent
            },
            Route(OperationCatalog.postCredentialClone) { request in
                let id = try request.uuid("id")
                let body = try request.decode(CredentialCloneRequest.self)
                return try .encoding(try await credentials.clone(id, body, by: request.caller), status: 201)
            },
            Route(OperationCatalog.postHostCredentialsResolve) { request in
                try .encoding(try await credentials.resolve(forHost: try request.uuid("host_id")))
            },
        ]
    }
}
