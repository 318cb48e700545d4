package import Contract

/// An operation of the contract and the code that answers it.
package struct Route: Sendable {
    package typealias Handler = @Sendable (APIRequest) async throws -> APIResponse

    /// What a body has to be.
    package enum BodyType: String, Sendable {
        case json = "application/json"
        case bytes = "application/octet-stream"
    }

    /// Path, method, permission and idempotency as `contract/openapi.yaml` states them.
    package let operation: OperationDescription
    /// Bodies above this size are refused with 413 before they are read.
    package let maxBodyBytes: Int
    package let bodyType: BodyType
    package let handler: Handler

    /// - Parameter operation: the contract's description; the route's path and access rule come from there alone.
    package init(
        _ operation: OperationDescription, maxBodyBytes: Int = 1_048_576, bodyType: BodyType = .json,
        handler: @escaping Handler
    ) {
        self.operation = operation
        self.maxBodyBytes = maxBodyBytes
        self.bodyType = bodyType
        self.handler = handler
    }
}
