import ArgumentParser
import Audit
import Core
import Glibc
import JSON

/// `openwatch audit export`: the trail as a file, without a limit.
struct AuditExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write the audit trail as CSV or JSON.",
        discussion: """
            Goes to standard output unless a file is named, which must not exist. The export is itself recorded.
            """)

    @OptionGroup var globals: GlobalOptions

    @OptionGroup var filters: AuditFilterOptions

    @Option(help: "csv or json.")
    var format = "csv"

    @Option(help: "File to make, mode 0600.")
    var output: String?

    @Flag(help: "Print how many rows were written as JSON; needs --output.")
    var json = false

    func validate() throws {
        guard AuditExport.Format(rawValue: format) != nil else { throw ValidationError("--format is csv or json") }
        if json, output == nil { throw ValidationError("--json needs --output: standard output is the export itself") }
    }

    func run() async throws {
        let configuration = try globals.loadValid()
        let count = try await AuditCommand.withDatabase(configuration) { opening in
            try await write(opening)
        }
        guard let output else { return }
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("file", output)
        writer.member("rows", count)
        writer.endObject()
        print(json ? String(decoding: writer.bytes, as: UTF8.self) : "\(count) rows written to \(output)")
    }

    private func write(_ opening: DatabaseOpening) async throws -> Int {
        var filter = filters.filter
        let now = Timestamp.now()
        filter.until = filter.until.map { min($0, now) } ?? now
        let descriptor = try output.map(Self.create) ?? STDOUT_FILENO
        defer { if output != nil { close(descriptor) } }
        try await CorrelationID.$current.withValue(.make(.command)) {
            try await AuditTrail().record(
                AuditEntry(
                    .auditEventsExported, by: .system("command"),
                    detail: ["format": .string(format), "truncated": false, "filter": .object(filters.told)]),
                in: opening.database)
        }
        var export = AuditExport(filter, as: AuditExport.Format(rawValue: format) ?? .csv, from: opening.database)
        do {
            while let piece = try await export.next() { try Self.write(piece, to: descriptor) }
        } catch {
            if let output { unlink(output) }
            throw error
        }
        return export.count
    }

    private static func create(_ file: String) throws -> Int32 {
        let descriptor = open(file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else {
            throw ServerError(.failed, "\(file) cannot be made: \(String(cString: strerror(errno)))")
        }
        return descriptor
    }

    private static func write(_ bytes: [UInt8], to descriptor: Int32) throws {
        var done = 0
        while done < bytes.count {
            let count = bytes[done...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                throw ServerError(.failed, "the export cannot be written: \(String(cString: strerror(errno)))")
            }
            done += count
        }
    }
}

extension AuditFilterOptions {
    /// The filters as they were asked for.
    var told: JSONObject {
        var told: JSONObject = [:]
        for (name, value) in [
            ("action", action), ("correlation_id", correlationID), ("actor_type", actorType), ("actor_id", actorID),
            ("resource_type", resourceType), ("resource_id", resourceID), ("outcome", outcome), ("severity", severity),
            ("since", since), ("until", until),
        ] {
            if let value { told[name] = .string(value) }
        }
        return told
    }
}
