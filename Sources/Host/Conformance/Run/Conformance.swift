import Core
import Foundation
import NIOConcurrencyHelpers
import PluginHost

/// Runs cases on one package.
package struct Conformance: Sendable {
    package struct Options: Sendable {
        /// Ids or groups; empty for every case of the level.
        package var cases: [String] = []
        package var level = ConformanceCase.Level.full
        package var seed: UInt64 = 1
        /// Cases that run at once.
        package var jobs = 2
        /// Time of one dynamic case.
        package var timeoutSeconds = 45
        /// The program that runs a case, by absolute path.
        package var driver: String

        package init(driver: String) {
            self.driver = driver
        }
    }

    private let options: Options

    package init(_ options: Options) {
        self.options = options
    }

    /// The cases that the options choose, in the table's order.
    ///
    /// Throws ``ConformanceError/Code/usage`` for an id that no case and no group has.
    package func chosenCases() throws(ConformanceError) -> [ConformanceCase] {
        guard !options.cases.isEmpty else {
            return CaseTable.all.filter { options.level == .full || $0.level == .basic }
        }
        for name in options.cases where !CaseTable.all.contains(where: { $0.id == name || $0.group == name }) {
            throw ConformanceError(.usage, "there is no case \(name)", hint: "--list shows all of them")
        }
        return CaseTable.all.filter { options.cases.contains($0.id) || options.cases.contains($0.group) }
    }

    /// Runs the chosen cases; `progress` is called with each outcome as it comes, on several threads.
    ///
    /// Throws if the driver is missing or the facts cannot be written. What is wrong with the plugin is in the report.
    package func run(
        _ package: PackageUnderTest, progress: @escaping @Sendable (CaseOutcome) -> Void = { _ in }
    ) async throws(ConformanceError) -> ConformanceReport {
        let chosen = try chosenCases()
        let started = ContinuousClock.now
        var outcomes: [String: CaseOutcome] = [:]
        for check in CaseTable.staticChecks where chosen.contains(check.testCase) {
            let outcome = Self.outcome(of: check, package)
            outcomes[check.testCase.id] = outcome
            progress(outcome)
        }
        let dynamic = chosen.filter { $0.kind == .execution }
        for outcome in try await execute(dynamic, package, progress) { outcomes[outcome.testCase.id] = outcome }
        let time = started.duration(to: .now).components
        return ConformanceReport(
            directory: package.inspection.directory, pluginID: package.inspection.manifest?.id ?? "",
            version: package.inspection.manifest?.version ?? "", seed: options.seed,
            seconds: Double(time.seconds) + Double(time.attoseconds) / 1e18,
            outcomes: chosen.compactMap { outcomes[$0.id] })
    }

    private static func outcome(of check: StaticCheck, _ package: PackageUnderTest) -> CaseOutcome {
        var outcome = CaseOutcome(check.testCase)
        for finding in check.run(package) {
            switch finding {
            case .fault(let text): outcome.faults.append(text)
            case .warning(let text): outcome.warnings.append(text)
            case .skip(let text): outcome.skipReason = text
            case .figure(let name, let value, let unit):
                outcome.figures.append(.init(name: name, value: value, unit: unit))
            }
        }
        return outcome
    }

    private func execute(
        _ cases: [ConformanceCase], _ package: PackageUnderTest, _ progress: @escaping @Sendable (CaseOutcome) -> Void
    ) async throws(ConformanceError) -> [CaseOutcome] {
        guard !cases.isEmpty else { return [] }
        guard let manifest = package.inspection.manifest, let object = package.objectPath else {
            return cases.map { testCase in
                var outcome = CaseOutcome(testCase)
                outcome.skipReason = "there is no plugin that could be run"
                return outcome
            }
        }
        guard access(options.driver, X_OK) == 0 else {
            throw ConformanceError(
                .driver, "\(options.driver) is missing",
                hint: "it is installed beside openwatch; build it with `swift build --product openwatch-plugin-case`")
        }
        let facts = try FactsFile(CaseFacts(manifest, package: package))
        let report = CaseReport(manifest: manifest, inspection: package.inspection)
        let work = CaseQueue(cases)
        let path = object.hasPrefix("/") ? object : FileManager.default.currentDirectoryPath + "/" + object
        let options = options
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
            let lanes = max(1, min(options.jobs, cases.count))
            let left = NIOLockedValueBox(lanes)
            let finish: @Sendable () -> Void = {
                if left.withLockedValue({ value in
                    value -= 1
                    return value == 0
                }) {
                    continuation.resume()
                }
            }
            for _ in 0..<lanes {
                let isStarted = DedicatedThread.start(name: "plugin-verify") {
                    while let testCase = work.next() {
                        let outcome = Self.run(testCase, path, facts.path, options, report)
                        work.add(outcome)
                        progress(outcome)
                    }
                    finish()
                }
                if !isStarted { finish() }
            }
        }
        let outcomes = work.outcomes
        guard outcomes.count == cases.count else { throw ConformanceError(.driver, "no thread could be started") }
        return outcomes
    }

    private static func run(
        _ testCase: ConformanceCase, _ object: String, _ facts: String, _ options: Options, _ report: CaseReport
    ) -> CaseOutcome {
        var outcome: CaseOutcome
        do {
            let ended = try CaseProcess.run(
                options.driver, [object, testCase.id, "--seed", String(options.seed), "--facts", facts],
                seconds: options.timeoutSeconds)
            outcome = report.outcome(of: testCase, ended, seconds: options.timeoutSeconds)
        } catch {
            outcome = CaseOutcome(testCase)
            outcome.faults = [error.message]
        }
        outcome.seed = options.seed
        return outcome
    }
}
