import AreaTestSupport
import Contract
import Database
import Foundation
import TestSupport
import Testing

@testable import Audit

@Suite("Retention of audit rows")
struct AuditRetentionTests {
    @Test("R22: what is older than the policy goes in batches, the chain still holds, and the removal is on record")
    func removes() async throws {
        try await AuditChainFixture.with { audit in
            try await audit.recordOld(25, days: 800)
            try await audit.link()
            try await audit.record(10)
            try await audit.link()
            #expect(try await audit.retention(days: 730, batch: 10).run() == 25)
            try await audit.link()
            let result = try await audit.verify()
            #expect(result.isIntact && result.anchor == 25 && result.rows == 10 + 3, "\(result)")
            #expect(try await audit.count("audit_events") == 13)
            let rows = try await audit.database.query(
                "SELECT detail->>'rows' AS rows FROM audit_events WHERE action = 'audit.events.removed' ORDER BY id")
            #expect(try rows.map { try $0.string("rows") } == ["10", "10", "5"])
            #expect(try await audit.retention(days: 730).run() == 0)
            // The chain grows on behind the anchor, and manipulation is still found.
            try await audit.tamper(
                "UPDATE audit_events SET actor_label = 'eve' WHERE resource_id = 'h4'")
            #expect(try await audit.verify().fault?.position == 30)
        }
    }

    @Test("zero days keep everything for ever")
    func forEver() async throws {
        try await AuditChainFixture.with { audit in
            try await audit.recordOld(5, days: 20_000)
            try await audit.link()
            #expect(try await audit.retention(days: 0).run() == 0)
            #expect(try await audit.count("audit_events") == 5)
        }
    }

    @Test("a row that is old but stands behind a young one stays until that goes: only prefixes go")
    func prefixes() async throws {
        try await AuditChainFixture.with { audit in
            try await audit.recordOld(3, days: 100)
            try await audit.link()
            try await audit.record(1)
            try await audit.link()
            try await audit.recordOld(4, days: 100)
            try await audit.link()
            #expect(try await audit.retention(days: 30).run() == 3)
            #expect(try await audit.verify().isIntact)
        }
    }

    @Test("rows that are not linked yet stay, and a trail whose every row went begins anew behind its anchor")
    func everything() async throws {
        try await AuditChainFixture.with { audit in
            try await audit.recordOld(6, days: 100)
            #expect(try await audit.retention(days: 30).run() == 0)
            try await audit.link()
            #expect(try await audit.retention(days: 30).run() == 6)
            try await audit.link()
            let result = try await audit.verify()
            #expect(result.isIntact && result.anchor == 6 && result.position == 7 && result.rows == 1)
        }
    }

    @Test("nothing goes by hand beyond an anchor, not even for whoever makes an anchor without the key")
    func byHand() async throws {
        try await AuditChainFixture.with { audit in
            try await audit.record(10)
            try await audit.link()
            await #expect(throws: DatabaseError.self) { try await audit.database.execute("DELETE FROM audit_events") }
            let (id, _) = audit.seal.sign(.init(kind: .anchor, position: 5, hash: AuditChain.genesis, madeAt: .now()))
            try await audit.database.execute(
                """
                INSERT INTO audit_checkpoints
                SELECT 'anchor', position, hash, now(), $1, sha256('x') FROM audit_chain WHERE position = 5
                """, [.text(id)])
            await #expect(throws: DatabaseError.self) { try await audit.database.execute("DELETE FROM audit_events") }
            #expect(
                try await audit.database.execute(
                    "DELETE FROM audit_events WHERE id IN (SELECT event_id FROM audit_chain WHERE position <= 5)") == 5)
            try await audit.database.execute("DELETE FROM audit_chain WHERE position <= 5")
            #expect(try await audit.verify().fault?.kind == .forgedCheckpoint)
        }
    }

    @Test("an anchor that is taken away leaves a gap at the front")
    func withoutAnchor() async throws {
        try await AuditChainFixture.with { audit in
            try await audit.recordOld(6, days: 100)
            try await audit.record(2)
            try await audit.link()
            #expect(try await audit.retention(days: 30).run() == 6)
            try await audit.tamper("DELETE FROM audit_checkpoints WHERE kind = 'anchor'")
            let fault = try #require(try await audit.verify().fault)
            #expect(fault.kind == .deleted && fault.position == 1)
        }
    }
}
