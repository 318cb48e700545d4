import ArgumentParser
import Foundation
import JSON

/// `openwatch check-config`: shows the resolved configuration and says what is wrong with it.
struct CheckConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check-config", abstract: "Print the resolved configuration and validate it.",
        discussion: "No file, socket or database is touched. Exit code 0 valid, 1 invalid.")

    @OptionGroup var globals: GlobalOptions

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
        let loaded = globals.load()
        if json {
            printJSON(loaded)
        } else {
            printText(loaded)
        }
        if !loaded.faults.isEmpty { throw ExitCode(1) }
    }

    private func printText(_ loaded: ConfigurationLoader.Loaded) {
        var section = ""
        for key in ConfigurationKey.all {
            if key.section != section {
                if !section.isEmpty { print() }
                print("[\(key.section)]")
                section = key.section
            }
            let origin = loaded.configuration.settings[key.path]?.origin.rawValue ?? ""
            print("\(key.name) = \(loaded.configuration.shown(key.path))  # \(origin): \(key.description)")
        }
        print()
        if loaded.faults.isEmpty {
            print("config is valid")
        } else {
            StandardError.write("invalid config:\n" + loaded.faults.map { "  - \($0)\n" }.joined())
        }
    }

    private func printJSON(_ loaded: ConfigurationLoader.Loaded) {
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("valid", loaded.faults.isEmpty)
        writer.key("settings")
        writer.beginObject()
        for key in ConfigurationKey.all {
            writer.key(key.path)
            writer.beginObject()
            writer.member("value", loaded.configuration.shown(key.path))
            writer.member("origin", loaded.configuration.settings[key.path]?.origin.rawValue ?? "")
            writer.endObject()
        }
        writer.endObject()
        writer.member("faults", loaded.faults)
        writer.endObject()
        print(String(decoding: writer.bytes, as: UTF8.self))
    }
}
