import ArgumentParser
import Audit
import Core
import JSON

/// `openwatch audit verify`: recomputes the chain over the trail.
struct AuditVerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Recompute the chain over the audit trail.",
        discussion: """
            Tells the first row that was changed, removed or put in, beside a running server or without one. Signatures \
            are judged with the server's key for stored secrets. Exit code 0 intact; 3 broken; 4 intact, but with \
            checkpoints whose key is not at hand; 1 when it could not be verified.
            """)

    @OptionGroup var globals: GlobalOptions

    @Option(help: "A head that was kept elsewhere, POSITION:HASH, as the server's log and this command tell it.")
    var expect: String?

    @Flag(help: "Print JSON.")
    var json = false

    func validate() throws {
        if let expect, AuditVerifier.Expectation(expect) == nil {
            throw ValidationError("--expect is POSITION:HASH with 64 hexadecimal digits")
        }
    }

    func run() async throws {
        let configuration = try globals.loadValid()
        let keys = Self.keys(configuration)
        let result = try await AuditCommand.withDatabase(configuration) { opening in
            try await AuditVerifier(database: opening.database, seal: AuditSeal { keys }).verify(
                expecting: expect.flatMap { AuditVerifier.Expectation($0) })
        }
        print(json ? Self.json(result) : Self.text(result))
        if !result.isIntact { throw ExitCode(3) }
        if result.unjudgedCheckpoints > 0 { throw ExitCode(4) }
    }

    /// Without a key the chain itself can still be verified. A missing key is not made here.
    private static func keys(_ configuration: Configuration) -> [[UInt8]] {
        do {
            let state = try StateDirectory(path: configuration["server.state_dir"])
            return try state.existingCredentialKeys(configuration).load().derivedKeys(for: "audit")
        } catch {
            StandardError.write("openwatch: signatures are not judged: \(error)\n")
            return []
        }
    }

    private static func text(_ result: AuditVerification) -> String {
        var lines = [result.isIntact ? "the audit trail is intact" : "the audit trail is BROKEN"]
        if let fault = result.fault {
            lines.append("first fault: \(fault.kind.rawValue): \(fault.message)")
            if let id = fault.eventID { lines.append("row: \(id.text)") }
        }
        lines.append("rows recomputed: \(result.rows)")
        if result.anchor > 0 { lines.append("removed by retention: positions 1 to \(result.anchor)") }
        lines.append("head: \(result.head)")
        lines.append(
            "checkpoints: \(result.signedCheckpoints) signed, \(result.unjudgedCheckpoints) by keys not at hand")
        if result.unlinked > 0 {
            lines.append(
                "not linked yet: \(result.unlinked)" + (result.unlinkedSince.map { ", since \($0)" } ?? ""))
        }
        return lines.joined(separator: "\n")
    }

    private static func json(_ result: AuditVerification) -> String {
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("intact", result.isIntact)
        writer.member("rows", result.rows)
        writer.member("anchor", result.anchor)
        writer.member("head", result.head)
        writer.member("signed_checkpoints", result.signedCheckpoints)
        writer.member("unjudged_checkpoints", result.unjudgedCheckpoints)
        writer.member("unlinked", result.unlinked)
        writer.member(optional: "unlinked_since", result.unlinkedSince?.description)
        if let fault = result.fault {
            writer.key("fault")
            writer.beginObject()
            writer.member("kind", fault.kind.rawValue)
            writer.member(optional: "position", fault.position)
            writer.member(optional: "event_id", fault.eventID?.text)
            writer.member("message", fault.message)
            writer.endObject()
        }
        writer.endObject()
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}
