import ArgumentParser
import Audit
import Contract
import Core
import Foundation
import Glibc
import Identity
import JSON
import Licensing
import Logging
import NIOCore
import Probes
import ServiceLifecycle
import System
import Web

/// `openwatch serve`: the server.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Run the server (the default).")

    @OptionGroup var globals: GlobalOptions

    func run() async throws {
        let configuration = try globals.loadValid()
        let loggers = configuration.loggers()
        let logger = loggers("serve")
        try await CorrelationID.$current.withValue(.make(.boot)) {
            try await serve(configuration, loggers: loggers, logger: logger)
        }
    }

    private func serve(
        _ configuration: Configuration, loggers: @escaping @Sendable (String) -> Logger, logger: Logger
    ) async throws {
        // Until it means something: it must not end a server that is starting.
        signal(SIGHUP, SIG_IGN)
        logger.info("openwatch starting", metadata: ["version": "\(Product.version)"])
        let state = try StateDirectory(path: configuration["server.state_dir"])
        var created: [String] = []
        let tokenKey = try state.tokenKey(at: configuration["identity.jwt_private_key"]) { created.append($0) }
        let secrets = try SecretBox(source: try state.credentialKeys(configuration) { created.append($0) })
        let files = try state.tlsFiles(
            certificate: configuration["server.tls_cert"], key: configuration["server.tls_key"]
        ) { created.append($0) }
        let certificate = try Self.certificate(files, logger: logger)
        let signer = try await AccessTokenSigner(
            privateKeyPEM: tokenKey,
            previousKeysPEM: try state.previousTokenKeys(at: configuration["identity.jwt_previous_keys"]))
        let opening = try await DatabaseOpening.open(configuration, state: state, logger: loggers("database"))
        do {
            try await opening.prepareSchema()
            let composition = try Composition(
                configuration: configuration, database: opening.database, secrets: secrets, logger: loggers)
            let startup =
                [AuditEntry(.systemStartup, by: .system("serve"), detail: ["version": .string(Product.version)])]
                + created.map {
                    AuditEntry(.systemKeyCreated, by: .system("serve"), detail: ["path": .string($0)])
                }
            try await composition.audit.record(startup, in: opening.database)
            for file in created { logger.info("made a new key file", metadata: ["path": "\(file)"]) }
            try await CredentialKeyCheck(database: opening.database, secrets: secrets, logger: loggers("identity"))
                .run()
            try await composition.licenses.load(.boot, by: .system("serve"))
            try await composition.loadPlugins()
            try await serve(
                composition, configuration, files: files, certificate: certificate, signer: signer,
                loggers: loggers)
        } catch {
            await opening.close()
            throw error
        }
        await opening.close()
        logger.info("openwatch shut down cleanly")
    }

    private static func certificate(_ files: TLSFiles, logger: Logger) throws -> ServerCertificate {
        let certificate: ServerCertificate
        do {
            certificate = try ServerCertificate(try files.read())
        } catch let fault as ServerCertificate.Fault {
            throw ServerError(.keyFile, "\(files.certificate) with \(files.key): \(fault)", cause: fault)
        }
        if certificate.facts.notAfter < .now {
            logger.error("the certificate has expired", metadata: ["path": "\(files.certificate)"])
        }
        return certificate
    }

    /// Runs everything until a signal asks to stop; services stop in the reverse of this order.
    private func serve(
        _ composition: Composition, _ configuration: Configuration, files: TLSFiles,
        certificate: ServerCertificate, signer: AccessTokenSigner, loggers: @escaping @Sendable (String) -> Logger
    ) async throws {
        let address = configuration.listenAddress ?? (host: "127.0.0.1", port: 8_443)
        let logger = loggers("serve")
        let web = WebServer(
            host: address.host, port: address.port, certificate: certificate,
            responder: composition.responder(
                signer: signer, configuration: configuration, logger: loggers("web")),
            limits: configuration.requestLimits, logger: loggers("web")
        ) { port in
            logger.info("openwatch ready", metadata: ["host": "\(address.host)", "port": "\(port)"])
        }
        var group = ServiceGroupConfiguration(
            services: [
                .init(service: composition.database),
                .init(service: composition.auditUpkeep),
                .init(service: ShutdownRecord(database: composition.database, audit: composition.audit)),
                .init(service: composition.broadcaster),
                .init(service: composition.recorder),
                .init(service: composition.engine),
                .init(service: composition.plugins),
                .init(service: PluginEntitlements(licenses: composition.licenses, plugins: composition.plugins)),
                .init(
                    service: PluginSettingsWatcher(
                        database: composition.database, operations: composition.pluginOperations)),
                .init(
                    service: ProbeScheduler(
                        database: composition.database, probes: composition.probes,
                        maxInFlight: configuration.integer("probes.max_in_flight"), logger: loggers("scheduler"))),
                .init(
                    service: LicenseTimer(
                        licenses: composition.licenses, refusals: composition.featureRefusals,
                        logger: loggers("license"))),
                .init(service: IdempotencySweep(database: composition.database, logger: loggers("web"))),
                .init(
                    service: SessionSweeper(
                        database: composition.database, audit: composition.audit, logger: loggers("sessions"))),
                .init(
                    service: SignalReload(
                        licenses: composition.licenses, plugins: composition.pluginOperations,
                        logger: loggers("license"))),
                .init(service: CredentialKeyReload(secrets: composition.secrets, logger: loggers("identity"))),
                .init(
                    service: CertificateReload(
                        files: files, certificate: certificate, database: composition.database,
                        audit: composition.audit, logger: loggers("tls"))),
                .init(service: web),
            ],
            gracefulShutdownSignals: [.sigterm, .sigint], logger: loggers("services"))
        group.maximumGracefulShutdownDuration = .seconds(configuration.integer("server.drain_timeout_s"))
        do {
            try await ServiceGroup(configuration: group).run()
        } catch let error as IOError {
            throw ServerError(
                .failed,
                "cannot listen on \(configuration["server.listen"]): \(String(cString: strerror(error.errnoCode)))",
                hint: "another program may use the port; set server.listen to a free one", cause: error)
        }
        await composition.hasher.shutdown()
    }
}
