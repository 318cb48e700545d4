import ArgumentParser
import Foundation
import Licensing

/// `openwatch license inspect`: what a licence says and whether it is valid here.
struct LicenseInspectCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect", abstract: "Show the claims of a licence and verify it.",
        discussion: """
            Nothing is changed. The clock is not judged: only the server knows the times it has seen. Exit code 0 \
            valid, 1 not.
            """)

    @OptionGroup var globals: GlobalOptions

    @Argument(help: "The licence; - reads standard input.")
    var file: String

    @Option(help: "Folder of issuer keys, instead of license.issuer_keys.")
    var keys: String?

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
        let configuration = try globals.loadValid()
        let report = LicenseReport(of: try LicenseText.read(file), configuration, folder: keys)
        print(json ? report.json() : report.text)
        report.warnAboutKeys()
        if report.verification.result != .valid { throw ExitCode(1) }
    }
}

/// The licence that a command is given.
enum LicenseText {
    /// - Parameter file: a path, or `-` for standard input.
    static func read(_ file: String) throws -> String {
        if file == "-" {
            var data = Data()
            // A pipe gives what is there, not what is asked for.
            while data.count < 65_536, let more = try FileHandle.standardInput.read(upToCount: 65_536), !more.isEmpty {
                data += more
            }
            return String(decoding: data, as: UTF8.self)
        }
        guard let text = try LicenseFile(path: file).read() else {
            throw ServerError(.notFound, "\(file) does not exist")
        }
        return text
    }
}
