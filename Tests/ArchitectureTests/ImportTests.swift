import Foundation
import Testing

@Suite("Directions of imports")
struct ImportTests {
    private static let areas = ["Identity", "Fleet", "Connectivity", "Intelligence", "System", "Licensing"]

    /// For each module of the server the modules of this repository that it may import.
    private static let allowed: [String: Set<String>] = {
        let platform: Set<String> = [
            "Core", "Contract", "JSON", "Database", "SSH", "PluginHost", "Web", "Audit", "EventLog", "Probes",
        ]
        var allowed: [String: Set<String>] = [
            "Core": ["CThreads"], "Contract": ["Core"], "Database": ["Core", "JSON", "CPostgres"],
            "SSH": ["Core", "JSON", "CSSH2", "COpenSSL"],
            "PluginHost": ["Core", "JSON", "RunnerWire", "PluginABI", "CRunnerSpawn"],
            "Conformance": ["Core", "JSON", "PluginHost", "CCaseSpawn"],
            "Web": ["Core", "Contract", "JSON"], "Audit": ["Core", "Contract", "JSON", "Database", "Web"],
            "EventLog": ["Core", "Contract", "JSON", "Database"],
            "Probes": ["Core", "Contract", "JSON", "Database", "SSH", "PluginHost", "Audit", "EventLog"],
            "VendorKit": ["Core", "JSON", "SSH", "PluginHost", "Probes", "CPluginTemplates"],
            "Server": platform.union(areas).union(["VendorKit", "Conformance"]),
        ]
        for area in areas { allowed[area] = platform }
        allowed["Identity"]?.insert("CArgon2")
        return allowed
    }()

    private static let own: Set<String> = Set(allowed.keys).union([
        "JSON", "PluginKit", "PluginABI", "RunnerWire", "CRunnerSpawn", "CThreads", "CPostgres", "CSSH2", "COpenSSL",
        "CArgon2", "CPluginTemplates", "CCaseSpawn", "CFFI",
        "HostFacts", "TestSupport",
    ])

    @Test("every folder of the server is a module that the rules know")
    func folders() throws {
        #expect(try Repository.hostModules == Self.allowed.keys.sorted())
    }

    @Test("a module of the server imports what its layer may, and no more", arguments: allowed.keys.sorted())
    func layers(module: String) throws {
        let files = try Repository.module(module)
        #expect(!files.isEmpty)
        for file in files {
            let wrong = file.imports.intersection(Self.own).subtracting(Self.allowed[module] ?? []).subtracting([module]
            )
            #expect(wrong.isEmpty, "\(file.path) imports \(wrong.sorted())")
        }
    }

    @Test("the manifest gives a module of the server no dependency that its layer may not import")
    func manifest() throws {
        let text = try String(contentsOf: Repository.root.appending(path: "Package.swift"), encoding: .utf8)
        var seen: Set<String> = []
        for match in text.matches(of: /host\(\s*"(\w+)",\s*\[([^\]]*)\]/) {
            let module = String(match.1)
            seen.insert(module)
            let names = Set(String(match.2).matches(of: /"(\w+)"/).map { String($0.1) })
            let wrong = names.intersection(Self.own).subtracting(Self.allowed[module] ?? [])
            #expect(wrong.isEmpty, "\(module) depends on \(wrong.sorted())")
        }
        #expect(seen == Set(Self.allowed.keys).subtracting(["Server"]))
    }

    @Test(
        "a library that only one place may know is imported nowhere else",
        arguments: [
            ("CPostgres", ["Database"]), ("CSSH2", ["SSH"]), ("COpenSSL", ["SSH"]), ("CArgon2", ["Identity"]),
            ("CRunnerSpawn", ["PluginHost"]), ("CThreads", ["Core"]), ("CPluginTemplates", ["VendorKit"]),
            ("CCaseSpawn", ["Conformance"]),
            ("JWTKit", ["Identity"]),
        ])
    func confined(library: String, modules: [String]) throws {
        for file in try Repository.swiftFiles(under: "Sources") where file.imports.contains(library) {
            #expect(modules.contains { file.path.hasPrefix("Sources/Host/\($0)/") }, "\(file.path) imports \(library)")
        }
    }

    @Test("Hummingbird is known to the web layer, the event stream and the server alone")
    func hummingbird() throws {
        let places = ["Sources/Host/Web/", "Sources/Host/Server/", "Sources/Host/Intelligence/Stream/"]
        for file in try Repository.swiftFiles(under: "Sources") {
            let libraries = file.imports.filter { $0.hasPrefix("Hummingbird") }
            guard !libraries.isEmpty else { continue }
            #expect(places.contains(where: file.path.hasPrefix), "\(file.path) imports \(libraries.sorted())")
            if file.path.hasPrefix(places[2]) { #expect(libraries == ["HummingbirdCore"], "\(file.path)") }
        }
    }

    @Test("shared objects are loaded by the runner, the conformance kit's program and the plugin host alone")
    func loading() throws {
        for file in try Repository.files(under: "Sources", extensions: ["swift", "c", "h"])
        where file.text.contains("dlopen(") {
            let isRight = ["Sources/ProbeRunner/", "Sources/PluginCase/", "Sources/Host/PluginHost/"].contains(
                where: file.path.hasPrefix)
            #expect(isRight, "\(file.path) loads shared objects")
        }
    }

    @Test("libffi is known to the conformance kit's program alone")
    func foreignFunctions() throws {
        for file in try Repository.files(under: "Sources", extensions: ["swift", "c", "h"])
        where file.text.contains("ffi_call") || file.text.contains("<ffi.h>") {
            let isRight = ["Sources/PluginCase/", "Sources/CFFI/"].contains(where: file.path.hasPrefix)
            #expect(isRight, "\(file.path) uses libffi")
        }
    }

    @Test("what vendors build against imports nothing of the server")
    func pluginKit() throws {
        for file in try Repository.swiftFiles(under: "Sources/PluginKit") {
            #expect(file.imports.intersection(Self.own).isSubset(of: ["PluginABI", "JSON"]), "\(file.path)")
        }
        for file in try Repository.swiftFiles(under: "Sources/JSON") { #expect(file.imports.isEmpty, "\(file.path)") }
    }

    @Test("a plugin imports the plugin kit, JSON, host facts and itself, never the server")
    func plugins() throws {
        let common: Set<String> = ["PluginKit", "PluginABI", "JSON", "HostFacts", "Foundation", "Glibc"]
        var count = 0
        for file in try Repository.swiftFiles(under: "Plugins") where !file.path.hasSuffix("/Package.swift") {
            let wrong = file.imports.subtracting(common).filter { !$0.hasSuffix("Probe") && !$0.hasSuffix("Note") }
            #expect(wrong.isEmpty, "\(file.path) imports \(wrong.sorted())")
            count += 1
            let folder = file.path.split(separator: "/").dropFirst().first?.replacing("-", with: "").lowercased() ?? ""
            for module in file.imports where module.hasSuffix("Probe") || module.hasSuffix("Note") {
                let name = module.replacing("Probe", with: "").replacing("Note", with: "").lowercased()
                #expect(folder == name || folder == "templates", "\(file.path) imports another plugin's \(module)")
            }
        }
        #expect(count > 0)
    }
}
