import ArgumentParser
import Contract
import Core
import Database
import Foundation
import Identity
import JSON
import PluginHost
import Probes

/// `openwatch probe`: what concerns probes.
struct ProbeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "probe", abstract: "Run probes by hand.", subcommands: [ProbeRunCommand.self])
}

/// `openwatch probe run`: runs a probe on a host of the fleet now and shows what it found.
///
/// Runs in this process, on the database of the server; the result counts like one of the server's own.
struct ProbeRunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Run a probe on a host now.",
        discussion: """
            PROBE is a role (connectivity, system-info, discovery), a probe's name or PLUGIN/PROBE. HOST is a host's id or hostname. Exit code 0 if the \
            probe has a result (and every rung passed, for connectivity), 1 if not.
            """)

    @OptionGroup var globals: GlobalOptions

    @Argument(help: "The probe: a role, a name, or PLUGIN/PROBE.")
    var probe: String

    @Argument(help: "The host's id or hostname.")
    var host: String

    @Flag(help: "Print the result as JSON.")
    var json = false

    func run() async throws {
        let configuration = try globals.loadValid()
        let loggers = configuration.loggers(descriptor: STDERR_FILENO)
        let state = try StateDirectory(path: configuration["server.state_dir"])
        let secrets = try SecretBox(source: try state.credentialKeys(configuration))
        let opening = try await DatabaseOpening.open(configuration, state: state, logger: loggers("database"))
        let result: Result<ProbeService.Run, any Error>
        do {
            try await opening.prepareSchema()
            let composition = try Composition(
                configuration: configuration, database: opening.database, secrets: secrets, logger: loggers)
            try await composition.licenses.loadQuietly()
            let plugins = try await composition.loadPlugins()
            guard composition.plugins.probe(named: probe) != nil else {
                let names = plugins.flatMap { plugin in
                    plugin.probes.map { $0.role?.rawValue ?? "\(plugin.id)/\($0.name)" }
                }
                throw ServerError(
                    .notFound, "there is no probe \(probe)", hint: "choose one of: \(names.joined(separator: ", "))")
            }
            let id = try await hostID(in: opening.database)
            result = await CorrelationID.$current.withValue(.make(.command)) {
                do {
                    return .success(try await composition.probes.run(named: probe, on: id, by: CommandCaller.current))
                } catch {
                    return .failure(error)
                }
            }
            await composition.plugins.shutdown()
        } catch {
            result = .failure(error)
        }
        await opening.close()
        let run: ProbeService.Run
        do {
            run = try result.get()
        } catch let error as APIError {
            throw ServerError(.failed, "\(error.code.code): \(error.message)")
        }
        if json {
            print(String(decoding: run.outcome.result, as: UTF8.self))
        } else {
            ProbeReport(run: run).print()
        }
        if run.outcome.resultValue["first_failed_rung"]?.string != nil { throw ExitCode(1) }
    }

    private func hostID(in database: Database) async throws -> UUID {
        if let id = UUID(uuidString: host) { return id }
        let rows = try await database.query("SELECT id FROM live_hosts WHERE hostname = $1", [.text(host)])
        guard let row = rows.first else { throw ServerError(.notFound, "there is no host \(host)") }
        guard rows.count == 1 else {
            throw ServerError(.notFound, "several environments have a host \(host)", hint: "name it by its id")
        }
        return try row.uuid("id")
    }
}
