import Conformance
import Foundation
import TestSupport

/// Packages for the kit to check, made from Tests/Conformance/verify with one rule broken, and the kit's program.
struct Workbench {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    let directory: TemporaryDirectory
    var package: String { "\(directory.path)/subject" }
    var object: String { "\(package)/lib/linux-x86_64/plugin.so" }

    static let root = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path

    /// The folder of the built products, where the tests are too.
    static let products: String = {
        let executable = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
        return executable.deletingLastPathComponent().path
    }()

    static var driver: String {
        get throws { try existing("openwatch-plugin-case") }
    }

    static func existing(_ program: String) throws -> String {
        let path = "\(products)/\(program)"
        guard FileManager.default.isExecutableFile(atPath: path) else {
            throw Failure(description: "\(path) is not built")
        }
        return path
    }

    /// - Parameters:
    ///   - fault: what the plugin does wrong, as `BAD_LOCALE`; nil for a good one.
    ///   - flags: more for the compiler.
    ///   - edit: changes the manifest.
    init(_ fault: String? = nil, flags: [String] = [], edit: (String) -> String = { $0 }) async throws {
        directory = try TemporaryDirectory(prefix: "openwatch-verify-")
        let source = "\(Self.root)/Tests/Conformance/verify"
        let files = FileManager.default
        try files.createDirectory(atPath: "\(package)/recordings", withIntermediateDirectories: true)
        try files.createDirectory(atPath: "\(package)/lib/linux-x86_64", withIntermediateDirectories: true)
        try files.copyItem(atPath: "\(source)/schema", toPath: "\(package)/schema")
        try files.copyItem(atPath: "\(source)/recording.jsonl", toPath: "\(package)/recordings/host.jsonl")
        let manifest = edit(try String(contentsOfFile: "\(source)/plugin.toml", encoding: .utf8))
        try manifest.write(toFile: "\(package)/plugin.toml", atomically: false, encoding: .utf8)
        try await Self.run(
            "/usr/bin/cc",
            [
                "-std=c11", "-O1", "-Wall", "-Wextra", "-Werror", "-Wno-unused-but-set-variable",
                "-Wno-unused-function",
                "-Wno-unused-parameter", "-fPIC", "-shared", "-fvisibility=hidden", "-pthread", "-Wl,-z,now",
                "-Wl,-z,relro", "-Wl,-z,defs", "-Wl,--build-id", "-I", "\(Self.root)/Sources/PluginABI/include", "-I",
                source,
            ] + (fault.map { ["-D\($0)"] } ?? []) + ["\(source)/subject.c", "-o", object] + flags)
        try await Self.run("/bin/chmod", ["-R", "go-w", package])
    }

    /// Runs cases; nil for all of a level.
    func verify(
        _ cases: Set<String>? = nil, level: ConformanceCase.Level = .full, seed: UInt64 = 1, seconds: Int = 20
    ) async throws -> ConformanceReport {
        try await Self.verify(package, cases, level: level, seed: seed, seconds: seconds)
    }

    static func verify(
        _ directory: String, _ cases: Set<String>? = nil, level: ConformanceCase.Level = .full, seed: UInt64 = 1,
        seconds: Int = 20, recordings: String? = nil
    ) async throws -> ConformanceReport {
        var options = Conformance.Options(driver: try driver)
        options.cases = cases.map { $0.sorted() } ?? []
        options.level = level
        options.seed = seed
        options.timeoutSeconds = seconds
        return try await Conformance(options).run(
            PackageUnderTest(directory: directory, recordings: recordings))
    }

    /// The output of a program; throws if it ends with another code than 0.
    @discardableResult
    static func run(_ program: String, _ arguments: [String]) async throws -> String {
        let (code, output) = try await ended(program, arguments)
        guard code == 0 else {
            throw Failure(description: "\(program) \(arguments.joined(separator: " ")) ended with \(code): \(output)")
        }
        return output
    }

    /// On a thread of its own: the calls of other tests need those of the cooperative pool.
    static func ended(_ program: String, _ arguments: [String]) async throws -> (code: Int32, output: String) {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(with: Result { try wait(program, arguments) })
            }
        }
    }

    private static func wait(_ program: String, _ arguments: [String]) throws -> (code: Int32, output: String) {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        try process.run()
        let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: output, as: UTF8.self))
    }
}

extension ConformanceReport {
    var failed: Set<String> { ids(.failed) }

    func ids(_ verdict: CaseOutcome.Verdict) -> Set<String> {
        Set(outcomes.filter { $0.verdict == verdict }.map(\.testCase.id))
    }

    subscript(id: String) -> CaseOutcome? { outcomes.first { $0.testCase.id == id } }

    /// What is wrong, for the reader of a failed test.
    var complaint: String {
        outcomes.filter { $0.verdict == .failed }.map { "\($0.testCase.id): \($0.faults)" }.joined(separator: "\n")
    }
}
