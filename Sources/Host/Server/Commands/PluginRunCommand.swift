import ArgumentParser
import Foundation
import JSON
import Logging
import NIOConcurrencyHelpers
import PluginHost
import Probes
import SSH
import VendorKit

/// `openwatch plugin run`: runs a probe of a package in the real runner, without a server.
struct PluginRunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Run a probe of a plugin that is being written.",
        discussion: """
            The package is loaded as a server loads it, unsigned, for this run alone. The result goes to standard output, \
            each event on a line of its own after it; progress, the plugin's log and timings go to standard error. Exit \
            code 0 the probe has a result, 1 it failed, 2 wrong usage.
            """)

    @Argument(help: "The plugin's folder.")
    var directory: String

    @Option(help: "The probe; may be left out if there is one only.")
    var probe: String?

    @OptionGroup(title: "Where it runs") var place: PluginRunPlace

    @Option(help: "The probe's parameters, a JSON object.")
    var params = "{}"

    @Option(help: "A file with the probe's last result.")
    var previous: String?

    @Option(help: "Write what the host answered to this file.")
    var record: String?

    @Flag(help: "Print one JSON object with result, events and timings.")
    var json = false

    @Option(help: "The runner program; the one beside this command if not given.")
    var runner: String?

    func run() async throws {
        let (run, name, parameters, target) = try usage()
        let logger = Logger(label: "plugin") { _ in
            LineLogHandler(component: "plugin", format: .text, level: .debug, descriptor: STDERR_FILENO)
        }
        let questions = NIOLockedValueBox(0)
        let recording = RecordingTarget(target.services) { entry in
            questions.withLockedValue { $0 += 1 }
            StandardError.write(PluginRunReport.line(for: entry))
        }
        let outcome: ProbeOutcome
        do {
            outcome = try await run.run(
                name, on: recording, runner: runner ?? Product.executableDirectory + "/openwatch-probe-runner",
                parameters: parameters, previous: try previousResult(), logger: logger
            ) { fraction, stage in StandardError.write("progress  \(Int(fraction * 100)) %  \(stage)\n") }
        } catch {
            // What was recorded may be just what explains the failure.
            try write(recording)
            StandardError.write(PluginRunReport.text(for: error, missing: target.missing()))
            throw ExitCode(1)
        }
        try write(recording)
        let report = PluginRunReport(outcome: outcome, questions: questions.withLockedValue { $0 })
        report.print(asJSON: json)
        let missing = target.missing()
        if !missing.isEmpty {
            StandardError.write(PluginRunReport.text(forMissing: missing))
            throw ExitCode(1)
        }
    }

    /// Everything that the command line decides; a mistake in it is exit code 2.
    private func usage() throws -> (DevelopmentRun, String, JSONValue, PluginRunPlace.Target) {
        do {
            let target = try place.opened()
            let parameters: JSONValue
            do {
                parameters = try JSONValue(parsing: Array(params.utf8))
            } catch {
                throw ValidationError("--params is not JSON: \(error.message) at byte \(error.offset)")
            }
            let run = try DevelopmentRun(directory: directory)
            return (run, try run.probe(named: probe), parameters, target)
        } catch let error as VendorKitError {
            throw ValidationError("\(error)")
        }
    }

    private func previousResult() throws -> [UInt8]? {
        guard let previous else { return nil }
        guard let content = FileManager.default.contents(atPath: previous) else {
            throw ServerError(.notFound, "\(previous) cannot be read")
        }
        do {
            return try JSONValue(parsing: Array(content)).encoded()
        } catch {
            throw ServerError(.failed, "\(previous) is not JSON: \(error.message)")
        }
    }

    private func write(_ recording: RecordingTarget) throws {
        guard let record else { return }
        do {
            let content = recording.recording(target: place.target ?? place.recorded ?? "").encoded()
            try Data(content).write(to: URL(filePath: record), options: .atomic)
        } catch {
            throw ServerError(.failed, "\(record) cannot be written")
        }
    }
}
