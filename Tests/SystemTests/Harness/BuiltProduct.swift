import Glibc
import TestSupport

/// Where the programs under test are.
enum BuiltProduct {
    /// The folder of the test executable, which is the build directory.
    private static let testDirectory: String = {
        var buffer = [CChar](repeating: 0, count: 4_096)
        let count = readlink("/proc/self/exe", &buffer, buffer.count - 1)
        let path = String(decoding: buffer.prefix(max(count, 0)).map(UInt8.init(bitPattern:)), as: UTF8.self)
        return path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    }()

    private static func environment(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// `OPENWATCH_BINARY`, else the `openwatch` of this build.
    static let openwatch = environment("OPENWATCH_BINARY") ?? testDirectory + "/openwatch"

    private static let buildDirectory = openwatch.lastIndex(of: "/").map { String(openwatch[..<$0]) } ?? "."

    /// The package's root, from this file's place in it.
    static let root: String = {
        var path = #filePath[...]
        for _ in 0..<4 { path = path[..<(path.lastIndex(of: "/") ?? path.startIndex)] }
        return String(path)
    }()

    /// `OPENWATCH_PLUGINS_TRUST_DIR`, else where staging puts the key that it signs with.
    static let trustDirectory = environment("OPENWATCH_PLUGINS_TRUST_DIR") ?? root + "/build/trust.d"

    /// Lays the product's plugins out in a directory, or names the one of `OPENWATCH_PLUGINS`.
    static func stagePlugins(in directory: TemporaryDirectory) async throws -> String {
        if let staged = environment("OPENWATCH_PLUGINS") { return staged }
        let destination = directory.path + "/plugins"
        try await TestCommand.run([
            "/bin/sh", root + "/scripts/stage-plugins.sh", buildDirectory, destination,
        ])
        return destination
    }

    /// Lays the product's plugins out in a directory, together with those that break the rules.
    static func stageHostilePlugins(in directory: TemporaryDirectory) async throws -> String {
        let destination = directory.path + "/plugins"
        if let staged = environment("OPENWATCH_PLUGINS") {
            try await TestCommand.run(["cp", "-R", staged, destination])
        } else {
            try await TestCommand.run([
                "/bin/sh", root + "/scripts/stage-plugins.sh", buildDirectory, destination,
            ])
        }
        // The prefix of their ids belongs to the product's own plugins, so copies under another name are built.
        try await TestCommand.run(
            [
                "/bin/bash", "-euc",
                """
                mkdir -p "$2/Tests/Conformance/plugins" "$2/Sources"
                ln -s "$1/Sources/PluginABI" "$2/Sources/PluginABI"
                cp "$1/Tests/Conformance/build-plugins.sh" "$2/Tests/Conformance"
                cp "$1/Tests/Conformance/plugins/conformance.h" "$2/Tests/Conformance/plugins"
                for name in wrong-major missing-symbol crash; do
                    cp -R "$1/Tests/Conformance/plugins/$name" "$2/Tests/Conformance/plugins/$name"
                done
                find "$2/Tests" -type f -exec sed -i 's/org\\.openwatch\\.test/org.example.test/g' {} +
                sh "$2/Tests/Conformance/build-plugins.sh" "$3"
                root=$1
                . "$1/scripts/development-key.sh"
                development_key "$4"
                for name in wrong-major missing-symbol crash; do
                    "$4" plugin sign "$3/$name" --key "$development_key" --update-hashes >/dev/null
                done
                """, "bash", root, directory.path + "/conformance", destination, openwatch,
            ])
        return destination
    }
}
