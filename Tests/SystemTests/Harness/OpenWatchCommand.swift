import JSON
import TestSupport

/// One run of the `openwatch` command.
struct OpenWatchCommand: Sendable {
    let status: Int32
    let output: String
    let errors: String

    /// Standard output as one JSON value.
    var json: JSONValue {
        get throws { try JSONValue(parsing: Array(output.utf8)) }
    }

    /// - Parameters:
    ///   - environment: besides PATH, which is all that the command gets.
    ///   - input: standard input.
    static func run(
        _ arguments: [String], environment: [String: String] = [:], input: String = ""
    ) async throws -> OpenWatchCommand {
        let directory = try TemporaryDirectory(prefix: "openwatch-command-")
        let variables = environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        let script = "out=$1 err=$2; shift 2; exec \"$@\" >\"$out\" 2>\"$err\""
        let result = try await TestCommand.run(
            [
                "/bin/sh", "-c", script, "sh", directory.path + "/out", directory.path + "/err", "/usr/bin/env",
            ] + variables + ["timeout", "60", BuiltProduct.openwatch] + arguments, input: input, mayFail: true)
        return OpenWatchCommand(
            status: result.status, output: String(decoding: try directory.read("out"), as: UTF8.self),
            errors: String(decoding: try directory.read("err"), as: UTF8.self))
    }
}
