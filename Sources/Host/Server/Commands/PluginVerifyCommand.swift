import ArgumentParser
import Conformance
import Foundation

/// `openwatch plugin verify`: the conformance kit.
struct PluginVerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Check that a plugin keeps to the plugin ABI.",
        discussion: """
            Reads the package's manifest, schemas and shared object, then runs each case in a process of its own, against a \
            host that answers from the package's recordings and lets things go wrong. Exit code 0 conforms, 1 does not, \
            2 wrong usage.
            """)

    @Argument(help: "The plugin's folder.")
    var directory = "."

    @Option(help: "basic (a few seconds) or full.")
    var level = "full"

    @Option(name: .customLong("case"), help: "A case or a group of cases, as fault.io or fault; repeatable.")
    var cases: [String] = []

    @Flag(help: "List the cases and run none.")
    var list = false

    @Option(help: "What chance is drawn from; the same seed makes the same choices.")
    var seed: UInt64 = 1

    @Option(help: "Cases that run at once; the number of processors if not given.")
    var jobs: Int?

    @Option(help: "Seconds that one case may take.")
    var timeout = 45

    @Option(help: "A recording to answer from: a file, or a folder of <section>.txt.")
    var recorded: String?

    @Flag(help: "Print JSON.")
    var json = false

    @Flag(help: "Print SARIF 2.1.0.")
    var sarif = false

    @Option(help: "The program that runs a case; the one beside this command if not given.")
    var driver: String?

    func validate() throws {
        guard ConformanceCase.Level(rawValue: level) != nil else {
            throw ValidationError("--level is basic or full")
        }
        guard !(json && sarif) else { throw ValidationError("give either --json or --sarif") }
        guard (1...3_600).contains(timeout) else { throw ValidationError("--timeout is 1 to 3600 seconds") }
        if let jobs, !(1...256).contains(jobs) { throw ValidationError("--jobs is 1 to 256") }
    }

    func run() async throws {
        var options = Conformance.Options(driver: driver ?? Product.executableDirectory + "/openwatch-plugin-case")
        options.cases = cases
        options.level = ConformanceCase.Level(rawValue: level) ?? .full
        options.seed = seed
        options.jobs = jobs ?? ProcessInfo.processInfo.activeProcessorCount
        options.timeoutSeconds = timeout
        let conformance = Conformance(options)
        let chosen: [ConformanceCase]
        do {
            chosen = try conformance.chosenCases()
        } catch {
            throw ValidationError(error.description)
        }
        if list { return printList(chosen) }
        guard FileManager.default.fileExists(atPath: directory + "/plugin.toml") else {
            throw ValidationError("\(directory) holds no plugin.toml")
        }
        let package = try PackageUnderTest(directory: directory, recordings: recorded)
        let report = try await conformance.run(package)
        if json {
            print(String(decoding: JSONReport.encode(report), as: UTF8.self))
        } else if sarif {
            print(String(decoding: SARIFReport.encode(report, toolVersion: Product.version), as: UTF8.self))
        } else {
            print(HumanReport.text(for: report), terminator: "")
        }
        if !report.isConforming { throw ExitCode(1) }
    }

    private func printList(_ cases: [ConformanceCase]) {
        var table = TextTable(columns: ["CASE", "KIND", "LEVEL", "WHAT IT SHOWS"])
        for testCase in cases {
            table.append([testCase.id, testCase.kind.rawValue, testCase.level.rawValue, testCase.title])
        }
        print(table.text, terminator: "")
        print("\(cases.count) cases")
    }
}
