import Core
import HTTPTypes

/// The headers that every response carries, errors included.
enum SecurityHeaders {
    static let all: [(HTTPField.Name, String)] = [
        (.strictTransportSecurity, "max-age=63072000; includeSubDomains"),
        (.xContentTypeOptions, "nosniff"),
        (named("X-Frame-Options"), "DENY"),
        (named("Referrer-Policy"), "no-referrer"),
        (.contentSecurityPolicy, "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"),
    ]

    static let correlationID = named("X-Correlation-Id")
    static let idempotencyKey = named("Idempotency-Key")
    static let idempotencyReplayed = named("Idempotency-Replayed")
    static let forwardedFor = named("X-Forwarded-For")
    static let forwardedHost = named("X-Forwarded-Host")
    static let forwardedProto = named("X-Forwarded-Proto")
    static let csrfToken = named("X-CSRF-Token")
    static let backgroundRefresh = named("X-Background-Refresh")

    /// Adds what is missing in the headers of a response.
    static func complete(_ headers: inout HTTPFields, correlationID: CorrelationID) {
        for (name, value) in all where headers[name] == nil { headers[name] = value }
        headers[Self.correlationID] = correlationID.text
    }

    private static func named(_ name: String) -> HTTPField.Name {
        HTTPField.Name(name) ?? .connection
    }
}
