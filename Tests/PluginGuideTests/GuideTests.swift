import Foundation
import JSON
import PluginABI
import PluginTestSupport
import Testing

@Suite("Plugin guide", .serialized)
struct GuideTests {
    private let guide: Guide

    init() throws {
        guide = try Guide()
    }

    @Test("every block of code says what it is for, and stays inside its folder")
    func fences() {
        for block in guide.blocks {
            #expect(!block.language.isEmpty, "line \(block.line)")
            #expect(block.path != nil || block.language == "sh", "line \(block.line)")
            #expect(block.path?.contains("..") != true && block.path?.hasPrefix("/") != true, "line \(block.line)")
        }
        let paths = guide.blocks.compactMap(\.path)
        #expect(Set(paths).count == paths.count)
    }

    @Test(
        "quotes the templates completely and literally", arguments: [("sysctl-probe", "c"), ("uptime-probe", "swift")])
    func templates(folder: String, template: String) throws {
        let directory = "\(Guide.root)/Plugins/templates/\(template)"
        let names = try FileManager.default.subpathsOfDirectory(atPath: directory).filter { name in
            try URL(filePath: "\(directory)/\(name)").resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true
        }
        let quoted = guide.files(in: folder)
        #expect(Set(names) == Set(quoted.keys))
        for name in names {
            #expect(try String(contentsOfFile: "\(directory)/\(name)", encoding: .utf8) == quoted[name], "\(name)")
        }
    }

    @Test("the C probe builds by the guide's own commands and is what its manifest says")
    func probeInC() throws {
        let workshop = try Workshop(guide, "sysctl-probe")
        defer { workshop.remove() }
        let output = try workshop.runCommands()
        #expect(output.contains("com.example.sysctl") && output.contains("0.1.0"))
        try workshop.inspect(id: "com.example.sysctl", version: "0.1.0", language: OW_LANG_C)
    }

    @Test("the C probe is accepted as C++17 headers too, and by a pedantic compiler")
    func pedantic() throws {
        let workshop = try Workshop(guide, "sysctl-probe")
        defer { workshop.remove() }
        let include = "\(Guide.root)/Sources/PluginABI/include"
        let strict = [
            "-std=c11", "-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Werror", "-fsyntax-only", "-I", include,
        ]
        let c = try ChildProcess("/usr/bin/cc", strict + ["\(workshop.folder)/sysctl-probe/plugin.c"])
        #expect(c.exitCode == 0, "\(c.errors)")
        let source = "\(workshop.folder)/headers.cpp"
        try "#include \"ow_plugin.h\"\nOW_PLUGIN_NOTE(\"a.b\", \"1.0.0\", OW_LANG_CPP);\n"
            .write(toFile: source, atomically: true, encoding: .utf8)
        let options = [
            "-x", "c++", "-std=c++17", "-Wall", "-Wextra", "-Werror", "-fsyntax-only", "-I", include, source,
        ]
        let cpp = try ChildProcess("/usr/bin/cc", options)
        #expect(cpp.exitCode == 0, "\(cpp.errors)")
    }

    @Test("the Swift probe builds by the guide's own commands and is what its manifest says", .timeLimit(.minutes(10)))
    func probeInSwift() throws {
        let workshop = try Workshop(guide, "uptime-probe")
        defer { workshop.remove() }
        let output = try workshop.runCommands()
        #expect(output.contains("com.example.uptime") && output.contains("0.1.0"))
        try workshop.inspect(id: "com.example.uptime", version: "0.1.0", language: OW_LANG_SWIFT)
        let needed = try ChildProcess("/usr/bin/readelf", ["--wide", "--dynamic", workshop.library]).output
        #expect(!needed.contains("libswift") && !needed.contains("libFoundation"))
    }

    @Test("every schema is a JSON object that its probe's manifest names")
    func schemas() throws {
        for folder in ["sysctl-probe", "uptime-probe"] {
            let files = guide.files(in: folder)
            let manifest = try #require(files["plugin.toml"])
            for (name, text) in files where name.hasPrefix("schema/") {
                #expect(manifest.contains("\"\(name)\""))
                let schema = try JSONValue(parsing: Array(text.utf8))
                #expect(schema["additionalProperties"] == false)
            }
        }
    }

    @Test("the error tables name every code of the headers")
    func codes() throws {
        let header = try String(
            contentsOfFile: "\(Guide.root)/Sources/PluginABI/include/ow_types.h", encoding: .utf8)
        let codes = header.matches(of: /\bOW_E_[A-Z]+\b/).map { String($0.output) }
        #expect(codes.count >= 18)
        for code in Set(codes) { #expect(guide.text.contains("`\(code)`"), "\(code)") }
    }
}
