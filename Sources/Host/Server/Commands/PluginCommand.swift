import ArgumentParser
import Foundation
import JSON
import PluginHost

/// `openwatch plugin`: what concerns plugins.
struct PluginCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plugin", abstract: "Look at plugins, make, check and trust them.",
        subcommands: [
            PluginListCommand.self, PluginShowCommand.self, PluginInstallCommand.self, PluginRemoveCommand.self,
            PluginApproveCommand.self, PluginRevokeCommand.self, PluginEnableCommand.self, PluginDisableCommand.self,
            PluginActivateCommand.self, PluginResetCommand.self, PluginConfigCommand.self, PluginVerifyCommand.self,
            PluginNewCommand.self, PluginBuildCommand.self, PluginRunCommand.self,
            PluginInspectCommand.self, PluginDiffCommand.self, PluginPackCommand.self, PluginSignCommand.self,
            PluginVerifySignatureCommand.self, PluginKeygenCommand.self, PluginRingEntryCommand.self,
        ])
}

/// `openwatch plugin list`: every plugin found, usable or not.
struct PluginListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the plugins in plugins.dir.",
        discussion: "No plugin's code is run. Exit code 0 all usable, 1 at least one rejected.")

    @OptionGroup var globals: GlobalOptions

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
        let configuration = try globals.loadValid()
        let host = PluginHost(
            configuration: PluginHostConfiguration(
                directories: [configuration["plugins.dir"]], store: configuration.pluginStore,
                runnerPath: configuration["plugins.runner"]),
            logger: .init(label: "plugins") { _ in LineLogHandler(component: "plugins", format: .text, level: .critical)
            }, trust: try configuration.trustPolicy())
        let statuses = try host.load()
        if json {
            printJSON(statuses)
        } else {
            printTable(statuses)
        }
        let isAnyRejected = statuses.contains { status in
            if case .rejected = status.state { true } else { false }
        }
        if isAnyRejected { throw ExitCode(1) }
    }

    private func printTable(_ statuses: [PluginStatus]) {
        var table = TextTable(columns: ["PLUGIN", "VERSION", "STATE", "PROBES", "REASON"])
        for status in statuses {
            table.append([
                status.id, status.version, status.state.name, status.probes.map(\.name).joined(separator: ","),
                status.reason?.split(separator: "\n").joined(separator: " ") ?? "",
            ])
        }
        print(table.text, terminator: "")
    }

    private func printJSON(_ statuses: [PluginStatus]) {
        var writer = JSONWriter()
        writer.beginArray()
        for status in statuses {
            writer.beginObject()
            writer.member("id", status.id)
            writer.member("version", status.version)
            writer.member("name", status.name)
            writer.member("state", status.state.name)
            writer.member(optional: "reason", status.reason)
            writer.member("probes", status.probes.map(\.name))
            writer.member("directory", status.directory)
            writer.endObject()
        }
        writer.endArray()
        print(String(decoding: writer.bytes, as: UTF8.self))
    }
}
