import Contract
import NIOCore
import NIOHTTP1

/// What is wrong with a request that never became one, as the error of the contract that says so.
enum RequestFault {
    /// The sender did not send the rest of its request in time.
    struct ReadTimeout: Error {}

    /// The error for a fault that the HTTP parser or a time limit found; nil for anything else.
    ///
    /// - Parameter isLongLine: the request line is longer than allowed.
    static func error(for cause: any Error, isLongLine: Bool = false, limits: RequestLimits) -> APIError? {
        if cause is ReadTimeout { return timeout() }
        guard let fault = cause as? HTTPParserError else { return nil }
        switch fault {
        case .headerOverflow: return isLongLine ? uriTooLong(limits) : headersTooLarge(limits)
        case .invalidMethod:
            return APIError(.requestMethodUnknown, "No operation has this method, and HTTP does not define it")
        case .invalidVersion:
            return APIError(.requestVersionUnsupported, "Only HTTP/1.0 and HTTP/1.1 can be written in a request line")
        case .invalidURL, .invalidConstant, .lfExpected: return malformed("The request line is malformed")
        case .invalidHeaderToken: return malformed("A header line is malformed")
        case .invalidContentLength, .unexpectedContentLength:
            return malformed("Content-Length is malformed, there twice or beside Transfer-Encoding")
        case .invalidChunkSize: return malformed("The size of a chunk of the body is malformed")
        case .invalidEOFState, .closedConnection: return malformed("The request ends before its end")
        default: return malformed("The request is no valid HTTP")
        }
    }

    static func malformed(_ message: String) -> APIError { APIError(.requestMalformed, message) }

    static func uriTooLong(_ limits: RequestLimits) -> APIError {
        APIError(
            .requestURITooLong, "Path and query may have at most \(limits.uriBytes) bytes",
            detail: ["max_bytes": .int(limits.uriBytes)])
    }

    static func headersTooLarge(_ limits: RequestLimits) -> APIError {
        APIError(
            .requestHeadersTooLarge,
            "The header may have at most \(limits.headerBytes) bytes in \(RequestLimits.parserFields) fields",
            detail: ["max_bytes": .int(limits.headerBytes), "max_fields": .int(RequestLimits.parserFields)])
    }

    private static func timeout() -> APIError {
        APIError(.requestTimeout, "The request was not sent within the time that the server waits for it")
    }
}
