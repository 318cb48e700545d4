import Foundation
import JSON
import PluginHost
import TestSupport
import Testing
import VendorKit

/// The same questions to the plugin of every language. Each compiles for real; a compiler that is missing is a failure.
@Suite("Plugin templates", .serialized)
struct TemplateTests {
    private static let command = "\"command\":[\"cat\",\"/proc/sys/kernel/randomize_va_space\"]"

    @Test(
        "a new plugin builds, keeps the rules, and finds what its recording holds", arguments: PluginLanguage.allCases)
    func template(language: PluginLanguage) async throws {
        let workshop = try Workshop(language)
        let product = try workshop.build()
        #expect(product.path == "lib/linux-\(ELFNote.Machine.host.rawValue)/plugin.so")
        #expect(product.language == language)

        let file = try [UInt8](Data(contentsOf: URL(filePath: "\(workshop.package)/\(product.path)")))
        let object = try SharedObject(file)
        #expect(object.exports.filter { !$0.hasPrefix("_cgoexp_") } == ["ow_plugin_v1"])
        #expect(object.bindsNow && !object.hasRunPath && !object.hasTextRelocations)
        #expect(object.needed.allSatisfy { !$0.contains("swift") && !$0.contains("Foundation") })
        let note = try ELFNote(reading: file)
        #expect(note.id == "com.example.demo" && note.version == "0.1.0")
        let numbers: [PluginLanguage: Int] = [.c: 1, .cpp: 2, .rust: 3, .go: 4, .swift: 5, .zig: 6]
        #expect(note.language == numbers[language])
        let manifest = try Data(contentsOf: URL(filePath: "\(workshop.package)/plugin.toml"))
        #expect(try ManifestParser.parse([UInt8](manifest)).files.first?.sha256 == product.sha256)

        try await findsChanges(workshop)
        try await reportsFailures(workshop)
    }

    private func findsChanges(_ workshop: Workshop) async throws {
        let partial = try await workshop.run(recorded: "partial")
        #expect(partial.resultValue == ["value": 1, "expected": 2])
        #expect(partial.events.map(\.kindCode) == ["com.example.demo.weakened"])
        #expect(partial.events.first?.severity == .medium)
        #expect(partial.events.first?.subject == "sysctl:kernel.randomize_va_space")
        #expect(try partial.events.first.map { try JSONValue(parsing: $0.attributes) } == ["value": 1, "expected": 2])

        let full = try await workshop.run(recorded: "full")
        #expect(full.resultValue == ["value": 2, "expected": 2] && full.events.isEmpty)
        let enough = try await workshop.run(recorded: "partial", parameters: ["expected": 1])
        #expect(enough.resultValue == ["value": 1, "expected": 1] && enough.events.isEmpty)
        let known = try await workshop.run(recorded: "partial", previous: #"{"value":1,"expected":2}"#)
        #expect(known.events.isEmpty)
        let changed = try await workshop.run(recorded: "partial", previous: #"{"value":2,"expected":2}"#)
        #expect(changed.events.count == 1)
    }

    private func reportsFailures(_ workshop: Workshop) async throws {
        let answers: [(lines: [String], code: ProbeCode)] = [
            (["{\(Self.command),\"exit\":1,\"stderr\":\"No such file\"}"], .unsupported),
            (["{\(Self.command),\"stdout\":\"9\"}"], .protocol),
            (["{\(Self.command),\"stdout\":\"\"}"], .protocol),
            (["{\"connection\":\"unreachable\",\"failed\":\"tcp\"}"], .unreachable),
            (["{\"command\":[\"id\"]}"], .notFound),
        ]
        for (lines, code) in answers {
            let error = await #expect(throws: PluginError.self, "\(workshop.language) \(lines)") {
                try await workshop.run(recording: lines)
            }
            #expect(error?.code == .probeFailed, "\(workshop.language) \(lines)")
            #expect(error?.failure?.code == code, "\(workshop.language) \(lines)")
        }
    }

    @Test(
        "an exception, a panic or a thrown error becomes the call's failure",
        arguments: [
            (PluginLanguage.cpp, "plugin.cpp", "auto session = call.open();", "throw 42;", "no std::exception"),
            (.rust, "src/lib.rs", "let session = call.open()?;", "panic!(\"seven\");", "seven"),
            (.go, "probe.go", "session, err := call.Open()", "panic(\"seven\")", "seven"),
            (
                .swift, "Sources/Probe/AddressRandomisation.swift", "let session = try call.openSSH()",
                "throw CancellationError()", ""
            ),
        ])
    func fences(
        language: PluginLanguage, file: String, line: String, replacement: String, words: String
    ) async throws {
        // What follows is dead code, and its names are gone: it has to go as well.
        let workshop = try Workshop(language)
        let path = "\(workshop.package)/\(file)"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let start = try #require(text.range(of: line))
        let end = try #require(Self.endOfFunction(in: text, from: start.upperBound))
        try (text[..<start.lowerBound] + replacement + "\n" + text[end...]).write(
            toFile: path, atomically: true, encoding: .utf8)
        if language == .go {
            let trimmed = try String(contentsOfFile: path, encoding: .utf8)
                .replacing("import \"encoding/json\"\n", with: "")
            try trimmed.write(toFile: path, atomically: true, encoding: .utf8)
        }
        try workshop.build()
        let error = await #expect(throws: PluginError.self) { try await workshop.run(recorded: "full") }
        #expect(error?.code == .probeFailed, "\(String(describing: error))")
        #expect(error?.failure?.message.contains(words) == true || words.isEmpty)
    }

    @Test("an exception while a C++ plugin starts is a refusal in its own words")
    func constructor() async throws {
        let workshop = try Workshop(.cpp)
        let path = "\(workshop.package)/plugin.cpp"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let edited = text.replacing(
            "ow_bytes /* configuration */) {}",
            with: "ow_bytes) { throw ow::Failure(OW_E_CONFIG, \"the tide is out\"); }")
        #expect(edited != text)
        try edited.write(toFile: path, atomically: true, encoding: .utf8)
        try workshop.build()
        let error = await #expect(throws: PluginError.self) { try await workshop.run(recorded: "full") }
        #expect(error?.code == .unavailable && error?.message.contains("the tide is out") == true)
    }

    /// The place of the brace that ends the function which the place is in.
    private static func endOfFunction(in text: String, from start: String.Index) -> String.Index? {
        var depth = 0
        for index in text[start...].indices {
            if text[index] == "{" { depth += 1 }
            if text[index] == "}" {
                if depth == 0 { return index }
                depth -= 1
            }
        }
        return nil
    }

    @Test("the build file works without the command", arguments: [PluginLanguage.c, .cpp, .go])
    func make(language: PluginLanguage) async throws {
        let workshop = try Workshop(language)
        try await TestCommand.run(["/usr/bin/env", "HOME=\(workshop.directory.path)", "make", "-C", workshop.package])
        #expect(FileManager.default.fileExists(atPath: "\(workshop.package)/build/plugin.so"))
    }
}
