import AreaTestSupport
import Audit
import Contract
import Core
import Database
import Foundation
import JSON
import Logging
import TestSupport

@testable import Licensing

/// A licence service over a database of a test's own, with folders and a clock that the test controls.
struct LicenseBench: Sendable {
    let database: Database
    let directory: TemporaryDirectory
    let issuer: TestIssuer
    let clock: TestClock
    let service: LicenseService

    var file: String { directory.path + "/license.lic" }

    /// - Parameter issuer: whose key is installed.
    init(_ database: Database, issuer: TestIssuer? = nil, fingerprint: String? = nil, file: String? = nil) throws {
        let directory = try TemporaryDirectory()
        let issuer = try issuer ?? TestIssuer()
        let clock = TestClock()
        try FileManager.default.createDirectory(
            atPath: directory.path + "/keys", withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
        try directory.write("keys/current.pem", issuer.pair.publicKeyPEM)
        self.database = database
        self.directory = directory
        self.issuer = issuer
        self.clock = clock
        service = Self.service(database, directory, clock, fingerprint: fingerprint, file: file)
    }

    private static func service(
        _ database: Database, _ directory: TemporaryDirectory, _ clock: TestClock, fingerprint: String? = nil,
        file: String? = nil
    ) -> LicenseService {
        LicenseService(
            database: database, audit: AuditTrail(),
            verifier: LicenseVerifier(keys: IssuerKeyRing([]), issuer: TestIssuer.name, fingerprint: fingerprint),
            file: LicenseFile(path: file ?? directory.path + "/license.lic"),
            folder: IssuerKeyFolder(path: directory.path + "/keys"), clock: clock.now, logger: .quiet)
    }

    /// The service after a restart: nothing of the old one's memory.
    func restarted() -> LicenseService { Self.service(database, directory, clock) }

    func put(_ token: String) throws { try directory.write("license.lic", token + "\n") }

    func remove() { try? FileManager.default.removeItem(atPath: file) }

    @discardableResult
    func load(_ source: LicenseSource) async throws -> LicenseSnapshot {
        try await service.load(source, by: .system("test"))
    }

    /// Licence events of the audit trail in order, with their detail.
    func rows() async throws -> [(action: String, detail: JSONValue)] {
        try await database.query(
            "SELECT action, detail FROM audit_events WHERE action LIKE 'license.%' ORDER BY occurred_at, id"
        ).map { (try $0.string("action"), try JSONValue(parsing: try $0.json("detail"))) }
    }

    func actions() async throws -> [String] { try await rows().map { String($0.action.dropFirst(8)) } }
}

/// Runs a test with a licence service and a database of its own.
func withLicenses(
    fingerprint: String? = nil, file: String? = nil, _ body: (LicenseBench) async throws -> Void
) async throws {
    try await withAreaDatabase { test in
        try await body(try LicenseBench(test.database, fingerprint: fingerprint, file: file))
    }
}
