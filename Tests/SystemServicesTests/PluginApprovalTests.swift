import AreaTestSupport
import Contract
import Foundation
import Testing

@testable import PluginHost
@testable import System

@Suite("Approvals of plugins")
struct PluginApprovalTests {
    private let id = PluginBench.id

    @Test("an approval holds for the content that was looked at and for no other, in the database as in the answer")
    func content() async throws {
        try await withAreaDatabase { test in
            let bench = try PluginBench()
            try await bench.with(test.database) { operations, _ in
                _ = try await operations.install(bench.package("1.0.0"), by: .administrator)
                let seen = try #require(try await operations.detail(id).plugin.pendingApproval)
                #expect(seen.version == "1.0.0" && seen.manifestSHA256.count == 64)
                #expect(seen.missingGrants.count == 3)

                // Between the look and the decision the version becomes another one.
                try await operations.remove(id, version: "1.0.0", by: .administrator)
                _ = try await operations.install(
                    bench.package("1.0.0", commands: ["uname", "reboot"]), by: .administrator)
                let error = await apiError {
                    try await operations.approve(
                        id, version: "1.0.0", digest: seen.manifestSHA256, by: .administrator)
                }
                #expect(error?.code == .pluginsContentChanged && error?.code.httpStatus == 409)
                #expect(error?.message.contains("manifest_sha256") == true)
                #expect(try await operations.detail(id).approvals.isEmpty)
                #expect(try await operations.detail(id).plugin.state == "awaiting_approval")
                #expect(try await !test.database.auditActions().contains("plugin.approved"))

                let now = try #require(try await operations.detail(id).plugin.pendingApproval)
                try await operations.approve(
                    id, version: "1.0.0", digest: now.manifestSHA256.uppercased(), by: .administrator)
                let detail = try await operations.detail(id)
                #expect(detail.plugin.state == "ready" && detail.plugin.pendingApproval == nil)
                #expect(detail.approvals.map(\.manifestSHA256) == [now.manifestSHA256])
                #expect(detail.approvals.first?.grants.contains { $0.contains("reboot") } == true)
            }
        }
    }

    @Test("a digest that is none is a fault of the field, and a version that is not there is not found")
    func wrong() async throws {
        try await withAreaDatabase { test in
            let bench = try PluginBench()
            try await bench.with(test.database) { operations, _ in
                _ = try await operations.install(bench.package("1.0.0"), by: .administrator)
                for text in ["", "abc", String(repeating: "g", count: 64), String(repeating: "é", count: 32)] {
                    let error = await apiError {
                        try await operations.approve(id, version: "1.0.0", digest: text, by: .administrator)
                    }
                    #expect(error?.code == .validationFieldFormat && error?.detail["field"] == "manifest_sha256")
                }
                let zeros = String(repeating: "0", count: 64)
                let missing = await apiError {
                    try await operations.approve(id, version: "9.9.9", digest: zeros, by: .administrator)
                }
                #expect(missing?.code == .pluginsNotFound)
                let nothing = await apiError { try await operations.revoke(id, digest: nil, by: .administrator) }
                #expect(nothing?.code == .pluginsStateConflict)
                #expect(try await test.database.auditActions() == ["plugin.installed"])
            }
        }
    }

    @Test("what was approved stays approved when an upgrade drops a right and the operator goes back")
    func kept() async throws {
        try await withAreaDatabase { test in
            let bench = try PluginBench()
            try await bench.with(test.database) { operations, host in
                try await bench.installApproved("1.0.0", ["uname", "lsblk"], by: operations)
                // Other commands: it has to be approved, and asks for less than the one before.
                try await bench.installApproved("2.0.0", ["uname"], by: operations)
                #expect(try await operations.detail(id).approvals.map(\.version) == ["2.0.0", "1.0.0"])
                try await operations.activate(id, version: "1.0.0", by: .administrator)
                #expect(host.status(of: id)?.version == "1.0.0" && host.status(of: id)?.state == .ready)
                #expect(host.status(of: id)?.pending == nil)

                // A third version that asks for the dropped right again is no content that anybody approved.
                _ = try await operations.install(
                    bench.package("3.0.0", commands: ["uname", "lsblk"]), by: .administrator)
                try await operations.activate(id, version: nil, by: .administrator)
                #expect(
                    host.status(of: id)?.state == .awaitingApproval || host.status(of: id)?.pending?.version == "3.0.0")
            }
        }
    }

    @Test("an approval that is taken back makes its version wait again; enabling and disabling takes none back")
    func revoked() async throws {
        try await withAreaDatabase { test in
            let bench = try PluginBench()
            try await bench.with(test.database) { operations, host in
                try await bench.installApproved("1.0.0", by: operations)
                try await operations.setEnabled(false, id, by: .administrator)
                try await operations.setEnabled(true, id, by: .administrator)
                #expect(host.status(of: id)?.state == .ready)
                let digest = try #require(try await operations.detail(id).approvals.first?.manifestSHA256)
                let other = await apiError {
                    try await operations.revoke(
                        id, digest: String(repeating: "0", count: 64), by: .administrator)
                }
                #expect(other?.code == .pluginsStateConflict)
                try await operations.revoke(id, digest: digest, by: .administrator)
                #expect(host.status(of: id)?.state == .awaitingApproval)
                #expect(try await operations.detail(id).approvals.isEmpty)
                #expect(try await test.database.auditActions().last == "plugin.approval_revoked")
            }
        }
    }

    @Test("approvals of the schema before are kept with their digest")
    func migrated() async throws {
        let sql = SystemMigrations.all.first { $0.version == 14 }?.sql ?? ""
        try await withAreaDatabase { test in
            try await test.database.execute("DROP TABLE plugin_approvals, plugin_packages")
            try await test.database.execute(
                """
                ALTER TABLE plugin_settings ADD COLUMN approved_manifest bytea, ADD COLUMN approved_version text,
                    ADD COLUMN approved_by text, ADD COLUMN approved_at timestamptz
                """)
            try await test.database.execute(
                """
                INSERT INTO plugin_settings (plugin_id, approved_manifest, approved_version, approved_by, approved_at)
                VALUES ('com.example.old', 'abc', '1.2.0', 'ada', now()), ('com.example.none', NULL, NULL, NULL, NULL)
                """)
            // A migration is several statements, and a prepared one is not.
            for statement in sql.split(separator: ";") where statement.contains(where: { $0.isLetter }) {
                try await test.database.execute(String(statement))
            }
            let approvals = try await PluginStore().record("com.example.old", from: test.database).approvals
            #expect(approvals.map(\.version) == ["1.2.0"] && approvals.first?.by == "ada")
            #expect(
                approvals.first?.digest == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
            #expect(try await PluginStore().record("com.example.none", from: test.database).approvals.isEmpty)
        }
    }
}
