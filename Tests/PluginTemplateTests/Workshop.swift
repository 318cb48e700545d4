import Foundation
import JSON
import Logging
import PluginHost
import TestSupport
import VendorKit

/// Makes and builds plugins from the templates, far away from this repository.
struct Workshop {
    let directory: TemporaryDirectory
    let language: PluginLanguage

    var package: String { "\(directory.path)/demo" }

    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path

    /// The compilers that `make deps` installs, before any other of the same name.
    static let programs: Programs = {
        var environment = ProcessInfo.processInfo.environment
        environment["PATH"] = "/usr/bin:/bin:\(root)/.vendor/zig/bin:\(environment["PATH"] ?? "")"
        return Programs(environment: environment)
    }()

    static let runner: String = {
        let executable = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().path
        let folder = executable.split(separator: "/").dropLast().joined(separator: "/")
        return ProcessInfo.processInfo.environment["OPENWATCH_PROBE_RUNNER"] ?? "/\(folder)/openwatch-probe-runner"
    }()

    /// A new package.
    init(_ language: PluginLanguage) throws {
        directory = try TemporaryDirectory(prefix: "openwatch-template-")
        self.language = language
        try PackageWriter.write(PluginTemplate(name: "demo", language: language), to: "\(directory.path)/demo")
    }

    @discardableResult
    func build() throws -> PluginBuild.Product {
        try PluginBuild(directory: package, programs: Self.programs).run()
    }

    /// Runs the probe in the real runner.
    func run(
        on target: any ProbeTargetServices, parameters: JSONValue = [:], previous: String? = nil
    ) async throws -> ProbeOutcome {
        try await DevelopmentRun(directory: package).run(
            "aslr", on: target, runner: Self.runner, parameters: parameters, previous: previous.map { Array($0.utf8) },
            logger: Logger(label: "template") { _ in SwiftLogNoOpLogHandler() })
    }

    func run(
        recorded name: String, parameters: JSONValue = [:], previous: String? = nil
    ) async throws -> ProbeOutcome {
        let file = try Data(contentsOf: URL(filePath: "\(package)/recordings/\(name).jsonl"))
        return try await run(
            on: RecordedTarget(Recording(parsing: Array(file))), parameters: parameters, previous: previous)
    }

    func run(recording lines: [String]) async throws -> ProbeOutcome {
        let text = (["{\"recording\":1}"] + lines).joined(separator: "\n")
        return try await run(on: RecordedTarget(Recording(parsing: Array(text.utf8))))
    }
}
