import Audit
import Connectivity
import Contract
import Core
import Database
import EventLog
import Fleet
import Foundation
import Identity
import Intelligence
import Licensing
import Logging
import PluginHost
import Probes
import SSH
import System
import Web

/// Everything a process consists of, wired once.
struct Composition: Sendable {
    let database: Database
    let secrets: SecretBox
    let audit = AuditTrail()
    let events = EventLog()
    let hasher: PasswordHasher
    private let longestTokenLifeDays: Int
    let passwords: PasswordPolicy
    let engine: SSHEngine
    let plugins: PluginHost
    let hosts: HostService
    let credentials: CredentialService
    let probes: ProbeService
    let broadcaster: EventBroadcaster
    let recorder: PluginRecorder
    let pluginOperations: PluginOperations
    private let floor: InMemoryVersionFloor
    let licenses: LicenseService
    let featureRefusals: FeatureRefusals
    let auditFlood: AuditFlood
    let auditUpkeep: AuditUpkeep

    /// - Parameter secrets: what encrypts the secrets in the database.
    init(
        configuration: Configuration, database: Database, secrets: SecretBox, logger: @Sendable (String) -> Logger
    ) throws {
        self.database = database
        self.secrets = secrets
        let audit = audit
        let events = events
        auditFlood = AuditFlood(database: database, audit: audit)
        let seal = AuditSeal { secrets.ring.derivedKeys(for: "audit") }
        auditUpkeep = AuditUpkeep(
            linker: AuditLinker(database: database, seal: seal, logger: logger("audit")), flood: auditFlood,
            retention: AuditRetention(
                database: database, audit: audit, seal: seal, days: configuration.integer("audit.retention_days"),
                logger: logger("audit")), logger: logger("audit"))
        hasher = PasswordHasher()
        longestTokenLifeDays = configuration.integer("identity.api_token_max_days")
        passwords = try PasswordPolicy(breachListFile: configuration["identity.breach_list_file"])
        hosts = HostService(database: database, audit: audit, events: events, schedule: ProbeSchedule())
        credentials = CredentialService(
            database: database, box: secrets, hosts: hosts, audit: audit, schedule: ProbeSchedule(),
            allowsSudoPassword: configuration["identity.allow_credential_sudo_password"] == "true")
        let hostKeys = HostKeyRegistry(database: database, audit: audit)
        engine = SSHEngine(configuration: SSHEngineConfiguration(), hostKeys: hostKeys, logger: logger("ssh"))
        let licenses = LicenseService(
            database: database, audit: audit, verifier: configuration.licenseVerifier(keys: IssuerKeyRing([])),
            file: LicenseFile(path: configuration.licenseFile),
            folder: IssuerKeyFolder(path: configuration["license.issuer_keys"]), logger: logger("license"))
        featureRefusals = FeatureRefusals(database: database, audit: audit, logger: logger("license"))
        self.licenses = licenses
        let recorder = PluginRecorder(database: database, audit: audit, events: events, logger: logger("plugins"))
        self.recorder = recorder
        let runner = configuration["plugins.runner"]
        let account = configuration["plugins.runner_account"]
        let trust = try configuration.trustPolicy()
        let floor = InMemoryVersionFloor()
        self.floor = floor
        plugins = PluginHost(
            configuration: PluginHostConfiguration(
                directories: [configuration["plugins.dir"]], store: configuration.pluginStore,
                runnerPath: runner.isEmpty ? Product.executableDirectory + "/openwatch-probe-runner" : runner,
                productVersion: Product.version,
                minimumSandboxLevel: configuration.integer("plugins.minimum_sandbox_level"),
                runnerAccount: account.isEmpty ? nil : account),
            logger: logger("plugins"), trust: trust, floor: floor,
            settings: PluginSettings(requiresApproval: true),
            isFeatureEnabled: { id in LicenseFeature.named(id).map(licenses.isEnabled) ?? false },
            openSecret: PluginSecrets.opener(secrets), eventSink: recorder.note)
        pluginOperations = PluginOperations(
            database: database, audit: audit, host: plugins, packages: PackageStore(root: configuration.pluginStore),
            trust: trust, floor: floor, sealer: secrets, logger: logger("plugins"))
        let cadence = ProbeCadence(
            connectivitySeconds: Int64(configuration.integer("probes.connectivity_interval_s")),
            systemInfoSeconds: Int64(configuration.integer("probes.system_info_interval_s")),
            discoverySeconds: Int64(configuration.integer("probes.discovery_interval_s")))
        let failures = ProbeFailureRecord(database: database, audit: audit, logger: logger("probes"))
        probes = ProbeService(
            database: database, audit: audit, hosts: hosts, credentials: credentials,
            profiles: ConnectionProfileStore(database: database), plugins: plugins, engine: engine,
            sinks: [
                ConnectivitySink(
                    database: database, audit: audit, events: events, onlineSeconds: cadence.connectivitySeconds),
                SystemInfoSink(database: database, audit: audit, events: events),
                DiscoverySink(database: database, audit: audit, events: events),
            ],
            cadence: cadence, logger: logger("probes"), onFailure: failures.record)
        broadcaster = EventBroadcaster(database: database, logger: logger("events"))
    }

