import ArgumentParser
import Contract
import Core
import Foundation
import Identity
import JSON
import Logging
import PluginHost
import System

/// What the commands that change plugins have in common: the server's database, one decision, the plugin afterwards.
///
/// They work on the database and the package store, not on the server: a running server takes over what they decide at
/// once, one that is started later finds it.
enum PluginOperationRun {
    /// - Returns: what the plugin is afterwards, as `GET /plugins/{id}` answers it; nil if it is gone.
    static func run(
        _ globals: GlobalOptions,
        _ body: @escaping @Sendable (PluginOperations, Caller) async throws -> String
    ) async throws -> PluginDetail? {
        let configuration = try globals.loadValid()
        let loggers = configuration.loggers(descriptor: STDERR_FILENO)
        let state = try StateDirectory(path: configuration["server.state_dir"])
        let secrets = try SecretBox(source: try state.credentialKeys(configuration))
        let opening = try await DatabaseOpening.open(configuration, state: state, logger: loggers("database"))
        let result: Result<PluginDetail?, any Error>
        do {
            try await opening.prepareSchema()
            let composition = try Composition(
                configuration: configuration, database: opening.database, secrets: secrets, logger: loggers)
            try await composition.licenses.loadQuietly()
            try await composition.loadPlugins()
            let detail = try await CorrelationID.$current.withValue(.make(.command)) { () -> PluginDetail? in
                let id = try await body(composition.pluginOperations, CommandCaller.current)
                return try? await composition.pluginOperations.detail(id)
            }
            await composition.plugins.shutdown()
            result = .success(detail)
        } catch {
            result = .failure(error)
        }
        await opening.close()
        do {
            return try result.get()
        } catch let error as APIError {
            throw ServerError(.failed, "\(error.code.code): \(error.message)")
        }
    }
}

/// One decision about one plugin; the subcommands below name it.
protocol PluginDecisionCommand: AsyncParsableCommand {
    typealias Decision = @Sendable (PluginOperations, Caller) async throws -> Void

    var globals: GlobalOptions { get }
    var id: String { get }
    var json: Bool { get }

    var decision: Decision { get }
}

extension PluginDecisionCommand {
    func run() async throws {
        let (id, decision) = (id, decision)
        let detail = try await PluginOperationRun.run(globals) { operations, caller in
            try await decision(operations, caller)
            return id
        }
        PluginDetailReport(id: id, detail: detail).print(json: json)
    }
}

/// `openwatch plugin enable`.
struct PluginEnableCommand: PluginDecisionCommand {
    static let configuration = CommandConfiguration(commandName: "enable", abstract: "Take a plugin into use.")

    @OptionGroup var globals: GlobalOptions
    @Argument(help: "The plugin's id.") var id: String
    @Flag(help: "Print JSON.") var json = false

    var decision: Decision { { [id] in try await $0.setEnabled(true, id, by: $1) } }
}

/// `openwatch plugin disable`.
struct PluginDisableCommand: PluginDecisionCommand {
    static let configuration = CommandConfiguration(
        commandName: "disable", abstract: "Take a plugin out of use; calls in flight finish.")

    @OptionGroup var globals: GlobalOptions
    @Argument(help: "The plugin's id.") var id: String
    @Flag(help: "Print JSON.") var json = false

    var decision: Decision { { [id] in try await $0.setEnabled(false, id, by: $1) } }
}

/// `openwatch plugin approve`.
struct PluginApproveCommand: PluginDecisionCommand {
    static let configuration = CommandConfiguration(
        commandName: "approve", abstract: "Approve what a version of a plugin asks to be allowed.",
        discussion: """
            `openwatch plugin show ID` lists what it asks for, and the command that approves just that: the digest of the \
            manifest says which content of the version was looked at.
            """)

    @OptionGroup var globals: GlobalOptions
    @Argument(help: "The plugin's id.") var id: String
    @Argument(help: "The version.") var version: String
    @Argument(help: "SHA-256 of its manifest, 64 hex digits.") var digest: String
    @Flag(help: "Print JSON.") var json = false

    var decision: Decision {
        { [id, version, digest] in try await $0.approve(id, version: version, digest: digest, by: $1) }
    }
}

/// `openwatch plugin revoke`.
struct PluginRevokeCommand: PluginDecisionCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke", abstract: "Take the approval of a plugin back.",
        discussion: "Without a digest, every approval of the plugin. `openwatch plugin show ID` lists them.")

    @OptionGroup var globals: GlobalOptions
    @Argument(help: "The plugin's id.") var id: String
    @Argument(help: "SHA-256 of the approved manifest, 64 hex digits.") var digest: String?
    @Flag(help: "Print JSON.") var json = false

    var decision: Decision { { [id, digest] in try await $0.revoke(id, digest: digest, by: $1) } }
}

/// `openwatch plugin activate`.
struct PluginActivateCommand: PluginDecisionCommand {
    static let configuration = CommandConfiguration(
        commandName: "activate", abstract: "Choose the version of a plugin that is to run.",
        discussion: "Without a version, the highest one. The chosen one serves on trial first.")

    @OptionGroup var globals: GlobalOptions
    @Argument(help: "The plugin's id.") var id: String
    @Argument(help: "The version.") var version: String?
    @Flag(help: "Print JSON.") var json = false

    var decision: Decision { { [id, version] in try await $0.activate(id, version: version, by: $1) } }
}

/// `openwatch plugin reset`.
struct PluginResetCommand: PluginDecisionCommand {
    static let configuration = CommandConfiguration(
        commandName: "reset", abstract: "End a plugin's quarantine and let its held-back probes try again.")

    @OptionGroup var globals: GlobalOptions
    @Argument(help: "The plugin's id.") var id: String
    @Flag(help: "Print JSON.") var json = false

    var decision: Decision { { [id] in try await $0.reset(id, by: $1) } }
}

/// `openwatch plugin show`.
struct PluginShowCommand: PluginDecisionCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show a plugin: state, versions, what it asks for and what was approved.",
        discussion: "Counters, latency and log are those of the running server; ask its API for them.")

    @OptionGroup var globals: GlobalOptions
    @Argument(help: "The plugin's id.") var id: String
    @Flag(help: "Print JSON.") var json = false

    var decision: Decision { { [id] operations, _ in _ = try await operations.detail(id) } }
}

/// `openwatch plugin remove`.
struct PluginRemoveCommand: PluginDecisionCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove", abstract: "Remove installed versions of a plugin.")

    @OptionGroup var globals: GlobalOptions
    @Argument(help: "The plugin's id.") var id: String
    @Argument(help: "Only this version.") var version: String?
    @Flag(help: "Print JSON.") var json = false

    var decision: Decision { { [id, version] in try await $0.remove(id, version: version, by: $1) } }
}

/// `openwatch plugin install`.
struct PluginInstallCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "install", abstract: "Install a plugin package.",
        discussion: "Its signature is checked before anything else in it is read. Exit code 1 if it is refused.")

    @OptionGroup var globals: GlobalOptions
    @Argument(help: "The package, a .owp file.") var file: String
    @Flag(help: "Print JSON.") var json = false

    func run() async throws {
        let bytes: [UInt8]
        do {
            bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: file)))
        } catch {
            throw ServerError(.notFound, "\(file) cannot be read", hint: "give the path of a .owp file", cause: error)
        }
        let detail = try await PluginOperationRun.run(globals) { operations, caller in
            try await operations.install(bytes, by: caller)
        }
        PluginDetailReport(id: detail?.plugin.id ?? "", detail: detail).print(json: json)
    }
}
