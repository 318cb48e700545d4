import ArgumentParser
import Foundation
import Logging

/// The options of every subcommand; they may stand before or behind it.
struct GlobalOptions: ParsableArguments {
    @Option(help: "Configuration file.")
    var config: String?

    @Option(help: "HOST:PORT to listen on.")
    var listen: String?

    @Option(help: "Least severe log line: debug, info, warn or error.")
    var logLevel: String?

    private static let names = ["--config", "--listen", "--log-level"]

    /// Moves global options that stand before the subcommand to the end, where the subcommand's parser finds them.
    static func behindSubcommand(_ arguments: [String]) -> [String] {
        var globals: [String] = []
        var rest = arguments[...]
        while let first = rest.first {
            if names.contains(first), rest.count >= 2 {
                globals += rest.prefix(2)
                rest = rest.dropFirst(2)
            } else if names.contains(where: { first.hasPrefix($0 + "=") }) {
                globals.append(first)
                rest = rest.dropFirst()
            } else {
                break
            }
        }
        let end = rest.firstIndex(of: "--") ?? rest.endIndex
        return Array(rest[..<end]) + globals + Array(rest[end...])
    }

    /// The configuration from all layers.
    func load() -> ConfigurationLoader.Loaded {
        var flags: [String: String] = [:]
        flags["server.listen"] = listen
        flags["logging.level"] = logLevel
        return ConfigurationLoader.load(
            file: config, environment: ProcessInfo.processInfo.environment, flags: flags)
    }

    /// The configuration, or every fault of it on standard error and exit code 1.
    func loadValid() throws -> Configuration {
        let loaded = load()
        guard loaded.faults.isEmpty else {
            StandardError.write("invalid configuration:\n" + loaded.faults.map { "  - \($0)\n" }.joined())
            throw ExitCode(1)
        }
        return loaded.configuration
    }
}

extension Configuration {
    /// A logger factory as the configuration asks for; `descriptor` 2 for commands whose output is on 1.
    func loggers(descriptor: Int32 = STDOUT_FILENO) -> @Sendable (String) -> Logger {
        let level: Logger.Level =
            switch self["logging.level"] {
            case "debug": .debug
            case "warn": .warning
            case "error": .error
            default: .info
            }
        let format: LineLogHandler.Format = self["logging.format"] == "text" ? .text : .json
        return { component in
            Logger(label: component) { label in
                LineLogHandler(component: label, format: format, level: level, descriptor: descriptor)
            }
        }
    }
}
