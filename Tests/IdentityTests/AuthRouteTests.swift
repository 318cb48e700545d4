import AreaTestSupport
import Contract
import Core
import Database
import Foundation
import HTTPTypes
import JSON
import Testing

@testable import Identity
@testable import Web

@Suite("Sign-in routes")
struct AuthRouteTests {
    private func call(
        _ operation: OperationDescription, of routes: [Route], body: String = "",
        caller: Caller = IdentityBench.stranger
    ) async throws -> APIResponse {
        let route = try #require(routes.first { $0.operation == operation })
        return try await route.handler(
            APIRequest(
                method: .post, path: operation.path, pathParameters: [:], query: [:], headers: [:],
                body: Array(body.utf8), caller: caller, correlationID: .make(.request)))
    }

    @Test("signing in sets a cookie that scripts cannot read and one that they can, and keeps the answer out of caches")
    func signIn() async throws {
        try await withAreaDatabase { test in
            try await IdentityBench.addAdministrator(test.database)
            let routes = try await IdentityBench.routes(test.database)
            let response = try await call(
                OperationCatalog.postAuthLogin, of: routes,
                body: #"{"username":"ada","password":"\#(IdentityBench.password)"}"#)
            let cookies = response.headers[values: .setCookie]
            let session = try #require(cookies.first { $0.hasPrefix("openwatch_session=") })
            let csrf = try #require(cookies.first { $0.hasPrefix("XSRF-TOKEN=") })
            for flag in ["Path=/", "Secure", "SameSite=Lax"] { #expect(session.contains(flag) && csrf.contains(flag)) }
            #expect(session.contains("HttpOnly") && !csrf.contains("HttpOnly") && cookies.count == 3)
            #expect(response.headers[.cacheControl] == "no-store" && response.status == 200)
            guard case .bytes(let bytes) = response.body else {
                Issue.record("no body")
                return
            }
            let body = try JSONValue(parsing: bytes)
            #expect(body["user"]?["username"] == "ada" && body["user"]?["role"] == "admin")
            #expect(
                body["access_token"]?.string?.split(separator: ".").count == 3 && body["refresh_token"]?.string != nil)
            let out = try await call(OperationCatalog.postAuthLogout, of: routes)
            #expect(out.status == 204 && out.headers[values: .setCookie].allSatisfy { $0.contains("Max-Age=0") })
        }
    }

    @Test("a body that is none, misses a field or is too long is refused before a password is hashed")
    func bodies() async throws {
        try await withAreaDatabase { test in
            let routes = try await IdentityBench.routes(test.database)
            let long = String(repeating: "x", count: 2_000)
            for (body, code) in [
                ("", ErrorCode.validationInvalidBody), ("[]", .validationInvalidBody), ("{", .validationInvalidBody),
                ("{\"username\":1,\"password\":\"x\"}", .validationInvalidBody), ("{}", .validationFieldRequired),
                ("{\"username\":\"a\"}", .validationFieldRequired),
                ("{\"username\":\"\(long)\",\"password\":\"x\"}", .validationFieldRange),
            ] {
                let error = await apiError {
                    _ = try await call(OperationCatalog.postAuthLogin, of: routes, body: body)
                }
                #expect(error?.code == code, "\(body.prefix(40))")
            }
        }
    }

    @Test("the 21st attempt of an address in a minute waits, whatever the attempts were; other addresses do not")
    func limited() async throws {
        try await withAreaDatabase { test in
            let routes = try await IdentityBench.routes(test.database)
            for _ in 0..<20 {
                #expect(
                    await apiError { _ = try await call(OperationCatalog.postAuthLogin, of: routes) }?.code
                        == .validationInvalidBody)
            }
            let limited = await apiError { _ = try await call(OperationCatalog.postAuthLogin, of: routes) }
            #expect(
                limited?.code == .rateLimited
                    && limited?.headers["Retry-After"].flatMap { Int($0) }.map { (1...60).contains($0) } == true)
            let elsewhere = Caller.anonymous(address: "192.0.2.10", userAgent: nil)
            let other = await apiError {
                _ = try await call(OperationCatalog.postAuthLogin, of: routes, caller: elsewhere)
            }
            #expect(other?.code == .validationInvalidBody)
        }
    }

    @Test("a user name that holds a NUL is a refused login, not a fault of the server")
    func nul() async throws {
        try await withAreaDatabase { test in
            let routes = try await IdentityBench.routes(test.database)
            let error = await apiError {
                _ = try await call(
                    OperationCatalog.postAuthLogin, of: routes, body: #"{"username":"a\u0000b","password":"x"}"#)
            }
            #expect(error.map { (400..<500).contains($0.code.httpStatus) } == true)
        }
    }
}