    /// Every route that is served; the contract test compares them with `contract/openapi.yaml`.
    func routes(signer: AccessTokenSigner) -> [Route] {
        let tokens = APITokenService(
            database: database, audit: audit, longestLifeDays: longestTokenLifeDays)
        let users = UserService(database: database, hasher: hasher, passwords: passwords, audit: audit)
        return AuthenticationArea(
            database: database, hasher: hasher, signer: signer, box: secrets, passwords: passwords, audit: audit
        ).routes
            + UserRoutes(users: users).routes
            + RoleRoutes(roles: RoleService(database: database, audit: audit)).routes
            + APITokenRoutes(tokens: tokens).routes
            + AuditRoutes(database: database, audit: audit).routes
            + HostRoutes(hosts: hosts).routes
            + CredentialRoutes(credentials: credentials).routes
            + ConnectivityRoutes(probes: probes).routes
            + IntelligenceRoutes(database: database, events: events, probes: probes).routes
            + EventStreamRoutes(
                broadcaster: broadcaster, recheck: SessionAuthenticator(database: database, signer: signer).current
            ).routes
            + PluginRoutes(plugins: plugins, operations: pluginOperations) { [recorder] in
                let counters = recorder.counters
                return PluginRecords(waiting: counters.waiting, merged: counters.merged, lost: counters.lost)
            }.routes
            + LicenseRoutes(licenses: licenses).routes
            + SystemRoutes(
                database: database, build: Product.build, contractDocument: OpenAPIDocument.bytes
            ).routes
    }

    /// Finds the plugins, as the operators' decisions have it.
    @discardableResult
    func loadPlugins() async throws -> [PluginStatus] {
        let store = PluginStore()
        floor.replace(with: try await store.floors(from: database))
        plugins.apply(try await store.settings(from: database))
        try await pluginOperations.recoverPackages()
        return try plugins.load()
    }

    func responder(signer: AccessTokenSigner, configuration: Configuration, logger: Logger) -> APIResponder {
        APIResponder(
            routes: RouteTable(routes(signer: signer)),
            authenticator: SessionAuthenticator(database: database, signer: signer),
            idempotency: DatabaseIdempotencyStore(database: database), features: licenses,
            limits: configuration.requestLimits, rates: RateLimits(configuration.rateLimits),
            proxies: configuration.trustedProxies, logger: logger,
            onDenial: { [auditFlood] caller, operation, permission in
                let entry = AuditEntry(
                    .authzPermissionDenied, .denied, by: caller,
                    detail: [
                        "required_permission": .string(permission?.id ?? ""),
                        "actor_role": .string(caller.role?.id ?? ""), "route": .string(operation.path),
                    ])
                do {
                    try await auditFlood.record(entry)
                } catch {
                    logger.error("a refusal could not be audited", metadata: ["error": "\(error)"])
                }
            }, onMissingFeature: featureRefusals.note)
    }
}
