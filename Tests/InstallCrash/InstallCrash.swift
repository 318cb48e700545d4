import Audit
import Contract
import Database
import Foundation
import Identity
import Logging
import PluginHost
import System

/// Installs or removes a package as a server does and is killed at a step: what a crash of the machine leaves.
///
/// usage: openwatch-install-crash CONNINFO DIRECTORY STEP install FILE | remove ID
@main
struct InstallCrash {
    static func main() async throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 6, let step = PackageChange.Step(rawValue: arguments[3]) else { exit(2) }
        let (directory, operand) = (arguments[2], arguments[5])
        let logger = Logger(label: "crash") { _ in SwiftLogNoOpLogHandler() }
        let database = Database(
            configuration: DatabaseConfiguration(conninfo: arguments[1], maxConnections: 2), logger: logger)
        let trust = try LiveTrustPolicy(directory: "\(directory)/trust")
        let floor = InMemoryVersionFloor()
        let host = PluginHost(
            configuration: PluginHostConfiguration(
                directories: ["\(directory)/bundled"], store: "\(directory)/plugins", runnerPath: "/nonexistent"),
            logger: logger, trust: trust, floor: floor, settings: PluginSettings(requiresApproval: true))
        try host.load()
        let packages = PackageStore(root: "\(directory)/plugins") { reached in
            if reached == step { kill(getpid(), SIGKILL) }
        }
        let operations = PluginOperations(
            database: database, audit: AuditTrail(), host: host, packages: packages, trust: trust, floor: floor,
            sealer: try SecretBox(keyBytes: [UInt8](repeating: 7, count: 32)), logger: logger)
        if arguments[4] == "install" {
            let bytes = [UInt8](try Data(contentsOf: URL(filePath: operand)))
            _ = try await operations.install(bytes, by: .system("crash"))
        } else {
            try await operations.remove(operand, version: nil, by: .system("crash"))
        }
        await host.shutdown()
        await database.close()
    }
}
