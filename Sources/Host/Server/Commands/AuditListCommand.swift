import ArgumentParser
import Audit
import JSON

/// `openwatch audit list`: what was recorded, newest first.
struct AuditListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List what was recorded, newest first.",
        discussion: "With --json the page is printed as GET /api/v1/audit/events answers it.")

    @OptionGroup var globals: GlobalOptions

    @OptionGroup var filters: AuditFilterOptions

    @Option(help: "Rows at most, 1 to 1000.")
    var limit = 50

    @Option(help: "next_cursor of the page before.")
    var cursor: String?

    @Flag(help: "Print JSON.")
    var json = false

    func validate() throws {
        guard (1...1_000).contains(limit) else { throw ValidationError("--limit is 1 to 1000") }
        if let cursor, AuditCursor(cursor) == nil { throw ValidationError("--cursor was not given out by a list") }
    }

    func run() async throws {
        let page = try await AuditCommand.withDatabase(try globals.loadValid()) { opening in
            try await AuditReader().page(
                filters.filter, after: cursor.flatMap { AuditCursor($0) }, limit: limit, from: opening.database)
        }
        guard !json else { return print(String(decoding: page.json, as: UTF8.self)) }
        var table = TextTable(columns: ["OCCURRED AT", "SEVERITY", "ACTION", "MESSAGE"])
        for record in page.records {
            table.append([record.occurredAt.description, record.severity, record.action, record.message])
        }
        print(table.text, terminator: "")
        if let next = page.next { print("more: --cursor \(next.text)") }
    }
}
