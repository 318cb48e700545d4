import AreaTestSupport
import Contract
import Core
import Database
import Foundation
import JSON
import TestSupport
import Testing

@testable import Audit

@Suite("The chain over the audit trail")
struct AuditChainTests {
    @Test("rows are linked once, in any number of batches, and the chain fits them")
    func intact() async throws {
        try await AuditChainFixture.with { audit in
            #expect(try await audit.verify().isIntact)
            try await audit.record(AuditLinker.batch + 20)
            #expect(try await audit.verify().unlinked == AuditLinker.batch + 20)
            #expect(try await audit.link() == AuditLinker.batch + 20)
            #expect(try await audit.link() == 0)
            try await audit.record(5)
            #expect(try await audit.link() == 5)
            let result = try await audit.verify()
            #expect(result.isIntact && result.rows == AuditLinker.batch + 25 && result.unlinked == 0)
            #expect(result.signedCheckpoints == 3 && result.unjudgedCheckpoints == 0)
            #expect(result.position == Int64(AuditLinker.batch + 25))
        }
    }

    @Test("rows that wait for the chain are told, and since when, and are no fault")
    func tail() async throws {
        try await AuditChainFixture.with { audit in
            try await audit.record(3)
            let result = try await audit.verify()
            let since = try #require(result.unlinkedSince)
            #expect(result.isIntact && result.unlinked == 3 && result.rows == 0 && since <= .now())
        }
    }

    /// What somebody does to the row or link of position 12, or to 12 and 15.
    struct Manipulation: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let kind: AuditVerification.Fault.Kind
        let sql: [String]

        init(_ name: String, _ kind: AuditVerification.Fault.Kind, _ sql: String...) {
            testDescription = name
            self.kind = kind
            self.sql = sql
        }

        private static let row = "WHERE id = (SELECT event_id FROM audit_chain WHERE position = 12)"

