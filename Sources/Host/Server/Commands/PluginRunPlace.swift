import ArgumentParser
import Foundation
import Logging
import PluginHost
import Probes
import SSH
import VendorKit

/// The host of a `plugin run`: one that is reached over SSH, or a recording.
struct PluginRunPlace: ParsableArguments {
    /// What a probe is run against.
    struct Target: Sendable {
        let services: any ProbeTargetServices
        /// What a recording had no answer to.
        let missing: @Sendable () -> [String]
    }

    @Option(help: "A host: ssh://USER@HOST[:PORT].")
    var target: String?

    @Option(help: "The private key to log in with.")
    var key: String?

    @Option(help: "A file whose first line is the password.")
    var passwordFile: String?

    @Option(help: "The host's key: lines of known_hosts, or a public key.")
    var knownHost: String?

    @Flag(help: "Accept whatever key the host shows.")
    var acceptHostKey = false

    @Option(help: "A recording to answer instead of a host.")
    var recorded: String?

    func validate() throws {
        guard (target == nil) != (recorded == nil) else {
            throw ValidationError("give either --target or --recorded")
        }
        if target != nil {
            guard key != nil || passwordFile != nil else {
                throw ValidationError("--target needs --key or --password-file")
            }
            guard (knownHost != nil) != acceptHostKey else {
                throw ValidationError("--target needs --known-host or --accept-host-key")
            }
        } else if key != nil || passwordFile != nil || knownHost != nil || acceptHostKey {
            throw ValidationError("--key, --password-file, --known-host and --accept-host-key go with --target")
        }
    }

    /// Reads the files that the options name; nothing is connected yet.
    func opened() throws -> Target {
        if let recorded {
            let target = RecordedTarget(try Recording(parsing: try Self.content(of: recorded)))
            return Target(services: target, missing: { target.missing })
        }
        let address = try TargetAddress(target ?? "")
        let known: KnownHosts
        if let knownHost {
            known = try KnownHosts(parsing: String(decoding: Self.content(of: knownHost), as: UTF8.self), for: address)
        } else {
            known = .acceptingFirst { StandardError.write("host key  \($0.type) \($0.fingerprint)\n") }
        }
        let logger = Logger(label: "ssh") { _ in
            LineLogHandler(component: "ssh", format: .text, level: .warning, descriptor: STDERR_FILENO)
        }
        let engine = SSHEngine(configuration: SSHEngineConfiguration(), hostKeys: known, logger: logger)
        let password = try passwordFile.map { try Array(Self.content(of: $0).prefix { $0 != 0x0a && $0 != 0x0d }) }
        let credential = SSHCredential(
            username: address.user, privateKey: try key.map(Self.content), password: password)
        let services = DirectProbeTarget(
            target: SSHTarget(
                hostID: UUID(), address: address.host, port: address.port, credential: credential,
                credentialVersion: "command"),
            engine: engine)
        return Target(services: services, missing: { [] })
    }

    private static func content(of path: String) throws -> [UInt8] {
        guard let content = FileManager.default.contents(atPath: path) else {
            throw ValidationError("\(path) cannot be read")
        }
        return Array(content)
    }
}
