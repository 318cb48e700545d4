import Conformance
import Foundation
import Testing

/// What is wrong with a package's files is found without running its plugin.
@Suite("Packages with wrong files")
struct BrokenFileTests {
    private static let inspections = Set(CaseTable.all.filter { $0.kind == .inspection }.map(\.id))

    @Test(
        "a shared object that is linked wrongly fails exactly the case of it",
        arguments: [
            (["-Wl,-z,execstack"], "elf.stack"), (["-Wl,-z,norelro"], "elf.relro"), (["-Wl,-z,lazy"], "elf.bind-now"),
            (["-Wl,-rpath,/opt/lib"], "elf.run-path"), (["-Wl,--no-as-needed", "-lz"], "elf.needed"),
            (["-DBAD_IMPORT", "-Wl,-z,undefs"], "elf.imports"), (["-DBAD_EXPORT"], "elf.exports"),
        ])
    func linked(flags: [String], id: String) async throws {
        let report = try await Workbench(flags: flags).verify(Self.inspections)
        #expect(report.failed == [id], "\(report.complaint)")
    }

    struct Edit: Sendable, CustomTestStringConvertible {
        let from: String
        let to: String
        let cases: Set<String>

        init(_ from: String, _ to: String, _ cases: String...) {
            self.from = from
            self.to = to
            self.cases = Set(cases)
        }

        var testDescription: String { "\(to) fails \(cases.sorted().joined(separator: ", "))" }
    }

    @Test(
        "a manifest that says something wrong fails exactly the cases of it",
        arguments: [
            Edit("id = \"org.openwatch.test.subject\"", "id = \"core.subject\"", "manifest.id", "note.identity"),
            Edit("runtime = \"c\"", "runtime = \"rust\"", "note.language"),
            Edit("runtime = \"c\"", "runtime = \"c\"\nglibc_min = \"2.0\"", "elf.glibc"),
            Edit(
                "runtime = \"c\"", "runtime = \"c\"\nsha256 = \"\(String(repeating: "0", count: 64))\"",
                "manifest.hashes"),
            Edit(
                "built_minor = 1, min_host_minor = 0", "built_minor = 3, min_host_minor = 2", "manifest.abi", "note.abi"
            ),
            Edit("argv = [\"uname\", \"-sr\"]", "argv = [\"sh\", \"-c\", \"{what:text}\"]", "permission.shell"),
            Edit("glob = \"/etc/hostname\"", "glob = \"/etc/*\"", "permission.globs"),
            Edit("result = \"schema/result.json\"", "", "schema.result"),
            Edit("result = \"schema/result.json\"", "result = \"schema/none.json\"", "schema.compile", "package.modes"),
            Edit("secret_fields = [\"/token\"]", "secret_fields = [\"/password\"]", "schema.secrets"),
            Edit("name = \"main\"", "name = \"main\"\nsurprise = 1", "manifest.parse"),
        ])
    func manifest(edit: Edit) async throws {
        let report = try await Workbench(edit: { $0.replacing(edit.from, with: edit.to) }).verify(Self.inspections)
        #expect(report.failed == edit.cases, "\(report.complaint)")
    }

    @Test("event types of OpenWatch's own are refused to others, foreign ones are warned about")
    func eventTypes() async throws {
        for (type, verdict) in [
            ("host.stolen", CaseOutcome.Verdict.failed), ("org.other.event", .warned), ("com.acme.event", .passed),
        ] {
            let report = try await Workbench(edit: { text in
                text.replacing("org.openwatch.test.subject.changed", with: type)
                    .replacing("org.openwatch.test.subject", with: "com.acme.subject")
            }).verify(["event.types"])
            #expect(report["event.types"]?.verdict == verdict, "\(type)")
        }
    }

    @Test("a missing, a foreign and a cut-off shared object are faults, and no case is run")
    func objects() async throws {
        let missing = try await Workbench()
        try FileManager.default.removeItem(atPath: missing.object)
        var report = try await missing.verify(level: .basic)
        #expect(report.failed.isSuperset(of: ["manifest.files", "elf.header"]))
        #expect(report["run.plain"]?.verdict == .skipped)

        let foreign = try await Workbench()
        try Data("#!/bin/sh\n".utf8).write(to: URL(filePath: foreign.object))
        report = try await foreign.verify(Self.inspections)
        #expect(report.failed == ["elf.header", "note.present"], "\(report.complaint)")

        let cut = try await Workbench()
        let whole = try Data(contentsOf: URL(filePath: cut.object))
        for length in stride(from: 0, to: whole.count / 2, by: 499) {
            try whole.prefix(length).write(to: URL(filePath: cut.object))
            report = try await cut.verify(["elf", "note"])
            #expect(!report.isConforming, "\(length) bytes")
        }
    }

    @Test("a segment that is writable and executable is a fault")
    func writableCode() async throws {
        let bench = try await Workbench()
        var object = Array(try Data(contentsOf: URL(filePath: bench.object)))
        let headers = Int(object[32]) | Int(object[33]) << 8
        for index in 0..<Int(object[56]) where object[headers + index * 56] == 1 {
            let flags = headers + index * 56 + 4
            if object[flags] & 1 == 1 { object[flags] |= 2 }
        }
        try Data(object).write(to: URL(filePath: bench.object))
        let report = try await bench.verify(Self.inspections)
        #expect(report.failed == ["elf.writable-code"], "\(report.complaint)")
    }

    @Test("an object whose bytes are changed at random is read without a crash")
    func mutated() async throws {
        let bench = try await Workbench()
        let whole = try Data(contentsOf: URL(filePath: bench.object))
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<300 {
            var changed = whole
            for _ in 0..<8 {
                changed[Int.random(in: 0..<2_048, using: &generator)] = .random(in: 0...255, using: &generator)
            }
            try changed.write(to: URL(filePath: bench.object))
            let report = try await bench.verify(["elf", "note"])
            #expect(report.outcomes.count > 20)
        }
    }

    @Test("a manifest that others may change is a fault")
    func modes() async throws {
        let bench = try await Workbench()
        try FileManager.default.setAttributes([.posixPermissions: 0o666], ofItemAtPath: "\(bench.package)/plugin.toml")
        let report = try await bench.verify(Self.inspections)
        #expect(report.failed == ["package.modes"], "\(report.complaint)")
    }
}
