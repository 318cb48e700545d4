import ArgumentParser
import VendorKit

/// `openwatch plugin build`: compiles a plugin and checks what came out.
struct PluginBuildCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "build", abstract: "Build a plugin, check its shared object and fill in its hashes.",
        discussion: """
            The language is that of the manifest's [[file]] runtime. The package's build file is run with the language's \
            usual tool; the result is stripped, checked and put where the manifest says. A package that does not build \
            stays as it was. Exit code 0 built, 1 not built.
            """)

    @Argument(help: "The plugin's folder.")
    var directory = "."

    func run() throws {
        let product = try PluginBuild(directory: directory).run()
        print("built \(product.path): \(product.language.rawValue), \(product.bytes) bytes, sha256 \(product.sha256)")
    }
}
