import Audit
import Contract
import Core
import CryptoExtras
import Database
import Foundation
import Identity
import NIOConcurrencyHelpers
import Web

/// What 50 sign-ins at the same moment cost: their time, and the memory that Argon2id takes meanwhile.
///
/// Beside it the same number one after the other, and verifications without a database, which is the floor.
struct SignInStorm {
    private static let attempts = 50
    private static let users = 10
    private static let password = "correct horse battery"

    let options: BenchOptions
    let report: Report

    func run() async throws {
        try await BenchCluster.with(
            state: options.state, migrations: AuditMigrations.all + IdentityMigrations.all
        ) { bench in
            let hasher = PasswordHasher()
            let audit = AuditTrail()
            let users = UserService(
                database: bench.database, hasher: hasher, passwords: PasswordPolicy.withoutList, audit: audit)
            for number in 0..<Self.users {
                _ = try await users.createAdministrator(
                    username: "user\(number)", email: "user\(number)@example.net", password: Self.password,
                    by: .system("bench"))
            }
            let key = try _RSA.Signing.PrivateKey(keySize: .bits2048).pemRepresentation
            let area = AuthenticationArea(
                database: bench.database, hasher: hasher, signer: try await AccessTokenSigner(privateKeyPEM: key),
                box: try SecretBox(keyBytes: [UInt8](repeating: 1, count: 32)), passwords: PasswordPolicy.withoutList,
                audit: audit)
            guard let login = area.routes.first(where: { $0.operation == OperationCatalog.postAuthLogin }) else {
                throw BenchFailure("there is no sign-in")
            }
            let stored = try await hasher.hash(Self.password)
            let sent = NIOLockedValueBox(0)
            try await measure("verification alone, 1 at a time", inFlight: 1) { _ in
                _ = try await hasher.verify(Self.password, against: stored)
            }
            try await measure("verification alone, \(Self.attempts) at a time", inFlight: Self.attempts) { _ in
                _ = try await hasher.verify(Self.password, against: stored)
            }
            for inFlight in [1, Self.attempts] {
                try await measure("sign-in, \(inFlight) at a time", inFlight: inFlight) { number in
                    let address = sent.withLockedValue { sent in
                        sent += 1
                        return sent
                    }
                    _ = try await login.handler(Self.request(number, address))
                }
            }
            await hasher.shutdown()
        }
    }

    /// A sign-in from an address of its own, so that no limiter stands in the way.
    private static func request(_ number: Int, _ address: Int) -> APIRequest {
        let body = #"{"username":"user\#(number % users)","password":"\#(password)"}"#
        return APIRequest(
            method: .post, path: OperationCatalog.postAuthLogin.path, pathParameters: [:], query: [:], headers: [:],
            body: Array(body.utf8),
            caller: .anonymous(address: "10.\(address >> 16).\(address >> 8 & 255).\(address & 255)", userAgent: nil),
            correlationID: .make(.request))
    }

    private func measure(
        _ leg: String, inFlight: Int, _ attempt: @escaping @Sendable (Int) async throws -> Void
    ) async throws {
        Self.forgetPeak()
        let before = Self.memory("VmRSS")
        let cpu = CPUTime.own()
        let start = monotonicNow()
        var times: [Double] = []
        for _ in 0..<options.rounds {
            try await withThrowingTaskGroup(of: Double.self) { group in
                for number in 0..<Self.attempts {
                    if number >= inFlight, let time = try await group.next() { times.append(time) }
                    group.addTask {
                        let start = monotonicNow()
                        try await attempt(number)
                        return Double(monotonicNow() - start) / 1e6
                    }
                }
                for try await time in group { times.append(time) }
            }
        }
        let seconds = Double(monotonicNow() - start) / 1e9
        times.sort()
        report.add(
            leg,
            [
                ("p50_ms", times[times.count / 2]), ("p95_ms", times[times.count * 95 / 100]),
                ("per_s", Double(times.count) / seconds),
                ("cpu_ms", Double(CPUTime.own() - cpu) / 1e6 / Double(times.count)),
                ("peak_mib_above", Double(Self.memory("VmHWM") - before) / 1_024),
            ])
    }

    /// KiB that `/proc/self/status` gives for a field.
    private static func memory(_ field: String) -> Int {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix(field + ":") } ?? ""
        return Int(line.filter(\.isNumber)) ?? 0
    }

    /// Lets the kernel count the peak anew.
    private static func forgetPeak() {
        try? Data("5".utf8).write(to: URL(fileURLWithPath: "/proc/self/clear_refs"))
    }
}
