import ArgumentParser
import Licensing

/// `openwatch license install`: puts a licence where the server finds it.
struct LicenseInstallCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "install", abstract: "Verify a licence and write it to license.file.",
        discussion: "A running server reads it at SIGHUP. A licence that is not valid is not written. Exit code 0, 1.")

    @OptionGroup var globals: GlobalOptions

    @Argument(help: "The licence; - reads standard input.")
    var file: String

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
        let configuration = try globals.loadValid()
        let report = LicenseReport(of: try LicenseText.read(file), configuration, folder: nil)
        report.warnAboutKeys()
        guard report.verification.result == .valid, let license = report.verification.license else {
            if json { print(report.json()) }
            throw ServerError(
                .failed,
                "the licence is not valid: \(report.verification.reason ?? report.verification.result.rawValue)",
                hint: "openwatch license inspect shows its claims; issuer keys are in "
                    + configuration["license.issuer_keys"])
        }
        let place = configuration.licenseFile
        // The server may run as another user than the one who installs.
        try LicenseFile(path: place).write(license.token, ownedLike: configuration["server.state_dir"])
        if json {
            print(report.json([("file", place)]))
        } else {
            print("installed \(place): \(report.status.rawValue) until \(license.expiresAt)")
            for warning in report.verification.warnings { print("warning: \(warning)") }
            print("a running server reads it at SIGHUP")
        }
    }
}
