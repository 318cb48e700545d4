import Foundation
import Testing

@Suite("Rules for sources")
struct SourceRuleTests {
    @Test("no file has more than 400 lines, generated ones aside")
    func length() throws {
        for folder in ["Sources", "Plugins", "Tests"] {
            for file in try Repository.files(under: folder, extensions: ["swift", "c", "h"]) {
                guard !file.path.contains("/Generated/") else { continue }
                #expect(file.lines.count <= 401, "\(file.path) has \(file.lines.count) lines")
            }
        }
    }

    @Test(
        "nothing in the product ends the process on a wrong assumption",
        arguments: ["try!", " as!", "fatalError(", "unowned(unsafe)", "preconditionFailure("])
    func traps(text: String) throws {
        for file in try Repository.swiftFiles(under: "Sources") + Repository.swiftFiles(under: "Plugins") {
            for (index, line) in file.lines.enumerated() where line.contains(text) {
                let code = line.prefix { $0 == " " }.count
                #expect(line.dropFirst(code).hasPrefix("//"), "\(file.path):\(index + 1) has \(text)")
            }
        }
    }

    @Test("an unchecked Sendable says above it why it is safe")
    func unchecked() throws {
        for file in try Repository.swiftFiles(under: "Sources") {
            let lines = file.lines
            for (index, line) in lines.enumerated() where line.contains("@unchecked Sendable") {
                guard !line.contains("//") else { continue }
                let above = lines[max(0, index - 8)..<index]
                #expect(above.contains { $0.contains("//") }, "\(file.path):\(index + 1) does not say why")
            }
        }
    }

    @Test("no file names a place outside of the repository")
    func places() throws {
        // In pieces, so that this file does not hold what it looks for.
        let foreign = ["/" + "work/", ".." + "/shared"]
        let files = try Repository.files()
        #expect(files.count > 200)
        for file in files {
            for text in foreign { #expect(!file.text.contains(text), "\(file.path) holds \(text)") }
        }
    }

    @Test("each operation of the contract has one route in the sources")
    func routes() throws {
        var uses: [String: Int] = [:]
        for module in try Repository.hostModules where module != "Contract" {
            for file in try Repository.module(module) where file.path.hasSuffix("Routes.swift") {
                for match in file.text.matches(of: /(?:Route|change)\(\s*OperationCatalog\.(\w+)/) {
                    uses[String(match.1), default: 0] += 1
                }
            }
        }
        let catalog = try Repository.module("Contract").first { $0.path.hasSuffix("OperationCatalog.swift") }
        let all = try #require(catalog).text.matches(of: /static let (\w+) = OperationDescription/).map { String($0.1) }
        #expect(all.count > 20)
        #expect(uses.keys.sorted() == all.sorted())
        for (operation, count) in uses { #expect(count == 1, "\(operation) has \(count) routes") }
    }
}
