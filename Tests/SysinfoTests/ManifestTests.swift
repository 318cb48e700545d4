import Foundation
import HostFacts
import JSON
import Testing

@testable import SysinfoProbe

@Suite struct ManifestTests {
    @Test("declares the sections that the plugin asks for, in its order")
    func sections() throws {
        let manifest = try Manifest()
        #expect(manifest.sections.map(\.id) == SectionName.allCases.map(\.rawValue))
        #expect(
            Set(manifest.sections.filter { $0.part == "root" }.map(\.id)) == Set(Visit.rootSections.map(\.rawValue)))
        #expect(manifest.sections.allSatisfy { $0.maximum > 0 && $0.maximum <= 4 << 20 })
        // The host sends all of them as one script.
        #expect(manifest.sections.reduce(0) { $0 + $1.command.utf8.count } < 32_768)
    }

    @Test("declares the events that the plugin emits, in its order and with its limits")
    func events() throws {
        let manifest = try Manifest()
        #expect(manifest.events.map(\.type) == EventCode.allCases.map(\.rawValue))
        for (event, code) in zip(manifest.events, EventCode.allCases) {
            #expect(event.maximum == EventEmitter.limit(of: code))
            #expect(event.schema == "schema/\(code.rawValue).json")
        }
    }

    @Test("asks shared questions in the words that the shared parsers expect")
    func sharedCommands() throws {
        let manifest = try Manifest()
        for (id, command) in [
            ("os", OSRelease.command), ("uname", Uname.command), ("mac", MandatoryAccessControl.command),
            ("virt", Virtualization.command), ("fwunits", FirewallState.userCommand),
        ] {
            #expect(manifest.sections.first { $0.id == id }?.command == command + "\n", "\(id)")
        }
    }

    @Test("every schema is JSON")
    func schemas() throws {
        let folder = Visit.pluginFolder.appending(path: "schema")
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        #expect(files.count == EventCode.allCases.count + 3)
        for file in files {
            #expect(
                try JSONValue(parsing: Array(try Data(contentsOf: file)))["type"] == "object",
                "\(file.lastPathComponent)")
        }
    }

    @Test("gives each code the severity of the contract")
    func severities() throws {
        let contract = Visit.pluginFolder.appending(path: "../../contract/event-kinds.yaml")
        let lines = try String(contentsOf: contract, encoding: .utf8).components(separatedBy: "\n")
        for code in EventCode.allCases {
            let index = try #require(lines.firstIndex { $0.hasSuffix("code: \(code.rawValue)") }, "\(code.rawValue)")
            #expect(lines[index + 1].hasSuffix("severity: \(code.level.rawValue)"), "\(code.rawValue)")
        }
    }
}
