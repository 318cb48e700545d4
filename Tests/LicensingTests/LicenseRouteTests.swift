import AreaTestSupport
import Contract
import Core
import Foundation
import HTTPTypes
import JSON
import Testing

@testable import Licensing
@testable import Web

@Suite("Licence routes")
struct LicenseRouteTests {
    private static let stranger = Caller.anonymous(address: "192.0.2.9", userAgent: nil)

    private func call(
        _ operation: OperationDescription, _ bench: LicenseBench, body: String = "", caller: Caller = .administrator
    ) async throws -> APIResponse {
        let routes = LicenseRoutes(licenses: bench.service).routes
        let route = try #require(routes.first { $0.operation == operation })
        return try await route.handler(
            APIRequest(
                method: operation.method == .get ? .get : .post, path: operation.path, pathParameters: [:], query: [:],
                headers: [:], body: Array(body.utf8), caller: caller, correlationID: .make(.request)))
    }

    private func json(_ response: APIResponse) throws -> JSONValue {
        guard case .bytes(let bytes) = response.body else { return .null }
        return try JSONValue(parsing: bytes)
    }

    private func body(_ token: String) -> String { "{\"license_jwt\":\"\(token)\"}" }

    private func role(_ role: Role) -> Caller { Caller(kind: .user, id: "u", label: "u", role: ActingRole(role)) }

