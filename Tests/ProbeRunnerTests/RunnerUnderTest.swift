import Foundation

/// The runner binary and the conformance plugins, built when they are first asked for.
enum RunnerUnderTest {
    struct Missing: Error, CustomStringConvertible {
        let description: String
    }

    /// `OPENWATCH_PROBE_RUNNER`, or the binary beside the tests.
    static func binary() throws -> String {
        let beside = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
            .appendingPathComponent("openwatch-probe-runner").path
        let path = ProcessInfo.processInfo.environment["OPENWATCH_PROBE_RUNNER"] ?? beside
        guard FileManager.default.isExecutableFile(atPath: path) else {
            throw Missing(description: "there is no probe runner at \(path)")
        }
        return path
    }

    /// Path of a conformance plugin's shared object.
    static func plugin(_ name: String) throws -> String {
        try "\(plugins.get())/\(name)/lib/linux-x86_64/plugin.so"
    }

    private static let plugins: Result<String, any Error> = Result {
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Conformance/build-plugins.sh")
        let folder = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
            .appendingPathComponent("conformance-plugins").path
        let build = Process()
        build.executableURL = URL(fileURLWithPath: "/bin/sh")
        build.arguments = [script.path, folder]
        try build.run()
        build.waitUntilExit()
        guard build.terminationStatus == 0 else { throw Missing(description: "the conformance plugins do not build") }
        return folder
    }
}
