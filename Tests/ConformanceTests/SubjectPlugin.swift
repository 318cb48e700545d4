import Foundation

@testable import Conformance

/// The conformance kit's own subject, built from `Tests/Conformance/verify`: it passes every case, and with a flag it
/// breaks one rule.
enum SubjectPlugin {
    struct Failure: Error {
        let message: String
    }

    static let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path

    /// The program that runs one case, as the build left it.
    static var driver: String { "\(repository)/.build/debug/openwatch-plugin-case" }

    /// Runs a body with a package whose plugin breaks that rule; nil for none.
    static func with<Value>(_ flag: String?, _ body: (PackageUnderTest) async throws -> Value) async throws -> Value {
        let directory = FileManager.default.temporaryDirectory.appending(path: "ow-subject-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let source = "\(repository)/Tests/Conformance/verify"
        try run(
            "/bin/sh",
            [
                "-ec",
                """
                umask 022; mkdir -p "$2/lib/linux-x86_64" "$2/recordings"
                cp -r "$1/plugin.toml" "$1/schema" "$2/"; cp "$1/recording.jsonl" "$2/recordings/"
                cc -std=gnu11 -O1 -fPIC -shared -fvisibility=hidden -pthread -Wl,-z,now -Wl,-z,relro \
                -I"$3" $4 "$1/subject.c" -o "$2/lib/linux-x86_64/plugin.so" -lm
                """, "build", source, directory, "\(repository)/Sources/PluginABI/include",
                flag.map { "-D\($0)" } ?? "",
            ])
        return try await body(try PackageUnderTest(directory: directory, recordings: nil))
    }

    static func report(
        _ package: PackageUnderTest, cases: [String] = [], seed: UInt64 = 1, timeout: Int = 20
    ) async throws -> ConformanceReport {
        var options = Conformance.Options(driver: driver)
        options.cases = cases
        options.seed = seed
        options.timeoutSeconds = timeout
        options.jobs = 2
        return try await Conformance(options).run(package)
    }

    private static func run(_ program: String, _ arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failure(message: "the subject does not build") }
    }
}
