import Contract
package import Web

/// `tokens`: list, create, revoke.
package struct APITokenRoutes: Sendable {
    private let tokens: APITokenService

    package init(tokens: APITokenService) {
        self.tokens = tokens
    }

    package var routes: [Route] {
        [
            Route(OperationCatalog.getAPITokens) { _ in try .encoding(try await tokens.list()) },
            Route(OperationCatalog.postAPIToken, maxBodyBytes: 16_384) { request in
                let body = try request.decode(ApiTokenCreateRequest.self)
                var response = try APIResponse.encoding(
                    try await tokens.create(body, by: request.caller), status: 201)
                response.headers[.cacheControl] = "no-store"
                return response
            },
            Route(OperationCatalog.deleteAPIToken) { request in
                try await tokens.revoke(try request.uuid("id"), by: request.caller)
                return .noContent
            },
        ]
    }
}
