import Conformance
import Foundation
import JSON
import TestSupport
import Testing
import VendorKit

@Suite("Conformance kit")
struct KitTests {
    @Test(
        "there are well over 90 cases, each with an id and a title of its own, and the program knows the dynamic ones")
    func table() async throws {
        let all = CaseTable.all
        #expect(all.count >= 200)
        #expect(Set(all.map(\.id)).count == all.count)
        #expect(Set(all.map(\.title)).count == all.count)
        let known = try await Workbench.run(Workbench.driver, ["--list"]).split(separator: "\n").map(String.init)
        #expect(Set(known).count == known.count)
        #expect(Set(known) == Set(all.filter { $0.kind == .execution }.map(\.id)))
    }

    @Test("a good plugin passes every case, without a warning")
    func good() async throws {
        let report = try await Workbench().verify()
        #expect(report.outcomes.count == CaseTable.all.count)
        #expect(report.failed.isEmpty, "\(report.complaint)")
        #expect(report.ids(.warned).isEmpty)
        // It has no secret fields, and nobody has signed it.
        #expect(
            report.ids(.skipped) == ["service.secret-missing", "secret.unknown", "secret.long", "manifest.hashes"])
    }

    @Test(
        "the plugins that OpenWatch ships conform",
        arguments: [
            ("ssh-connectivity", nil), ("discovery", nil), ("sysinfo", "Plugins/sysinfo/recordings/rhel-9"),
        ] as [(String, String?)])
    func shipped(name: String, recordings: String?) async throws {
        let directory = try TemporaryDirectory(prefix: "openwatch-verify-")
        try await Workbench.run(
            "/bin/sh", ["\(Workbench.root)/scripts/stage-plugins.sh", Workbench.products, directory.path])
        let slow: Set<String> = ["memory.runs", "memory.failing-runs", "memory.cancelled-runs", "life.with-run"]
        let report = try await Workbench.verify(
            "\(directory.path)/\(name)", Set(CaseTable.all.map(\.id)).subtracting(name == "sysinfo" ? slow : []),
            seconds: 60, recordings: recordings.map { "\(Workbench.root)/\($0)" })
        #expect(report.failed.isEmpty, "\(report.complaint)")
        #expect(report["run.plain"]?.verdict == .passed)
    }

    @Test(
        "what `plugin new` writes conforms as it is",
        arguments: [PluginLanguage.c, .cpp, .rust, .go])
    func templates(language: PluginLanguage) async throws {
        let directory = try TemporaryDirectory(prefix: "openwatch-verify-")
        defer { withExtendedLifetime(directory) {} }
        let package = "\(directory.path)/demo"
        try PackageWriter.write(
            PluginTemplate(name: "demo", id: "org.templates.demo", language: language), to: package)
        try await Workbench.run(Workbench.existing("openwatch"), ["plugin", "build", package])
        let report = try await Workbench.verify(package)
        #expect(report.failed.isEmpty, "\(report.complaint)")
        #expect(report["run.plain"]?.verdict == .passed)
    }

    @Test("a crash is told with its signal and place, and the other cases go on")
    func crash() async throws {
        let report = try await Workbench("BAD_ON_IO").verify(["fault"])
        #expect(report.failed == ["fault.io"])
        #expect(report["fault.io"]?.signal == SIGABRT)
        let fault = try #require(report["fault.io"]?.faults.first)
        #expect(fault.contains("SIGABRT"))
        #expect(fault.contains("service call"))
        #expect(report.outcomes.count == 19)
    }

    @Test("a crash over a bad configuration costs no other case anything")
    func isolation() async throws {
        let report = try await Workbench("BAD_CONFIG_CRASH").verify(["config.invalid", "run.plain"])
        #expect(report.failed == ["config.invalid"])
        #expect(report["config.invalid"]?.signal != nil)
        #expect(report["run.plain"]?.verdict == .passed)
    }

    @Test("a plugin that never comes back is ended, and the other cases go on")
    func hang() async throws {
        let report = try await Workbench("BAD_HANG").verify(
            ["remote.exit-126", "remote.exit-127", "remote.exit-255"], seconds: 2)
        #expect(report.failed == ["remote.exit-127"])
        let outcome = try #require(report["remote.exit-127"])
        #expect(outcome.timedOut)
        #expect(outcome.milliseconds < 15_000)
        #expect(outcome.faults.first?.contains("ended after 2 s") == true)
    }

    @Test("a process that a plugin leaves behind holds nothing up and does not outlive its case")
    func orphan() async throws {
        let report = try await Workbench("BAD_CHILD").verify(["state.children"])
        #expect(report.failed == ["state.children"])
        #expect(try #require(report["state.children"]).milliseconds < 15_000)
    }

    @Test("the same seed makes the same choices, another seed makes others")
    func seeds() async throws {
        let bench = try await Workbench("BAD_UTF8")
        var seen: [UInt64: [String]] = [:]
        for seed: UInt64 in [3, 4, 5, 3, 4, 5] {
            let report = try await bench.verify(["fuzz.weather"], seed: seed)
            let faults = try #require(report["fuzz.weather"]).faults
            #expect(!faults.isEmpty)
            let command = report.command(toRepeat: try #require(report["fuzz.weather"]))
            #expect(command.contains("--case fuzz.weather") && command.contains("--seed"), "\(command)")
            if let before = seen[seed] { #expect(before == faults) }
            seen[seed] = faults
        }
        #expect(Set(seen.values).count > 1)
    }

    @Test("an id that no case has, and a program that is missing, are errors that say what to do")
    func errors() async throws {
        var options = Conformance.Options(driver: "/nowhere/openwatch-plugin-case")
        let bench = try await Workbench()
        let package = try PackageUnderTest(directory: bench.package)
        let missing = await #expect(throws: ConformanceError.self) { try await Conformance(options).run(package) }
        #expect(missing?.code == .driver)
        options.cases = ["fault.nothing"]
        let unknown = #expect(throws: ConformanceError.self) { try Conformance(options).chosenCases() }
        #expect(unknown?.code == .usage)
        #expect(unknown?.hint?.contains("--list") == true)
    }

    @Test("answers come from recordings, fixtures and folders of section output alike")
    func recordings() async throws {
        let bench = try await Workbench()
        let object =
            #"{"commands":[{"id":"kernel","stdout":"Linux 6.1\n"}],"files":{"/etc/hostname":"a\n"},"sections":{"os":"ID=x\n"}}"#
        for (name, text) in [("a.json", object), ("b/os.txt", "ID=debian\n")] {
            let path = URL(filePath: "\(bench.directory.path)/\(name)")
            try FileManager.default.createDirectory(
                at: path.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: path)
            let given = name.hasPrefix("b/") ? "\(bench.directory.path)/b" : path.path
            let report = try await Workbench.verify(bench.package, ["run.plain"], recordings: given)
            #expect(report["run.plain"]?.verdict == .passed)
        }
        let broken = "\(bench.directory.path)/c.jsonl"
        try Data("{\n".utf8).write(to: URL(filePath: broken))
        let error = #expect(throws: ConformanceError.self) {
            try PackageUnderTest(directory: bench.package, recordings: broken)
        }
        #expect(error?.code == .recording)
        #expect(error?.message.contains("line 1") == true)
    }
}
