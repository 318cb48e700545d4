import Audit
import Contract
import Database
import Foundation
import Identity
import JSON
import Logging
import TestSupport

@testable import PluginHost
@testable import System

/// A vendor with a key, packages of one small plugin in several versions, and a server's plugin operations on a database.
struct PluginBench {
    static let id = "com.example.disk"

    let directory: TemporaryDirectory
    let key = MinisignSecretKey()
    var store: String { "\(directory.path)/plugins" }
    var trust: String { "\(directory.path)/trust" }

    private static let root = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path

    /// A program beside the tests.
    static func product(_ name: String) -> String {
        URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent().path + "/" + name
    }

    init() throws {
        directory = try TemporaryDirectory(prefix: "openwatch-bench-")
        try FileManager.default.createDirectory(
            atPath: trust, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
        try FileManager.default.createDirectory(
            atPath: "\(directory.path)/bundled", withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o755])
        try trustVendor()
    }

    func trustVendor() throws {
        try directory.write(
            "trust/vendor.toml",
            """
            [[key]]
            name = "Example"
            key = "\(key.publicKey.text)"
            tier = "org"
            id_prefix = ["com.example."]

            """)
    }

    /// From now on whatever the vendor signed is refused.
    func revokeVendor() throws {
        try directory.write(
            "trust/revoked.toml", "[revoked]\nkey_ids = [\"\(key.publicKey.id)\"]\n")
    }

    /// A signed package.
    ///
    /// - Parameters:
    ///   - commands: what it asks to run on hosts.
    ///   - name: the plugin's name: another one makes another content of the same version.
    ///   - create: C that `create` does first.
    func package(
        _ version: String, commands: [String] = ["uname"], name: String = "Disk", create: String = ""
    ) async throws -> [UInt8] {
        let folder = "\(directory.path)/\(UUID().uuidString)"
        let library = "\(folder)/lib/linux-x86_64"
        try FileManager.default.createDirectory(atPath: library, withIntermediateDirectories: true)
        let manifest = """
            manifest = 1
            id = "\(Self.id)"
            version = "\(version)"
            name = "\(name)"
            vendor = { name = "Example", url = "https://example.com", security = "security@example.com" }
            abi = { major = 1, built_minor = 0, min_host_minor = 0 }

            [isolation]
            mode = "runner"

            [[file]]
            path = "lib/linux-x86_64/plugin.so"
            arch = "x86_64"
            runtime = "c"

            [permissions]
            services = ["ow.ssh/1"]
            reason = "Tests"

            [[probe]]
            name = "main"
            timeout = "5s"
            idempotent = true

            [config]
            schema = "config.json"

            """
        let grants = commands.map {
            "\n[[permissions.ssh_command]]\nid = \"\($0)\"\nargv = [\"\($0)\"]\n"
        }.joined()
        try (manifest + grants).write(toFile: "\(folder)/plugin.toml", atomically: false, encoding: .utf8)
        try #"{"type":"object"}"#.write(toFile: "\(folder)/config.json", atomically: false, encoding: .utf8)
        try source(version, create: create).write(
            toFile: "\(folder)/plugin.c", atomically: false, encoding: .utf8)
        try await TestCommand.run([
            "/usr/bin/cc", "-std=c11", "-D_POSIX_C_SOURCE=200809L", "-O1", "-fPIC", "-shared", "-fvisibility=hidden",
            "-I", "\(Self.root)/Sources/PluginABI/include", "-I", "\(Self.root)/Tests/Conformance/plugins",
            "\(folder)/plugin.c", "-o", "\(library)/plugin.so",
        ])
        _ = try PackageSigner.sign(directory: folder, key: key, updatesHashes: true)
        return try PackageArchive.make(directory: folder)
    }

    private func source(_ version: String, create: String) -> String {
        """
        #include "conformance.h"
        #include <unistd.h>
        static ow_rc create(const ow_host *host, ow_bytes given, int32_t format, void **inst) {
          \(create)
          return plain_create(host, given, format, inst);
        }
        static ow_rc run(void *inst, ow_call c, const ow_request *request) {
          (void)request;
          return give(inst, c, "{}");
        }
        __attribute__((section(OW_NOTE_SECTION), used, aligned(4))) static const ow_note note = {
            4, sizeof(ow_note) - 16, OW_NOTE_TYPE, "OWP", 1, 0, 0, OW_LANG_C, "\(Self.id)", "\(version)"};
        static const ow_plugin plugin = {
            .struct_size = sizeof(ow_plugin), .id = {"\(Self.id)", \(Self.id.utf8.count)},
            .version = {"\(version)", \(version.utf8.count)},
            .create = create, .destroy = plain_destroy, .run = run};
        OW_API const ow_plugin *ow_plugin_v1(void);
        const ow_plugin *ow_plugin_v1(void) { return &plugin; }
        """
    }

    /// Runs a body with a server's operations; no runner outlives it.
    func with(
        _ database: Database, handshake: Duration = .seconds(10),
        reached: @escaping @Sendable (PackageChange.Step) -> Void = { _ in },
        _ body: (PluginOperations, PluginHost) async throws -> Void
    ) async throws {
        let policy = try LiveTrustPolicy(directory: trust)
        let floor = InMemoryVersionFloor()
        var timing = RunnerTiming()
        timing.handshake = handshake
        let host = PluginHost(
            configuration: PluginHostConfiguration(
                directories: ["\(directory.path)/bundled"], store: store,
                runnerPath: Self.product("openwatch-probe-runner"), timing: timing, minimumSandboxLevel: 0),
            logger: .quiet, trust: policy, floor: floor, settings: PluginSettings(requiresApproval: true))
        let operations = PluginOperations(
            database: database, audit: AuditTrail(), host: host, packages: PackageStore(root: store, reached: reached),
            trust: policy, floor: floor, sealer: try SecretBox(keyBytes: [UInt8](repeating: 7, count: 32)),
            logger: .quiet)
        do {
            host.apply(try await PluginStore().settings(from: database))
            try await operations.recoverPackages()
            try host.load()
            try await body(operations, host)
        } catch {
            await host.shutdown()
            throw error
        }
        await host.shutdown()
    }

    /// Installs a package and approves what it asks for.
    func installApproved(_ version: String, _ commands: [String] = ["uname"], by operations: PluginOperations)
        async throws
    {
        _ = try await operations.install(package(version, commands: commands), by: .administrator)
        try await approve(version, by: operations)
    }

    func approve(_ version: String, by operations: PluginOperations) async throws {
        let detail = try await operations.detail(Self.id)
        let digest = detail.versions.first { $0.version == version }?.manifestSHA256 ?? ""
        try await operations.approve(Self.id, version: version, digest: digest, by: .administrator)
    }
}