        static let all = [
            Manipulation("another actor", .changed, "UPDATE audit_events SET actor_label = 'eve' \(row)"),
            Manipulation(
                "another detail", .changed, "UPDATE audit_events SET detail = detail || '{\"hostname\": \"x\"}' \(row)"),
            Manipulation("null for text", .changed, "UPDATE audit_events SET resource_id = NULL \(row)"),
            Manipulation(
                "another time", .changed,
                "UPDATE audit_events SET occurred_at = occurred_at + interval '1 microsecond' \(row)"),
            Manipulation("another hash", .changed, "UPDATE audit_chain SET hash = sha256('x') WHERE position = 12"),
            Manipulation("no row", .deleted, "DELETE FROM audit_events \(row)"),
            Manipulation("no link", .deleted, "DELETE FROM audit_chain WHERE position = 12"),
            Manipulation(
                "neither", .deleted, "DELETE FROM audit_events \(row)", "DELETE FROM audit_chain WHERE position = 12"),
            Manipulation(
                "neither, and the gap closed", .changed, "DELETE FROM audit_events \(row)",
                "DELETE FROM audit_chain WHERE position = 12",
                "UPDATE audit_chain SET position = position - 1001 WHERE position > 12",
                "UPDATE audit_chain SET position = position + 1000 WHERE position < 0"),
            Manipulation(
                "contents of two rows swapped", .changed,
                """
                UPDATE audit_events AS e SET resource_id = o.resource_id, detail = o.detail
                FROM audit_events AS o, audit_chain AS a, audit_chain AS b
                WHERE (a.position, b.position) IN ((12, 15), (15, 12)) AND e.id = a.event_id AND o.id = b.event_id
                """),
            Manipulation(
                "two links swapped", .changed,
                """
                CREATE TEMPORARY TABLE swapped ON COMMIT DROP AS
                SELECT * FROM audit_chain WHERE position IN (12, 15)
                """,
                "DELETE FROM audit_chain WHERE position IN (12, 15)",
                "INSERT INTO audit_chain SELECT 27 - position, event_id, hash FROM swapped"),
        ]
    }

    @Test("each manipulation of a linked row is found, and where it is", arguments: Manipulation.all)
    func manipulation(_ manipulation: Manipulation) async throws {
        try await AuditChainFixture.with { audit in
            try await audit.record(30)
            try await audit.link()
            try await audit.tamper(manipulation.sql)
            let fault = try #require(try await audit.verify().fault)
            #expect(fault.kind == manipulation.kind && fault.position == 12, "\(fault)")
        }
    }

    @Test("a row put in past the triggers is found")
    func inserted() async throws {
        try await AuditChainFixture.with { audit in
            try await audit.record(10)
            try await audit.link()
            let id = UUID.v7()
            try await audit.tamper(
                """
                INSERT INTO audit_events (id, correlation_id, action, severity, outcome, actor_type, actor_label,
                    occurred_at) VALUES ('\(id.text)', '', 'host.created', 'info', 'success', 'user', 'eve', now())
                """)
            let fault = try #require(try await audit.verify().fault)
            #expect(fault.kind == .inserted && fault.eventID == id)
        }
    }

    @Test("the end of the trail cannot be cut off behind a head")
    func cutOff() async throws {
        try await AuditChainFixture.with { audit in
            try await audit.record(30)
            try await audit.link()
            try await audit.tamper(
                "DELETE FROM audit_events WHERE id IN (SELECT event_id FROM audit_chain WHERE position > 25)",
                "DELETE FROM audit_chain WHERE position > 25")
            let fault = try #require(try await audit.verify().fault)
            #expect(fault.kind == .deleted && fault.position == 26)
        }
    }

    @Test("a chain that was computed anew differs from its signed heads, and a head of one's own is no signature")
    func recomputed() async throws {
        try await AuditChainFixture.with { audit in
            try await audit.record(30)
            try await audit.link()
            let head = try await audit.verify().head
            // Changes a row and has the chain computed anew, as the server itself would.
            try await audit.tamper(
                "CREATE TEMPORARY TABLE kept ON COMMIT DROP AS SELECT * FROM audit_checkpoints",
                "UPDATE audit_events SET actor_label = 'eve' WHERE resource_id = 'h3'",
                "INSERT INTO audit_unlinked (event_id) SELECT event_id FROM audit_chain ORDER BY position",
                "DELETE FROM audit_chain", "DELETE FROM audit_checkpoints")
            let eve = AuditSeal { [[UInt8](repeating: 9, count: 32)] }
            try await audit.link(seal: eve)
            // With nothing but the database, only a signature by another key is left to see.
            let result = try await audit.verify()
            #expect(result.isIntact && result.signedCheckpoints == 0 && result.unjudgedCheckpoints == 1)
            // A head that was kept elsewhere tells.
            #expect(try await audit.verify(expecting: head).fault?.kind == .recomputed)
            // Under the server's key id it is a forgery.
            let (id, _) = audit.seal.sign(
                .init(kind: .head, position: 1, hash: AuditChain.genesis, madeAt: .now()))
            try await audit.tamper("UPDATE audit_checkpoints SET key_id = '\(id)'")
            #expect(try await audit.verify().fault?.kind == .forgedCheckpoint)
        }
    }

    @Test("a chain that was computed anew behind an old signed head is found there")
    func recomputedBehindHead() async throws {
        try await AuditChainFixture.with { audit in
            try await audit.record(10)
            try await audit.link()
            try await audit.record(10)
            try await audit.link()
            try await audit.tamper(
                """
                UPDATE audit_events SET actor_label = 'eve'
                WHERE id = (SELECT event_id FROM audit_chain WHERE position = 3)
                """,
                "INSERT INTO audit_unlinked (event_id) SELECT event_id FROM audit_chain ORDER BY position",
                "DELETE FROM audit_chain")
            try await audit.link(mustSeal: false)
            let fault = try #require(try await audit.verify().fault)
            #expect(fault.kind == .recomputed && fault.position == 10)
        }
    }

    @Test("a head kept elsewhere is told from a wrong one and from one that the chain does not reach")
    func expectation() async throws {
        try await AuditChainFixture.with { audit in
            try await audit.record(10)
            try await audit.link()
            let head = try await audit.verify().head
            #expect(head.hasPrefix("10:"))
            try await audit.record(10)
            try await audit.link()
            #expect(try await audit.verify(expecting: head).isIntact)
            let wrong = "10:" + String(repeating: "0", count: 64)
            #expect(try await audit.verify(expecting: wrong).fault?.position == 10)
            let beyond = "21:" + String(repeating: "0", count: 64)
            #expect(try await audit.verify(expecting: beyond).fault?.kind == .deleted)
            for text in ["", "10", "10:", "x:\(wrong)", "0:" + wrong.dropFirst(3), "-1:" + wrong.dropFirst(3)] {
                #expect(AuditVerifier.Expectation(text) == nil, "\(text)")
            }
        }
    }

    @Test("links and checkpoints are never changed, removed or swept away")
    func appendOnly() async throws {
        try await AuditChainFixture.with { audit in
            try await audit.record(3)
            try await audit.link()
            for sql in [
                "UPDATE audit_chain SET hash = hash", "DELETE FROM audit_chain", "TRUNCATE audit_chain",
                "UPDATE audit_checkpoints SET position = 1", "DELETE FROM audit_checkpoints",
                "TRUNCATE audit_checkpoints",
            ] {
                let error = await #expect(throws: DatabaseError.self, "\(sql)") {
                    try await audit.database.execute(sql)
                }
                #expect(error?.message.contains("append-only") == true, "\(sql)")
            }
            #expect(try await audit.verify().isIntact)
        }
    }
}
