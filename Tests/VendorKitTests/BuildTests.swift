import Foundation
import PluginHost
import TestSupport
import Testing
import VendorKit

@Suite("Building plugins")
struct BuildTests {
    /// A new package in C whose files can be spoiled.
    private struct Package {
        let directory: TemporaryDirectory
        var path: String { "\(directory.path)/disk" }

        init(_ language: PluginLanguage = .c) throws {
            directory = try TemporaryDirectory()
            try PackageWriter.write(try PluginTemplate(name: "disk", language: language), to: "\(directory.path)/disk")
        }

        func edit(_ file: String, _ change: (String) -> String) throws {
            let text = try String(contentsOfFile: "\(path)/\(file)", encoding: .utf8)
            try change(text).write(toFile: "\(path)/\(file)", atomically: true, encoding: .utf8)
        }

        func failure(programs: Programs = Programs()) throws -> VendorKitError {
            try #require(
                #expect(throws: VendorKitError.self) { try PluginBuild(directory: path, programs: programs).run() })
        }
    }

    @Test(
        "names every compiler that is missing and how to get it",
        arguments: [
            (PluginLanguage.c, "cc"), (.cpp, "c++"), (.rust, "rustc"), (.go, "go"), (.zig, "ziglang"),
            (.swift, "swift"),
        ])
    func missingCompiler(language: PluginLanguage, word: String) throws {
        let error = try Package(language).failure(programs: Programs(environment: ["PATH": "/nonexistent"]))
        #expect(error.code == .compilerMissing)
        #expect(error.description.contains(word))
        #expect(
            error.hint?.contains(
                language == .swift ? "swift.org" : language == .zig ? "pip install" : "apt-get install") == true)
    }

    @Test("a build that fails leaves shared object and manifest as they were")
    func keeps() throws {
        let package = try Package()
        let product = try PluginBuild(directory: package.path).run()
        let object = try Data(contentsOf: URL(filePath: "\(package.path)/\(product.path)"))
        let manifest = try Data(contentsOf: URL(filePath: "\(package.path)/plugin.toml"))
        try package.edit("plugin.c") { $0 + "\nint broken(void) { return }\n" }
        #expect(try package.failure().code == .build)
        #expect(try Data(contentsOf: URL(filePath: "\(package.path)/\(product.path)")) == object)
        #expect(try Data(contentsOf: URL(filePath: "\(package.path)/plugin.toml")) == manifest)
        // As does a shared object that breaks a rule, after it was compiled.
        try package.edit("plugin.c") {
            $0.replacing("int broken(void) { return }", with: "").replacing("\"0.1.0\"", with: "\"0.2.0\"")
        }
        let error = try package.failure()
        #expect(error.code == .object && error.message.hasPrefix("note: "))
        #expect(try Data(contentsOf: URL(filePath: "\(package.path)/\(product.path)")) == object)
        let left = try FileManager.default.subpathsOfDirectory(atPath: "\(package.path)/lib")
        #expect(
            left.sorted() == [
                "linux-\(ELFNote.Machine.host.rawValue)", "linux-\(ELFNote.Machine.host.rawValue)/plugin.so",
            ])
    }

    @Test(
        "a shared object that would not load everywhere is refused by the name of the rule",
        arguments: [
            ("exports", "-Wl,--version-script=exports.map", "", "OW_API int extra(void) { return 1; }"),
            ("needed", "-shared", "-shared -Wl,--no-as-needed -lcrypt", ""),
            ("runpath", "-shared", "-shared -Wl,-rpath,/opt/acme", ""),
            ("now", "-Wl,-z,now,-z,relro,-z,defs", "-Wl,-z,lazy,-z,norelro", ""),
        ])
    func rules(rule: String, flag: String, replacement: String, source: String) throws {
        let package = try Package()
        try package.edit("Makefile") { $0.replacing(flag, with: replacement) }
        try package.edit("plugin.c") { $0 + "\n" + source + "\n" }
        let error = try package.failure()
        #expect(error.code == .object)
        #expect(
            error.message.split(separator: "\n").contains { $0.drop { $0 == " " }.hasPrefix("\(rule): ") }, "\(error)")
    }

    @Test("a plugin without a note, and a folder that is no plugin, are refused")
    func noNote() throws {
        let package = try Package()
        try package.edit("plugin.c") {
            $0.replacing(
                "OW_PLUGIN(", with: "#undef OW_PLUGIN_NOTE\n#define OW_PLUGIN_NOTE(a, b, c) struct none\nOW_PLUGIN(")
        }
        #expect(try package.failure().message.contains("has no OpenWatch note"))
        try FileManager.default.removeItem(atPath: "\(package.path)/Makefile")
        #expect(try package.failure().message.contains("no Makefile"))
        try package.edit("plugin.toml") { $0.replacing("manifest = 1", with: "manifest = 1\nsurprise = 2") }
        let error = try package.failure()
        #expect(error.code == .manifest && error.message.contains("surprise"))
        try FileManager.default.removeItem(atPath: "\(package.path)/plugin.toml")
        #expect(try package.failure().code == .manifest)
    }

    @Test("a manifest that does not say the language of a Makefile's plugin is asked for it")
    func language() throws {
        let package = try Package()
        try package.edit("plugin.toml") { $0.replacing("runtime = \"c\"\n", with: "") }
        let error = try package.failure()
        #expect(error.code == .language && error.hint?.contains("runtime") == true)
    }

    @Test("a forged section table is a fault, not a trap")
    func forged() throws {
        let package = try Package()
        let product = try PluginBuild(directory: package.path).run()
        let file = [UInt8](try Data(contentsOf: URL(filePath: "\(package.path)/\(product.path)")))
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<2_000 {
            var forged = file
            let table = Int(file[40]) | Int(file[41]) << 8 | Int(file[42]) << 16
            for _ in 0..<4 {
                let place = Bool.random() ? Int.random(in: 40..<64) : Int.random(in: table..<file.count)
                forged[place] = UInt8.random(in: 0...255, using: &generator)
            }
            _ = try? SharedObject(forged)
            _ = try? SharedObject(Array(forged.prefix(Int.random(in: 0..<forged.count))))
        }
    }
}
