import Foundation
import JSON

@testable import SysinfoProbe

/// What these tests need to know of plugin.toml. Reads the shape in which the file is written, not TOML at large.
struct Manifest {
    struct Section: Sendable {
        var id = ""
        var part = ""
        var maximum = 0
        var command = ""
    }

    private(set) var sections: [Section] = []
    private(set) var events: [(type: String, schema: String, maximum: Int)] = []
    private(set) var text = ""

    init() throws {
        text = try String(contentsOf: Visit.pluginFolder.appending(path: "plugin.toml"), encoding: .utf8)
        var table = ""
        var isCommand = false
        for line in text.components(separatedBy: "\n") {
            if isCommand {
                if line == "'''" {
                    isCommand = false
                } else {
                    sections[sections.count - 1].command += line + "\n"
                }
                continue
            }
            if line.hasPrefix("[") {
                table = line
                if table == "[[permissions.ssh_section]]" { sections.append(Section()) }
                if table == "[[event]]" { events.append(("", "", 0)) }
                continue
            }
            let pair = line.components(separatedBy: " = ")
            guard pair.count == 2 else { continue }
            let value = pair[1].trimmingCharacters(in: CharacterSet(charactersIn: "\""))
            switch (table, pair[0]) {
            case ("[[permissions.ssh_section]]", "id"): sections[sections.count - 1].id = value
            case ("[[permissions.ssh_section]]", "part"): sections[sections.count - 1].part = value
            case ("[[permissions.ssh_section]]", "max_bytes"): sections[sections.count - 1].maximum = Int(value) ?? 0
            case ("[[permissions.ssh_section]]", "command"): isCommand = true
            case ("[[event]]", "type"): events[events.count - 1].type = value
            case ("[[event]]", "schema"): events[events.count - 1].schema = value
            case ("[[event]]", "max_per_call"): events[events.count - 1].maximum = Int(value) ?? 0
            default: break
            }
        }
    }

    static func requiredKeys(of code: EventCode) throws -> Set<String> {
        let file = Visit.pluginFolder.appending(path: "schema/\(code.rawValue).json")
        let schema = try JSONValue(parsing: Array(try Data(contentsOf: file)))
        return Set((schema["required"]?.array ?? []).compactMap(\.string))
    }
}
