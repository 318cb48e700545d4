import ArgumentParser
import Audit
import Core
import Foundation
import JSON
import Licensing

/// `openwatch license install`: puts a licence where the server finds it.
struct LicenseInstallCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "install", abstract: "Verify a licence and write it to license.file.",
        discussion: "A running server reads it at SIGHUP. A licence that is not valid is not written. Exit code 0, 1.")

    @OptionGroup var globals: GlobalOptions

    @Argument(help: "The licence; - reads standard input.")
    var file: String

    @Flag(help: "Print JSON.")
    var json = false

    func run() async throws {
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
        await record(place, customer: report.verification.claims?.customerID, configuration)
        if json {
            print(report.json([("file", place)]))
        } else {
            print("installed \(place): \(report.status.rawValue) until \(license.expiresAt)")
            for warning in report.verification.warnings { print("warning: \(warning)") }
            print("a running server reads it at SIGHUP")
        }
    }

    /// Puts on record who did it. A licence can be installed before there is a database, and while it is away.
    private func record(_ place: String, customer: String?, _ configuration: Configuration) async {
        let directory = configuration["server.state_dir"]
        do {
            let hasCluster = access("\(directory)/postgres/data/PG_VERSION", F_OK) == 0
            guard !configuration["database.dsn"].isEmpty || hasCluster else { return }
            let opening = try await DatabaseOpening.open(
                configuration, state: StateDirectory(path: directory),
                logger: configuration.loggers(descriptor: STDERR_FILENO)("database"))
            var detail: JSONObject = ["path": .string(place)]
            if let customer { detail["customer_id"] = .string(customer) }
            let entry = AuditEntry(.licenseWritten, by: CommandCaller.current, detail: detail)
            let written = await Task {
                try await CorrelationID.$current.withValue(.make(.command)) {
                    try await AuditTrail().record(entry, in: opening.database)
                }
            }.result
            await opening.close()
            try written.get()
        } catch {
            StandardError.write("warning: the licence is installed; no audit row says so: \(error)\n")
        }
    }
}
