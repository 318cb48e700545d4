import ArgumentParser
import Foundation
import JSON
import PluginHost

/// `openwatch plugin pack`: puts a package into one file.
struct PluginPackCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pack", abstract: "Put a package into one .owp file.",
        discussion: """
            The same files make the same bytes. Digests in the manifest are checked; every file of a signed package must be \
            listed there. Exit code 0 packed, 1 refused.
            """)

    @Argument(help: "Directory of the package.")
    var package: String

    @Option(name: .shortAndLong, help: "File to write; by default ID-VERSION.owp in the working directory.")
    var output: String?

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws { try answer().give(asJSON: json) }

    func answer() throws -> CommandAnswer {
        try CommandAnswer.of {
            let inspected = try PackageInspection(path: package)
            guard !inspected.isArchive else { throw ServerError(.failed, "\(package) is packed already") }
            let bytes = try PackageArchive.make(directory: package)
            let file = output ?? "\(inspected.manifest.id)-\(inspected.manifest.version).owp"
            try StateDirectory.write(bytes, to: file, mode: 0o644)
            let isSigned = inspected.signature != nil
            return CommandAnswer(
                "packed \(file), \(bytes.count) bytes\(isSigned ? "" : "; the package is not signed")\n",
                json: [
                    "ok": true, "id": .string(inspected.manifest.id), "version": .string(inspected.manifest.version),
                    "file": .string(file), "size": .integer(Int64(bytes.count)), "signed": .bool(isSigned),
                    "manifest_sha256": .string(inspected.digest),
                ])
        }
    }
}
