import Core
import Foundation
import TOMLKit

/// Builds a configuration from its layers: defaults, file, environment, flags; each overwrites only what it sets.
enum ConfigurationLoader {
    static let defaultFile = "/etc/openwatch/openwatch.toml"

    struct Loaded: Sendable {
        let configuration: Configuration
        /// Everything wrong in any layer, unknown keys included.
        let faults: [String]
    }

    /// - Parameters:
    ///   - file: a file named by `--config`, which must exist; nil = the default file, which may be missing.
    ///   - flags: key path to value.
    static func load(file: String?, environment: [String: String], flags: [String: String]) -> Loaded {
        var configuration = Configuration()
        var faults = read(file: file, into: &configuration)
        let keys = Dictionary(uniqueKeysWithValues: ConfigurationKey.all.map { ($0.environmentName, $0) })
        let sections = Set(ConfigurationKey.all.map { "OPENWATCH_\($0.section.uppercased())_" })
        for (name, value) in environment.sorted(by: { $0.key < $1.key }) {
            if let key = keys[name] {
                configuration.set(key.path, to: value, from: .environment)
            } else if sections.contains(where: name.hasPrefix) {
                faults.append("the environment variable \(name) names no configuration key")
            }
        }
        for (path, value) in flags { configuration.set(path, to: value, from: .flag) }
        return Loaded(configuration: configuration, faults: faults + configuration.faults)
    }

    private static func read(file: String?, into configuration: inout Configuration) -> [String] {
        let path = file ?? defaultFile
        guard let data = FileManager.default.contents(atPath: path) else {
            return file == nil && !FileManager.default.fileExists(atPath: path) ? [] : ["\(path) cannot be read"]
        }
        guard data.count <= 1_048_576, let text = String(data: data, encoding: .utf8) else {
            return ["\(path) is not a text file of at most 1 MiB"]
        }
        if let line = TOMLHeaderCheck.faultyLine(in: data) {
            return ["\(path) is not valid TOML: line \(line): \(TOMLHeaderCheck.fault)"]
        }
        let table: TOMLTable
        do {
            table = try TOMLTable(string: text)
        } catch {
            return ["\(path) is not valid TOML: \(error)"]
        }
        var faults: [String] = []
        let known = Dictionary(grouping: ConfigurationKey.all, by: \.section)
        for section in table.keys {
            guard let keys = known[section], let values = table[section]?.table else {
                faults.append("\(path): there is no section [\(section)]")
                continue
            }
            for name in values.keys {
                guard let key = keys.first(where: { $0.name == name }) else {
                    faults.append("\(path): \(section).\(name) is not a configuration key")
                    continue
                }
                if let value = values[name]?.string {
                    configuration.set(key.path, to: value, from: .file)
                } else if let value = values[name]?.int {
                    configuration.set(key.path, to: String(value), from: .file)
                } else if let value = values[name]?.bool {
                    configuration.set(key.path, to: String(value), from: .file)
                } else {
                    faults.append("\(path): \(section).\(name) must be a string or an integer")
                }
            }
        }
        return faults
    }
}
