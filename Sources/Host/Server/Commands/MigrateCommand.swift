import ArgumentParser
import Core
import Foundation

/// `openwatch migrate`: brings the database's schema up to date.
struct MigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate", abstract: "Bring the database's schema up to date.",
        discussion: "With --status nothing is changed: exit code 0 up to date, 4 migrations pending.")

    @OptionGroup var globals: GlobalOptions

    @Flag(help: "Only say what is pending.")
    var status = false

    @Flag(help: "Print JSON.")
    var json = false

    func run() async throws {
        let configuration = try globals.loadValid()
        let loggers = configuration.loggers(descriptor: STDERR_FILENO)
        let state = try StateDirectory(path: configuration["server.state_dir"])
        let opening = try await DatabaseOpening.open(configuration, state: state, logger: loggers("database"))
        let result: Result<Int32, any Error>
        do {
            result = .success(status ? try await report(opening) : try await migrate(opening))
        } catch {
            result = .failure(error)
        }
        await opening.close()
        let code = try result.get()
        if code != 0 { throw ExitCode(code) }
    }

    private func report(_ opening: DatabaseOpening) async throws -> Int32 {
        let status = try await opening.migrator.status()
        if json {
            print(
                "{\"current\":\(status.current),\"latest\":\(status.latest),\"pending\":\(status.pending.count)}")
        } else {
            print("current version: \(status.current)")
            print(status.pending.isEmpty ? "up to date" : "PENDING: \(status.pending.count)")
            for migration in status.pending { print("  \(migration.version) \(migration.name)") }
        }
        return status.isUpToDate ? 0 : 4
    }

    private func migrate(_ opening: DatabaseOpening) async throws -> Int32 {
        let report = try await CorrelationID.$current.withValue(.make(.command)) {
            try await opening.migrate(by: CommandCaller.current)
        }
        print(
            json
                ? "{\"from\":\(report.from),\"to\":\(report.to),\"applied\":\(report.applied.count)}"
                : "migrations applied: version \(report.from) -> \(report.to)")
        return 0
    }
}
