import Contract
import Core
import Foundation
import HTTPTypes

/// The response to an error: the contract's envelope, with the headers that every response carries.
enum ErrorAnswer {
    static func make(_ error: APIError, correlationID: CorrelationID) -> APIResponse {
        let envelope = ErrorEnvelope(error, correlationID: correlationID)
        var response =
            (try? APIResponse.encoding(envelope, status: error.code.httpStatus))
            ?? APIResponse(status: error.code.httpStatus)
        for (name, value) in error.headers {
            if let field = HTTPField.Name(name) { response.headers[field] = value }
        }
        if !error.cookies.isEmpty { response.headers[values: .setCookie] = error.cookies }
        SecurityHeaders.complete(&response.headers, correlationID: correlationID)
        return response
    }
}
