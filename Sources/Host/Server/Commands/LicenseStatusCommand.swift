import ArgumentParser
import Contract
import JSON
import Licensing

/// `openwatch license status`: the licence that a start of the server would find.
struct LicenseStatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Show the configured licence as a start of the server would find it.",
        discussion: """
            Reads license.file and license.issuer_keys; no server is asked. Exit code 0 active, in grace or without a \
            licence, 1 expired or invalid.
            """)

    @OptionGroup var globals: GlobalOptions

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
        let configuration = try globals.loadValid()
        let file = configuration.licenseFile
        guard let text = try LicenseFile(path: file).read() else {
            if json {
                var writer = JSONWriter()
                writer.beginObject()
                writer.member("file", file)
                writer.member("status", LicenseStatus.noLicense.rawValue)
                writer.endObject()
                print(String(decoding: writer.bytes, as: UTF8.self))
            } else {
                print("file: \(file) does not exist\nstatus: \(LicenseStatus.noLicense.rawValue), the free tier is on")
            }
            return
        }
        let report = LicenseReport(of: text, configuration, folder: nil)
        print(json ? report.json([("file", file)]) : "file: \(file)\n\n\(report.text)")
        report.warnAboutKeys()
        if report.verification.result != .valid { throw ExitCode(1) }
    }
}
