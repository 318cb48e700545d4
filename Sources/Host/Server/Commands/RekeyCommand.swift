import ArgumentParser
import Audit
import Contract
import Core
import Crypto
import Foundation
import Identity
import JSON

/// `openwatch rekey`: encrypts every stored secret with another key.
struct RekeyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rekey", abstract: "Encrypt all stored secrets again with the current credential key.",
        discussion: """
            With --generate a new key is made first, with --new-key a given one is put in place; the old one is kept \
            beside it. Servers may run meanwhile. A run that was interrupted is continued by the next one, without \
            these options. Exit code 0 when nothing needs another key any more, 1 failed, 4 some secrets still do.
            """)

    @OptionGroup var globals: GlobalOptions

    @Flag(help: "Make a new key first.")
    var generate = false

    @Option(help: "Put the key in this file, 32 random bytes, in place first.")
    var newKey: String?

    @Flag(help: "Only say which keys the secrets need.")
    var status = false

    @Flag(help: "Print JSON.")
    var json = false

    func validate() throws {
        guard [generate, newKey != nil, status].filter({ $0 }).count <= 1 else {
            throw ValidationError("--generate, --new-key and --status exclude each other")
        }
    }

    func run() async throws {
        let configuration = try globals.loadValid()
        let loggers = configuration.loggers(descriptor: STDERR_FILENO)
        let state = try StateDirectory(path: configuration["server.state_dir"])
        let files = try state.credentialKeys(configuration)
        let opening = try await DatabaseOpening.open(configuration, state: state, logger: loggers("database"))
        let result: Result<RekeyReport, any Error>
        do {
            try await opening.prepareSchema()
            result = .success(
                try await CorrelationID.$current.withValue(.make(.command)) { try await rekey(files, opening) })
        } catch {
            result = .failure(error)
        }
        await opening.close()
        let report = try result.get()
        print(json ? report.json : report.text, terminator: json ? "\n" : "")
        if report.secrets.remaining > 0 { throw ExitCode(4) }
    }

    private func rekey(_ files: CredentialKeyFiles, _ opening: DatabaseOpening) async throws -> RekeyReport {
        let box = try SecretBox(source: files)
        let rekey = SecretRekey(database: opening.database, box: box, columns: DatabaseOpening.sealedColumns)
        let before = try await rekey.status()
        if status { return RekeyReport(secrets: before, files: files, previous: try files.previous()) }
        if let bytes = try replacement() {
            guard before.remaining == 0 else {
                throw ServerError(
                    .failed, "\(before.remaining) secrets still need an earlier key",
                    hint: "run openwatch rekey without a new key first")
            }
            try files.replaceCurrent(with: bytes)
            try box.reload()
            try await AuditTrail().record(
                AuditEntry(.systemKeyCreated, by: .system("rekey"), detail: ["path": .string(files.current)]),
                in: opening.database)
            StandardError.write("the current key is now \(box.ring.current.idText)\n")
        }
        let secrets = try await rekey.run { progress in
            StandardError.write(
                "\(progress.column.table).\(progress.column.column): \(progress.done) of \(progress.total)\n")
        }
        try await AuditTrail().record(
            AuditEntry(
                .credentialSecretsRekeyed, secrets.remaining == 0 ? .success : .failure, by: .system("rekey"),
                detail: [
                    "key_id": .string(secrets.currentKey), "converted": .integer(secrets.converted),
                    "remaining": .integer(secrets.remaining), "unreadable": .integer(secrets.unreadable),
                ]),
            in: opening.database)
        return RekeyReport(secrets: secrets, files: files, previous: try files.previous())
    }

    private func replacement() throws -> [UInt8]? {
        if generate { return SymmetricKey(size: .bits256).withUnsafeBytes { Array($0) } }
        guard let newKey else { return nil }
        let bytes = try StateDirectory.readSecret(newKey)
        guard bytes.count == 32 else {
            throw ServerError(
                .keyFile, "\(newKey) must hold exactly 32 bytes, it holds \(bytes.count)",
                hint: "make one with: head -c 32 /dev/urandom > FILE, or use --generate")
        }
        return bytes
    }
}
