import Contract
import Core
import Foundation
import Testing

@Suite("The error envelope")
struct ErrorEnvelopeTests {
    private let correlation = CorrelationID.make(.request)

    private func json(_ error: APIError) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        let data = try encoder.encode(ErrorEnvelope(error, correlationID: correlation))
        return String(decoding: data, as: UTF8.self)
    }

    @Test("carries code, fault, retryable, message and correlation id, and no empty detail")
    func plain() throws {
        #expect(
            try json(.hostNotFound())
                == #"{"error":{"code":"hosts.not_found","correlation_id":"\#(correlation.text)","fault":"client","#
                + #""human_message":"Host not found","retryable":false}}"#)
    }

    @Test("carries the detail of its code")
    func detail() throws {
        let error = APIError.permissionDenied(.hostWrite)
        #expect(error.code.httpStatus == 403)
        #expect(try json(error).contains(#""detail":{"required_permission":"host:write"},"fault":"policy""#))
        let mixed = APIError(
            .validationFieldRange, "No", detail: ["a": 1, "b": true, "c": .strings(["x", "y"]), "d": "z"])
        #expect(try json(mixed).contains(#""detail":{"a":1,"b":true,"c":["x","y"],"d":"z"}"#))
    }

    @Test("lets a service overrule whether a request can be repeated")
    func retryable() {
        #expect(APIError(.hostUnreachable, "No route").retryable)
        #expect(!APIError(.hostUnreachable, "No credential", retryable: false).retryable)
        #expect(ErrorCode.hostUnreachable.fault == .external)
    }

    @Test("sends the headers that HTTP expects")
    func headers() {
        #expect(APIError.authenticationRequired().headers == ["WWW-Authenticate": "Bearer"])
        #expect(APIError.rateLimited(retryAfterSeconds: 60).headers == ["Retry-After": "60"])
        #expect(APIError.methodNotAllowed(allowed: ["GET", "POST"]).headers == ["Allow": "GET, POST"])
    }

    @Test("uses only detail fields that the registry lists for the code")
    func detailFields() throws {
        let violation = try #require(HostUpdateRequest(port: 0).limitViolation())
        let errors: [APIError] = [
            .authenticationRequired(for: .hostRead), .sessionInvalid(reason: "session_expired"),
            .permissionDenied(.hostRead), .csrfInvalid(), .featureUnavailable(.auditExport),
            .rateLimited(retryAfterSeconds: 1), .fieldRequired("a"), .fieldFormat("a", expected: "a UUID"),
            .fieldRange(violation), .invalidBody(field: "a"), .bodyTooLarge(maximumBytes: 1),
            .headerInvalid("A", "No"), .limitExceeded(maximum: 1, requested: 2), .cursorInvalid(),
            .idempotencyKeyRequired(), .unknownPath(), .methodNotAllowed(allowed: []), .hostNotFound(),
            .credentialNotFound(), .probeInFlight(), .serverError(), .unavailable(component: "database"),
            .noPlugin(for: "discovery"),
        ]
        let registry = try ContractFiles.entries("errors", of: "error-codes.yaml")
        for error in errors where !error.detail.isEmpty {
            let entry = try #require(registry.first { $0["code"]?.string == error.code.code })
            let listed = Set(entry["detail_schema"]?["properties"]?.mapping?.keys.compactMap(\.string) ?? [])
            #expect(listed.isSuperset(of: error.detail.keys), "\(error.code)")
        }
    }
}
