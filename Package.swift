// swift-tools-version:6.2
import PackageDescription

// Every Swift target: Swift 6 mode, warnings are errors.
let swiftSettings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .treatAllWarnings(as: .error),
]

// Modules whose files say what their interface exposes: `import` is internal, `package import` is not.
let internalImports: [SwiftSetting] = swiftSettings + [.enableUpcomingFeature("InternalImportsByDefault")]

let cSettings: [CSetting] = [
    .unsafeFlags(["-std=c11", "-Wall", "-Wextra", "-Werror"])
]

// A plugin's shared object exports its entry symbol alone, resolves everything at load time and brings its own Swift
// runtime, so that it runs where no toolchain is installed. Targets with these settings must not be linked into tests.
let pluginLinkerSettings: [LinkerSetting] = [
    .unsafeFlags([
        "-static-stdlib",
        "-Xlinker", "--version-script=\(Context.packageDirectory)/Plugins/exports.map",
        "-Xlinker", "-z", "-Xlinker", "defs",
        "-Xlinker", "-z", "-Xlinker", "now",
    ])
]

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let asyncHTTPClient = Target.Dependency.product(name: "AsyncHTTPClient", package: "async-http-client")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let cryptoExtras = Target.Dependency.product(name: "_CryptoExtras", package: "swift-crypto")
let hummingbird: [Target.Dependency] = [
    .product(name: "HummingbirdCore", package: "hummingbird"),
    .product(name: "Hummingbird", package: "hummingbird"),
]
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let jwtKit = Target.Dependency.product(name: "JWTKit", package: "jwt-kit")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let unixSignals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let locks = Target.Dependency.product(name: "NIOConcurrencyHelpers", package: "swift-nio")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let nio = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioHTTP2 = Target.Dependency.product(name: "NIOHTTP2", package: "swift-nio-http2")
let nioHTTPTypes = Target.Dependency.product(name: "NIOHTTPTypes", package: "swift-nio-extras")
let nioHTTPTypesHTTP2 = Target.Dependency.product(name: "NIOHTTPTypesHTTP2", package: "swift-nio-extras")
let nioTLS = Target.Dependency.product(name: "NIOTLS", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let toml = Target.Dependency.product(name: "TOMLKit", package: "TOMLKit")
let x509 = Target.Dependency.product(name: "X509", package: "swift-certificates")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

/// A module of the server: one folder under Sources/Host.
func host(
    _ name: String, _ dependencies: [Target.Dependency], settings: [SwiftSetting] = internalImports
) -> Target {
    .target(name: name, dependencies: dependencies, path: "Sources/Host/\(name)", swiftSettings: settings)
}

func test(
    _ name: String, _ dependencies: [Target.Dependency], exclude: [String] = [], resources: [Resource] = []
) -> Target {
    .testTarget(
        name: name, dependencies: dependencies, path: "Tests/\(name)", exclude: exclude, resources: resources,
        swiftSettings: swiftSettings)
}

/// A first-party plugin: its logic, its ELF note, and the shared object made of both.
func plugin(_ name: String, folder: String, logic: [Target.Dependency]) -> [Target] {
    [
        .target(
            name: "\(name)Probe", dependencies: ["PluginKit", "JSON"] + logic, path: "Plugins/\(folder)/Sources",
            swiftSettings: internalImports),
        .target(
            name: "\(name)Note", dependencies: ["PluginABI"], path: "Plugins/\(folder)/note", cSettings: cSettings),
        .target(
            name: "\(name)Plugin",
            dependencies: ["PluginKit", "PluginABI", .target(name: "\(name)Probe"), .target(name: "\(name)Note")],
            path: "Plugins/\(folder)/entry", swiftSettings: internalImports, linkerSettings: pluginLinkerSettings),
    ]
}

let plugins =
    plugin("SSHConnectivity", folder: "ssh-connectivity", logic: [])
    + plugin("Discovery", folder: "discovery", logic: ["HostFacts"])
    + plugin("Sysinfo", folder: "sysinfo", logic: ["HostFacts"])

let package = Package(
    name: "openwatch",
    products: [
        .executable(name: "openwatch", targets: ["Server"]),
        .executable(name: "openwatch-probe-runner", targets: ["openwatch-probe-runner"]),
        .executable(name: "openwatch-plugin-case", targets: ["openwatch-plugin-case"]),
        .executable(name: "openwatch-bench", targets: ["Bench"]),
        .library(name: "PluginABI", targets: ["PluginABI"]),
        .library(name: "PluginKit", targets: ["PluginKit"]),
        .library(name: "plugin-ssh-connectivity", type: .dynamic, targets: ["SSHConnectivityPlugin"]),
        .library(name: "plugin-discovery", type: .dynamic, targets: ["DiscoveryPlugin"]),
        .library(name: "plugin-sysinfo", type: .dynamic, targets: ["SysinfoPlugin"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.34.0"),
        .package(url: "https://github.com/apple/swift-nio-http2", from: "1.46.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-certificates", from: "1.21.1"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/vapor/jwt-kit", from: "5.7.1"),
        .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        // What vendors see.
        .target(name: "PluginABI"),
        .target(name: "JSON", swiftSettings: swiftSettings),
        .target(name: "PluginKit", dependencies: ["PluginABI", "JSON"], swiftSettings: internalImports),

        // The runner and the wire it shares with the host.
        .target(name: "RunnerWire"),
        .executableTarget(
            name: "openwatch-probe-runner", dependencies: ["PluginABI", "RunnerWire"], path: "Sources/ProbeRunner",
            exclude: ["link"], cSettings: cSettings,
            // Plain C: without these SwiftPM links the Swift runtime into it, which costs 2 ms a start.
            linkerSettings: [
                .unsafeFlags([
                    "-nostartfiles", "-static-stdlib",
                    "-resource-dir", "\(Context.packageDirectory)/Sources/ProbeRunner/link",
                ])
            ]),
        // One conformance case in one process. libffi is known here alone.
        .executableTarget(
            name: "openwatch-plugin-case", dependencies: ["PluginABI", "CFFI"], path: "Sources/PluginCase",
            cSettings: cSettings,
            linkerSettings: [
                .linkedLibrary("m"),
                .unsafeFlags([
                    "-nostartfiles", "-static-stdlib",
                    "-resource-dir", "\(Context.packageDirectory)/Sources/ProbeRunner/link",
                ]),
            ]),
        .target(name: "CRunnerSpawn", cSettings: cSettings),
        .target(name: "CCaseSpawn", dependencies: ["CRunnerSpawn"], cSettings: cSettings),
        .target(name: "CThreads"),
        // `#embed` is C23.
        .target(
            name: "CPluginTemplates", cSettings: [.unsafeFlags(["-std=c2x", "-Wall", "-Wextra", "-Werror"])]),

        // System libraries.
        .systemLibrary(name: "CPostgres", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .systemLibrary(name: "CSSH2", pkgConfig: "libssh2", providers: [.apt(["libssh2-1-dev"])]),
        .systemLibrary(name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CFFI", pkgConfig: "libffi", providers: [.apt(["libffi-dev"])]),
        .systemLibrary(name: "CArgon2", pkgConfig: "libargon2", providers: [.apt(["libargon2-dev"])]),

        // The server, lowest first.
        host("Core", ["CThreads", locks]),
        host("Contract", ["Core"]),
        host("Database", ["Core", "CPostgres", crypto, locks, lifecycle, logging]),
        host("SSH", ["Core", "CSSH2", "COpenSSL", locks, lifecycle, logging], settings: swiftSettings),
        host(
            "PluginHost",
            [
                "Core", "JSON", "PluginABI", "RunnerWire", "CRunnerSpawn", crypto, cryptoExtras, locks, lifecycle,
                logging, toml,
            ],
            settings: swiftSettings),
        host(
            "Web",
            [
                httpTypes, "Core", "Contract", "JSON", locks, lifecycle, logging, nio, nioHTTP1, nioHTTP2, nioHTTPTypes,
                nioHTTPTypesHTTP2, nioSSL, nioTLS, x509, crypto, cryptoExtras,
            ] + hummingbird),
        host(
            "Audit", ["Core", "Contract", "JSON", "Database", "Web", crypto, httpTypes, lifecycle, locks, logging, nio]),
        host("EventLog", ["Core", "Contract", "JSON", "Database", locks, lifecycle, logging]),
        host(
            "Probes",
            [
                "Core", "Contract", "JSON", "Database", "SSH", "PluginHost", "Audit", "EventLog", locks, lifecycle,
                logging,
            ]),
        host(
            "Identity",
            [
                "Core", "Contract", "JSON", "Database", "SSH", "Web", "Audit", "Probes", "CArgon2", crypto, jwtKit,
                httpTypes, lifecycle, locks, nioPosix, logging,
            ]),
        host("Fleet", ["Core", "Contract", "JSON", "Database", "Web", "Audit", "EventLog", "Probes", logging]),
        host(
            "Connectivity",
            [
                "Core", "Contract", "JSON", "Database", "SSH", "Web", "Audit", "EventLog", "Probes", "PluginHost",
                logging,
            ]),
        host(
            "Intelligence",
            [
                httpTypes, .product(name: "HummingbirdCore", package: "hummingbird"), "Core", "Contract", "JSON",
                "Database", "Web", "Audit", "EventLog", "Probes", "PluginHost", locks, lifecycle, logging, nio,
            ]),
        host(
            "System",
            [
                httpTypes, "Core", "Contract", "JSON", "Database", "Web", "Audit", "EventLog", "PluginHost", crypto,
                lifecycle, logging, nioPosix,
            ]),
        host(
            "Licensing",
            [
                httpTypes, "Core", "Contract", "JSON", "Database", "Web", "Audit", crypto, locks, lifecycle, logging,
                nioPosix,
            ]),
        host(
            "VendorKit",
            ["Core", "JSON", "SSH", "PluginHost", "Probes", "CPluginTemplates", crypto, locks, logging]),
        host("Conformance", ["Core", "JSON", "PluginHost", "CCaseSpawn", locks]),
        .executableTarget(
            name: "Server",
            dependencies: [
                "Conformance",
                "Core", "Contract", "JSON", "Database", "SSH", "PluginHost", "Web", "Audit", "EventLog", "Probes",
                "Identity", "Fleet", "Connectivity", "Intelligence", "System", "Licensing", "VendorKit", argumentParser,
                crypto, cryptoExtras, lifecycle, unixSignals, logging, locks, nio, toml,
            ],
            path: "Sources/Host/Server", swiftSettings: internalImports),

        // Plugins.
        .target(
            name: "HostFacts", dependencies: ["JSON"], path: "Plugins/host-facts/Sources",
            swiftSettings: internalImports),

        // Tests.
        .target(
            name: "TestSupport", dependencies: ["Core", "Database", "SSH", locks, logging], path: "Tests/Support",
            swiftSettings: swiftSettings),
        .target(
            name: "PluginTestSupport", dependencies: ["JSON", "PluginABI"], path: "Tests/PluginTestSupport",
            swiftSettings: swiftSettings),
        test("ContractTests", ["Contract", "Core", yams]),
        test("DatabaseTests", ["Core", "Database", "TestSupport", lifecycle, logging, locks]),
        test("SSHTests", ["Core", "SSH", "TestSupport", locks, lifecycle, logging]),
        test("PluginABITests", ["PluginABI"]),
        test("PluginKitTests", ["PluginKit", "PluginABI", "JSON"]),
        test("ProbeRunnerTests", ["RunnerWire"]),
        test("HostileTests", ["Core", "JSON", "PluginHost", "RunnerWire", locks, logging]),
        test("PluginHostTests", ["Core", "JSON", "PluginHost", "RunnerWire", locks, lifecycle, logging]),
        test(
            "SSHConnectivityTests",
            ["PluginTestSupport", "SSHConnectivityProbe", "JSON", "PluginABI", "PluginKit"]),
        test("DiscoveryTests", ["PluginTestSupport", "DiscoveryProbe", "HostFacts", "JSON", "PluginABI", "PluginKit"]),
        test("SysinfoTests", ["SysinfoProbe", "HostFacts", "JSON", "PluginKit"]),
        test(
            "PluginVerifyTests",
            ["Conformance", "VendorKit", "PluginHost", "JSON", "TestSupport", "openwatch-plugin-case", logging]),
        test("PluginTemplateTests", ["VendorKit", "PluginHost", "Probes", "SSH", "JSON", "TestSupport", logging]),
        test(
            "VendorKitTests", ["VendorKit", "PluginHost", "SSH", "JSON", "TestSupport", logging], exclude: ["native"]),
        test("PluginGuideTests", ["VendorKit", "PluginHost", "JSON", "TestSupport"]),
        .target(
            name: "AreaTestSupport",
            dependencies: [
                "Contract", "Database", "Audit", "EventLog", "Probes", "Identity", "Fleet", "Connectivity",
                "Intelligence",
                "System", "Licensing", "TestSupport",
            ],
            path: "Tests/AreaTestSupport", swiftSettings: swiftSettings),
        test("CoreTests", ["Core"]),
        test("JSONTests", ["JSON"]),
        test("ArchitectureTests", []),
        test(
            "WebTests",
            [
                "Core", "Contract", "JSON", "Web", "TestSupport", asyncHTTPClient, httpTypes, locks, lifecycle, logging,
                nio, nioHTTP1, nioPosix, nioSSL,
                .product(name: "Hummingbird", package: "hummingbird"),
            ]),
        test(
            "AuditTests",
            [
                "Core", "Contract", "JSON", "Database", "Audit", "Web", "AreaTestSupport", "TestSupport", httpTypes,
                locks, logging, nio, .product(name: "HummingbirdCore", package: "hummingbird"),
            ]),
        test(
            "EventLogTests",
            [
                "Core", "Contract", "JSON", "Database", "EventLog", "AreaTestSupport", "TestSupport", locks, lifecycle,
                logging,
            ]),
        test(
            "ProbesTests",
            [
                "Core", "Contract", "JSON", "Database", "Audit", "Probes", "PluginHost", "SSH", "AreaTestSupport",
                "TestSupport",
            ]),
        test(
            "IdentityTests",
            [
                "Core", "Contract", "JSON", "Database", "Audit", "Web", "Identity", "Probes", "AreaTestSupport",
                "TestSupport", "CArgon2", crypto, cryptoExtras, httpTypes, logging,
            ]),
        test(
            "FleetTests",
            [
                "Core", "Contract", "JSON", "Database", "Audit", "EventLog", "Probes", "Web", "Fleet",
                "AreaTestSupport", httpTypes,
            ]),
        test(
            "ConnectivityTests",
            [
                "Core", "Contract", "JSON", "Database", "SSH", "PluginHost", "Audit", "EventLog", "Probes",
                "Connectivity",
                "AreaTestSupport",
            ]),
        test(
            "IntelligenceTests",
            [
                "Core", "Contract", "JSON", "Database", "SSH", "PluginHost", "Audit", "EventLog", "Probes", "Web",
                "Intelligence", "AreaTestSupport", "TestSupport", httpTypes, lifecycle, locks, logging, nio,
                .product(name: "HummingbirdCore", package: "hummingbird"),
            ]),
        // Dies in the middle of installing and removing packages.
        .executableTarget(
            name: "openwatch-install-crash",
            dependencies: ["Audit", "Contract", "Database", "Identity", "PluginHost", "System", logging],
            path: "Tests/InstallCrash", swiftSettings: swiftSettings),
        test(
            "SystemServicesTests",
            [
                "Audit", "Contract", "JSON", "Database", "Web", "System", "Identity", "PluginHost", "AreaTestSupport",
                "TestSupport",
                "openwatch-probe-runner", "openwatch-install-crash", httpTypes, logging,
            ]),
        test(
            "LicensingTests",
            [
                "Core", "Contract", "JSON", "Database", "Audit", "Web", "Licensing", "AreaTestSupport", "TestSupport",
                crypto, httpTypes, locks, lifecycle, logging,
            ]),
        test(
            "ServerTests",
            [
                "Core", "Contract", "Database", "JSON", "Web", "Identity", "Licensing", "Audit", "EventLog",
                "PluginHost", "Server", "AreaTestSupport", "TestSupport", argumentParser, cryptoExtras, logging,
            ]),
        test(
            "SystemTests",
            [
                "TestSupport", "JSON", asyncHTTPClient, nio, nioHTTP1, nioPosix, nioSSL, crypto, locks, yams,
            ]),

        // The runner's reading of the host's bytes, for the tests that replay the fuzzers' inputs.
        .target(
            name: "RunnerFuzz", dependencies: ["PluginABI", "RunnerWire"], path: "Tests/Fuzz/Sources/RunnerFuzz",
            cSettings: cSettings),
        test(
            "FuzzRegressionTests",
            ["Core", "JSON", "PluginHost", "SSH", "Web", "Database", "Licensing", "VendorKit", "RunnerFuzz"]),

        // Benchmarks; no product ships it.
        .executableTarget(
            name: "Bench",
            dependencies: [
                "Core", "Contract", "JSON", "Database", "Audit", "EventLog", "SSH", "PluginHost", "Probes",
                "RunnerWire",
                "Web", "Identity", "TestSupport", cryptoExtras, locks, lifecycle, logging,
            ],
            path: "Benchmarks/Sources/Bench", swiftSettings: swiftSettings),
    ] + plugins
)
