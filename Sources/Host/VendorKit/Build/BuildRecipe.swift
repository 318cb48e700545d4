/// How a package of one language is turned into a shared object: its own build file, by its language's usual tool.
struct BuildRecipe: Sendable {
    /// A program the recipe needs, and where it comes from.
    struct Tool: Sendable {
        /// One of these is enough.
        let names: [String]
        let source: String
    }

    let tools: [Tool]
    /// The first element is one of the tools' names.
    let command: [String]
    /// Where the shared object is afterwards, in the package.
    let artifact: String

    private static let strip = Tool(names: ["strip"], source: "apt-get install binutils")
    private static let make = Tool(names: ["make"], source: "apt-get install make")
    private static let linker = Tool(names: ["cc"], source: "apt-get install gcc libc6-dev")

    init(_ language: PluginLanguage) {
        switch language {
        case .c:
            tools = [Self.make, Self.linker, Self.strip]
            command = ["make", "--no-print-directory"]
            artifact = "build/plugin.so"
        case .cpp:
            tools = [Self.make, Tool(names: ["c++", "g++", "clang++"], source: "apt-get install g++"), Self.strip]
            command = ["make", "--no-print-directory"]
            artifact = "build/plugin.so"
        case .go:
            tools = [Self.make, Tool(names: ["go"], source: "apt-get install golang-go"), Self.linker, Self.strip]
            command = ["make", "--no-print-directory"]
            artifact = "build/plugin.so"
        case .rust:
            tools = [
                Tool(names: ["cargo"], source: "apt-get install cargo"),
                Tool(names: ["rustc"], source: "apt-get install rustc"), Self.linker, Self.strip,
            ]
            command = ["cargo", "build", "--release", "--offline"]
            artifact = "target/release/libplugin.so"
        case .zig:
            tools = [
                Tool(names: ["zig", "python-zig"], source: "pip install ziglang==0.15.2, which brings python-zig"),
                Self.strip,
            ]
            command = ["zig", "build", "--release=small", "--prefix", "build"]
            artifact = "build/lib/libplugin.so"
        case .swift:
            tools = [Tool(names: ["swift"], source: "install Swift 6.3 from swift.org"), Self.strip]
            command = ["swift", "build", "--configuration", "release", "--product", "plugin", "--disable-local-rpath"]
            artifact = ".build/release/libplugin.so"
        }
    }

    /// The command with the paths of what is installed.
    ///
    /// Throws ``VendorKitError/Code/compilerMissing`` with every tool that is not there.
    func located(by programs: Programs) throws(VendorKitError) -> [String] {
        let missing = tools.filter { tool in tool.names.allSatisfy { programs.path(of: $0) == nil } }
        guard missing.isEmpty else {
            throw VendorKitError(
                .compilerMissing, "not installed: \(missing.map { $0.names[0] }.joined(separator: ", "))",
                hint: missing.map(\.source).joined(separator: "\n  "))
        }
        let names = tools.map(\.names).first { $0.contains(command[0]) } ?? [command[0]]
        let program = names.lazy.compactMap { programs.path(of: $0) }.first ?? command[0]
        return [program] + command.dropFirst()
    }

    /// The path of one of the tools, which ``located(by:)`` has found.
    func tool(_ name: String, by programs: Programs) throws(VendorKitError) -> String {
        guard let path = programs.path(of: name) else {
            throw VendorKitError(.compilerMissing, "not installed: \(name)")
        }
        return path
    }
}
