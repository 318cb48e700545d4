package import HTTPTypes
package import HummingbirdCore

/// What a handler answers.
package struct APIResponse: Sendable {
    package enum Body: Sendable {
        case none
        case bytes([UInt8])
        /// Written piece by piece, each write waiting for the client; ends when the closure returns.
        case stream(@Sendable (inout any ResponseBodyWriter) async throws -> Void)
    }

    package var status: Int
    package var headers: HTTPFields
    package var body: Body

    package init(status: Int, headers: HTTPFields = [:], body: Body = .none) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// JSON text that is already encoded.
    package static func json(_ bytes: [UInt8], status: Int = 200) -> APIResponse {
        APIResponse(status: status, headers: [.contentType: "application/json"], body: .bytes(bytes))
    }

    package static let noContent = APIResponse(status: 204)
}
