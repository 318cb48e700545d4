import ArgumentParser
import Glibc

/// The `openwatch` command.
@main
struct OpenWatchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "openwatch",
        abstract: "Agentless fleet monitor and compliance platform for Linux.",
        version: "openwatch \(Product.version)\n  toolchain: \(Product.toolchain)\n  plugin ABI: 1.0",
        subcommands: [
            ServeCommand.self, MigrateCommand.self, CreateAdminCommand.self, CheckConfigCommand.self,
            PluginCommand.self, ProbeCommand.self, LicenseCommand.self, AuditCommand.self, RekeyCommand.self,
        ],
        defaultSubcommand: ServeCommand.self)

    /// Exit codes: 0 done, 1 failed, 2 wrong usage.
    static func main() async {
        signal(SIGPIPE, SIG_IGN)
        let arguments = GlobalOptions.behindSubcommand(Array(CommandLine.arguments.dropFirst()))
        do {
            var command = try parseAsRoot(arguments)
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            let code = exitCode(for: error)
            if code == .success {
                print(message(for: error))
                Glibc.exit(0)
            }
            if let code = error as? ExitCode { Glibc.exit(code.rawValue) }
            let text = code == .validationFailure ? fullMessage(for: error) : "openwatch: \(error)"
            StandardError.write(text + "\n")
            Glibc.exit(code == .validationFailure ? 2 : 1)
        }
    }
}