    @Test("anonymous callers see tier, status and features; whoever may read the licence sees the rest, in private")
    func state() async throws {
        try await withLicenses { bench in
            let none = try await call(OperationCatalog.getLicense, bench, caller: Self.stranger)
            let free: JSONValue = ["tier": "free", "status": "no_license", "features": ["compliance_check"]]
            #expect(try json(none) == free)
            let noneInside = try json(try await call(OperationCatalog.getLicense, bench))
            let flags: [String] = ["in_grace_period", "using_prev_key", "clock_rollback_detected"]
            #expect(flags.allSatisfy { noneInside[$0] == false } && noneInside["customer_id"] == nil)
            try bench.put(try bench.issuer.token())
            try await bench.load(.boot)
            for caller in [Self.stranger] {
                let response = try await call(OperationCatalog.getLicense, bench, caller: caller)
                #expect(
                    try json(response) == [
                        "tier": "openwatch_plus", "status": "active", "features": ["audit_query", "vendor_plugins"],
                    ])
                #expect(response.headers[.cacheControl] == "private, no-store")
                #expect(response.headers[.vary] == "Cookie, Authorization")
            }
            for role in Role.allCases {
                let state = try json(try await call(OperationCatalog.getLicense, bench, caller: self.role(role)))
                #expect(state["customer_id"] == "acme" && state["expires_at"]?.string?.hasPrefix("2026-06-09T") == true)
                #expect(flags.allSatisfy { state[$0] == false } && state["load_fault"] == nil)
            }
            try bench.put("rubbish")
            try await bench.load(.sighup)
            bench.clock.move(days: 100)
            let state = try json(try await call(OperationCatalog.getLicense, bench))
            #expect(state["status"] == "grace" && state["in_grace_period"] == true)
            #expect(state["load_fault"] == "malformed_jwt")
        }
    }

    @Test("capabilities list every feature by id and what is available, free ones included")
    func capabilities() async throws {
        try await withLicenses { bench in
            try bench.put(try bench.issuer.token(["features": ["audit_query", "time_travel"]]))
            try await bench.load(.boot)
            let answer = try json(try await call(OperationCatalog.getCapabilities, bench, caller: Self.stranger))
            let list = try #require(answer["capabilities"]?.array)
            let ids = list.compactMap { $0["id"]?.string }
            #expect(ids == LicenseFeature.all.map(\.id).sorted() && answer["status"] == "active")
            let available = list.filter { $0["available"] == true }.compactMap { $0["id"]?.string }
            #expect(available == ["audit_query", "compliance_check"])
            #expect(list.allSatisfy { $0["description"]?.string?.hasSuffix(".") == true && $0["tier"]?.string != nil })
        }
    }

    @Test("verifying answers 200 whatever the licence is, and installs nothing")
    func verify() async throws {
        try await withLicenses { bench in
            try await bench.load(.boot)
            func verify(_ token: String) async throws -> JSONValue {
                try json(try await call(OperationCatalog.postAdminLicenseVerify, bench, body: body(token)))
            }
            let good = try await verify(try bench.issuer.token())
            #expect(good["is_valid"] == true && good["verify_result"] == "valid" && good["warnings"] == nil)
            #expect(good["tier"] == "openwatch_plus" && good["features"] == ["audit_query", "vendor_plugins"])
            let ended: JSONValue = .integer(TestIssuer.now.unixSeconds)
            let grace = try await verify(try bench.issuer.token(["exp": ended, "features": ["time_travel"]]))
            #expect(grace["is_valid"] == true && grace["warnings"]?.array?.count == 2)
            #expect(try await verify("x") == ["is_valid": false, "verify_result": "malformed_jwt"])
            #expect(
                try await verify(try TestIssuer().token()) == ["is_valid": false, "verify_result": "signature_invalid"])
            let long = try await verify(String(repeating: "x", count: 16_385))
            #expect(long["verify_result"] == "malformed_jwt")
            bench.clock.move(seconds: -7_200)
            let behind = try await verify(try bench.issuer.token())
            #expect(behind["is_valid"] == true && behind["warnings"]?.array?.count == 1)
            for (text, code) in [
                (body(""), ErrorCode.validationFieldRequired), (body("  "), .validationFieldRequired),
                ("{}", .validationFieldRequired), ("", .validationInvalidBody), ("{", .validationInvalidBody),
                ("{\"license_jwt\":7}", .validationInvalidBody),
            ] {
                for operation in [OperationCatalog.postAdminLicenseVerify, OperationCatalog.postAdminLicenseInstall] {
                    let error = await apiError { _ = try await call(operation, bench, body: text) }
                    #expect(error?.code == code, "\(text)")
                }
            }
            #expect(bench.service.snapshot().status == .noLicense)
            #expect(!FileManager.default.fileExists(atPath: bench.file))
            #expect(try await bench.actions().isEmpty)
        }
    }

    @Test("installing writes the file for its owner alone, takes effect at once and survives a restart")
    func install() async throws {
        try await withLicenses { bench in
            try await bench.load(.boot)
            let token = try bench.issuer.token()
            let response = try await call(OperationCatalog.postAdminLicenseInstall, bench, body: body(" \(token)\\n"))
            let state = try json(response)
            #expect(state["status"] == "active" && state["customer_id"] == "acme")
            #expect(response.headers[.cacheControl] == "private, no-store")
            #expect(bench.service.isEnabled(.auditQuery))
            #expect(try String(contentsOfFile: bench.file, encoding: .utf8) == token + "\n")
            let mode = try FileManager.default.attributesOfItem(atPath: bench.file)[.posixPermissions] as? Int
            #expect(mode == 0o600)
            #expect(!FileManager.default.fileExists(atPath: bench.file + ".new"))
            let row = try #require(try await bench.rows().last)
            #expect(row.action == "license.installed" && row.detail["source"] == "api")
            #expect(
                try await bench.database.count(
                    "SELECT count(*) AS n FROM audit_events WHERE actor_label = 'ada' AND action = 'license.installed'")
                    == 1)
            #expect(try await bench.restarted().load(.boot, by: .system("test")).status == .active)
        }
    }

    @Test("a licence that is not valid is refused with its result and changes neither file nor what is in force")
    func refused() async throws {
        try await withLicenses(fingerprint: "here") { bench in
            let good = try bench.issuer.token()
            try bench.put(good)
            try await bench.load(.boot)
            let ended: JSONValue = .integer(TestIssuer.now.unixSeconds - 31 * 86_400)
            for (token, result) in [
                ("rubbish", "malformed_jwt"), (try TestIssuer().token(), "signature_invalid"),
                (try bench.issuer.token(["exp": ended]), "expired"),
                (try bench.issuer.token(["aud": "other"]), "audience_invalid"),
                (try bench.issuer.token(["fingerprint": "there"]), "fingerprint_mismatch"),
            ] {
                let error = await apiError {
                    _ = try await call(OperationCatalog.postAdminLicenseInstall, bench, body: body(token))
                }
                #expect(error?.code == .licenseInvalid && error?.detail["verify_result"] == .string(result))
                #expect(try String(contentsOfFile: bench.file, encoding: .utf8) == good + "\n")
                #expect(bench.service.snapshot().status == .active && bench.service.snapshot().fault == nil)
            }
            #expect(
                try await bench.actions() == ["installed", "invalid", "invalid", "expired", "invalid", "tampered"])
        }
    }

    @Test("a licence that cannot be stored is not in force and not on record")
    func notStored() async throws {
        try await withLicenses(file: "/proc/no-such-folder/license.lic") { bench in
            let token = try bench.issuer.token()
            let error = await apiError {
                _ = try await call(OperationCatalog.postAdminLicenseInstall, bench, body: body(token))
            }
            #expect(error?.code == .licenseNotStored && error?.message.contains("/proc") == false)
            #expect(bench.service.snapshot().status == .noLicense)
            #expect(try await bench.actions().isEmpty)
        }
    }

    @Test("reloading reads file and keys again and shows what came of it")
    func reload() async throws {
        try await withLicenses { bench in
            try await bench.load(.boot)
            try bench.put(try bench.issuer.token())
            let loaded = try json(try await call(OperationCatalog.postAdminLicenseReload, bench))
            #expect(loaded["status"] == "active")
            #expect(try await bench.rows().last?.detail["source"] == "api")
            bench.remove()
            let gone = try json(try await call(OperationCatalog.postAdminLicenseReload, bench))
            #expect(gone["status"] == "no_license")
        }
    }

    @Test("installs and reloads at one time leave file and memory with the same licence")
    func concurrent() async throws {
        try await withLicenses { bench in
            try await bench.load(.boot)
            let tokens = try (0..<12).map { try bench.issuer.token(["customer_id": .string("c\($0)")]) }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for token in tokens {
                    group.addTask { _ = try await bench.service.install(token, by: .administrator) }
                    group.addTask { try await bench.load(.sighup) }
                }
                try await group.waitForAll()
            }
            let stored = try String(contentsOfFile: bench.file, encoding: .utf8)
            #expect(bench.service.snapshot().license.map { $0.token + "\n" } == stored)
            #expect(try await bench.actions().filter { $0 == "installed" }.count == 12)
        }
    }

    @Test("each operation asks for the permission that the contract gives it")
    func permissions() {
        #expect(OperationCatalog.getLicense.access == .anonymous)
        #expect(OperationCatalog.getCapabilities.access == .anonymous)
        #expect(OperationCatalog.postAdminLicenseVerify.access == .permission(.systemRead))
        #expect(OperationCatalog.postAdminLicenseInstall.access == .permission(.licenseInstall))
        #expect(OperationCatalog.postAdminLicenseReload.access == .permission(.licenseInstall))
        #expect(OperationCatalog.postAdminLicenseInstall.idempotency == .required)
    }
}
