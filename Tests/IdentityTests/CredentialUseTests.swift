import AreaTestSupport
import Audit
import Contract
import Core
import Database
import Foundation
import NIOConcurrencyHelpers
import TestSupport
import Testing

@testable import Identity

@Suite("Use of credentials")
struct CredentialUseTests {
    @Test("use is recorded once per credential, host, actor and hour, with the number of uses before")
    func aggregated() async throws {
        try await withAreaDatabase { test in
            let clock = NIOLockedValueBox(Timestamp(microseconds: 1_800_000_000_000_000))
            let uses = CredentialUses(database: test.database, audit: AuditTrail()) { clock.withLockedValue { $0 } }
            let (credential, host) = (UUID(), UUID())
            func note(_ host: UUID, by caller: Caller = .system("scheduler")) async throws {
                try await uses.note(credential, scope: "system", onHost: host, by: caller)
            }
            func rows() async throws -> [String] {
                try await CredentialBench.audit("credential.used", in: test.database)
            }
            for _ in 0..<5 { try await note(host) }
            #expect(try await rows().count == 1)
            try await note(UUID())
            try await note(host, by: .administrator)
            #expect(try await rows().count == 3)
            clock.withLockedValue { $0 = Timestamp(microseconds: $0.microseconds + 3_600_000_000) }
            for _ in 0..<3 { try await note(host) }
            let all = try await rows()
            #expect(all.count == 4 && all.filter { $0.contains("\"prior_uses\": 5") }.count == 1, "\(all)")
            #expect(all.allSatisfy { $0.contains("credential \(credential.text)") && $0.contains("host_id") })
        }
    }

    @Test("uses at one time make one record")
    func concurrent() async throws {
        try await withAreaDatabase { test in
            let uses = CredentialUses(database: test.database, audit: AuditTrail())
            let (credential, host) = (UUID(), UUID())
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<20 {
                    group.addTask {
                        try await uses.note(credential, scope: "host", onHost: host, by: .system("scheduler"))
                    }
                }
                try await group.waitForAll()
            }
            // Two at most: the hour may end in between.
            #expect((1...2).contains(try await CredentialBench.audit("credential.used", in: test.database).count))
        }
    }
}
