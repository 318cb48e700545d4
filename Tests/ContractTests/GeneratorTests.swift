import Foundation
import Testing

@Suite("The contract generator")
struct GeneratorTests {
    /// Runs the generator and gives its exit status and what it wrote to standard error.
    private func run(_ arguments: [String]) throws -> (status: Int32, errors: String) {
        let process = Process()
        process.executableURL = ContractFiles.repository.appending(path: "scripts/generate-contract")
        process.arguments = arguments
        let errors = Pipe()
        process.standardError = errors
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        let data = try errors.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: data, as: UTF8.self))
    }

    /// A copy of the contract and the generated sources that a test may damage.
    private func withCopy(_ body: (URL) throws -> Void) throws {
        let copy = FileManager.default.temporaryDirectory.appending(path: "contract-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: copy) }
        let generated = "Sources/Host/Contract/Generated"
        try FileManager.default.createDirectory(
            at: copy.appending(path: "Sources/Host/Contract"), withIntermediateDirectories: true)
        for folder in ["contract", generated] {
            try FileManager.default.copyItem(
                at: ContractFiles.repository.appending(path: folder), to: copy.appending(path: folder))
        }
        try body(copy)
    }

    private func replace(_ text: String, with other: String, in file: URL) throws {
        let content = try String(contentsOf: file, encoding: .utf8)
        try #require(content.contains(text))
        try content.replacing(text, with: other).write(to: file, atomically: true, encoding: .utf8)
    }

    @Test("has written the committed sources")
    func current() throws {
        let result = try run(["--check"])
        #expect(result.status == 0, "\(result.errors)")
    }

    @Test("notices a source that is edited, missing or left over")
    func outdated() throws {
        try withCopy { copy in
            let generated = copy.appending(path: "Sources/Host/Contract/Generated")
            try replace("case viewer", with: "case  viewer", in: generated.appending(path: "Role.swift"))
            try FileManager.default.removeItem(at: generated.appending(path: "HostResponse.swift"))
            try "".write(to: generated.appending(path: "Old.swift"), atomically: true, encoding: .utf8)
            let result = try run(["--check", "--root", copy.path])
            #expect(result.status == 1)
            for name in ["Role.swift", "HostResponse.swift", "Old.swift"] { #expect(result.errors.contains(name)) }
            #expect(try run(["--root", copy.path]).status == 0)
            #expect(try run(["--check", "--root", copy.path]).status == 0)
        }
    }

    @Test(
        "refuses a contract that contradicts itself",
        arguments: [
            ("openapi.yaml", "x-required-permission: 'host:delete'", "x-required-permission: 'host:remove'"),
            ("openapi.yaml", "x-audit-events: [host.created,", "x-audit-events: [host.made,"),
            ("openapi.yaml", "schemas/HostListResponse'", "schemas/HostLst'"),
            ("openapi.yaml", "        '413': {$ref: '#/components/responses/BodyTooLarge'}\n", ""),
            ("permissions.yaml", "'credential:*'", "'credentials:*'"),
            ("event-kinds.yaml", "audit_severity: critical", "audit_severity: info"),
            (
                "openapi.yaml", "x-required-permission: 'host:delete'",
                "x-required-permission: 'host:delete'\n      x-required-feature: audit_query"
            ),
            (
                "openapi.yaml", "x-required-permission: 'host:delete'",
                "x-required-permission: 'host:delete'\n      x-required-feature: time_travel"
            ),
            ("openapi.yaml", "enum: [free, openwatch_plus, enterprise]", "enum: [free, enterprise]"),
            ("license-features.yaml", "tier: enterprise", "tier: platinum"),
            ("error-codes.yaml", "code: hosts.duplicate", "code: hosts.not_found"),
        ])
    func contradictions(file: String, text: String, replacement: String) throws {
        try withCopy { copy in
            try replace(text, with: replacement, in: copy.appending(path: "contract/\(file)"))
            let result = try run(["--check", "--root", copy.path])
            #expect(result.status == 1)
            #expect(result.errors.contains("ContractError"), "\(result.errors)")
        }
    }
}
