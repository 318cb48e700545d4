import Foundation
import PluginHost
import TestSupport
import Testing
import VendorKit

@Suite("New plugins")
struct TemplateTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path

    @Test("the command holds every template, header and kit source as it is in the repository")
    func embedded() throws {
        var expected: [String: [UInt8]] = [:]
        for (folder, prefix) in [
            ("Plugins/templates", ""), ("Sources/PluginABI/include", "include/"),
            ("Sources/PluginKit", "kit/PluginKit/"),
            ("Sources/JSON", "kit/JSON/"),
        ] {
            let base = "\(Self.root)/\(folder)"
            for name in try FileManager.default.subpathsOfDirectory(atPath: base) where name != "README.md" {
                // Nil for a folder.
                guard let content = FileManager.default.contents(atPath: "\(base)/\(name)") else { continue }
                expected[prefix + name] = [UInt8](content)
            }
        }
        #expect(
            EmbeddedFiles.all.keys.sorted() == expected.keys.sorted(), "run scripts/embed-templates and build again")
        for (path, bytes) in expected { #expect(EmbeddedFiles.all[path] == bytes, "\(path)") }
    }

    @Test(
        "every language gives a package without placeholders that a server could read",
        arguments: PluginLanguage.allCases)
    func complete(language: PluginLanguage) throws {
        let template = try PluginTemplate(name: "disk-health", id: "net.acme.disk", language: language)
        for (path, bytes) in template.files {
            let text = String(decoding: bytes, as: UTF8.self)
            #expect(text.firstMatch(of: /@[A-Z]+@/) == nil, "\(path)")
        }
        let manifest = try ManifestParser.parse(try #require(template.files["plugin.toml"]))
        #expect(manifest.id == "net.acme.disk" && manifest.name == "disk-health")
        #expect(manifest.files.map(\.runtime) == [language.runtime])
        for path in manifest.schemaPaths { #expect(template.files[path] != nil, "\(path)") }
        #expect(template.files[language.buildFile] != nil && template.files["README.md"] != nil)
    }

    @Test(
        "a name that cannot be a folder, a package and a part of an id is refused",
        arguments: [
            "", "Disk", "-disk", "disk-", "1disk", "disk_health", "../disk", "disk health", "ä",
            String(repeating: "a", count: 41),
        ])
    func names(name: String) {
        let error = #expect(throws: VendorKitError.self) { try PluginTemplate(name: name, language: .c) }
        #expect(error?.code == .name)
    }

    @Test(
        "an id that a server would refuse is refused",
        arguments: [
            "disk", "com..disk", "com.Example.disk", "org.openwatch.disk", "ow.disk", "core.disk",
            "com.example.\"\nid = \"", "com.example." + String(repeating: "a", count: 60),
        ])
    func ids(id: String) {
        let error = #expect(throws: VendorKitError.self) { try PluginTemplate(name: "disk", id: id, language: .rust) }
        #expect(error?.code == .name)
    }

    @Test("takes the place of an empty folder, and of nothing else")
    func places() throws {
        let directory = try TemporaryDirectory()
        let template = try PluginTemplate(name: "disk", language: .c)
        let empty = "\(directory.path)/empty"
        try FileManager.default.createDirectory(atPath: empty, withIntermediateDirectories: false)
        try PackageWriter.write(template, to: empty)
        #expect(FileManager.default.fileExists(atPath: "\(empty)/plugin.toml"))

        try directory.write("file", "mine")
        for (path, code) in [
            (empty, VendorKitError.Code.exists), ("\(directory.path)/file", .exists),
            ("\(directory.path)/no/parent", .io), ("/proc/plugin", .io),
        ] {
            let before = try FileManager.default.contentsOfDirectory(atPath: directory.path).sorted()
            let error = #expect(throws: VendorKitError.self) { try PackageWriter.write(template, to: path) }
            #expect(error?.code == code, "\(path)")
            #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path).sorted() == before)
        }
        #expect(try directory.read("file") == Array("mine".utf8))
    }

    @Test("nobody but the owner may write to a new package, whatever the umask")
    func modes() throws {
        let directory = try TemporaryDirectory()
        let mask = umask(0)
        defer { umask(mask) }
        try PackageWriter.write(try PluginTemplate(name: "disk", language: .c), to: "\(directory.path)/disk")
        for name in try FileManager.default.subpathsOfDirectory(atPath: "\(directory.path)/disk") {
            let mode = try FileManager.default.attributesOfItem(atPath: "\(directory.path)/disk/\(name)")[
                .posixPermissions]
            #expect((mode as? Int ?? 0o777) & 0o022 == 0, "\(name)")
        }
    }
}
