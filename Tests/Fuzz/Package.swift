// swift-tools-version:6.2
import PackageDescription

// The parsers of foreign bytes, compiled with the coverage that libFuzzer steers by. A package of its own: the server's
// build knows nothing of it. The folders under Sources/ are links to the real ones; `sources` keeps to what the parsers
// need, so that neither the web framework nor a crypto library has to be built for it.

let coverage: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .unsafeFlags(["-sanitize=fuzzer", "-enable-testing", "-parse-as-library"]),
]
let internalImports = coverage + [.enableUpcomingFeature("InternalImportsByDefault")]

let package = Package(
    name: "openwatch-fuzz",
    products: [.library(name: "FuzzMain", type: .static, targets: ["FuzzMain"])],
    dependencies: [.package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0")],
    targets: [
        .target(name: "PluginABI"),
        .target(name: "RunnerWire"),
        .target(name: "CRunnerSpawn"),
        .systemLibrary(name: "COpenSSL", pkgConfig: "libcrypto"),
        .target(name: "JSON", swiftSettings: coverage),
        .target(
            name: "Core",
            sources: [
                "Timestamp.swift", "Timestamp+Parsing.swift", "Duration+Milliseconds.swift", "TOMLHeaderCheck.swift",
            ], swiftSettings: internalImports),
        .target(
            name: "PluginHost",
            dependencies: [
                "Core", "JSON", "PluginABI", "RunnerWire", "CRunnerSpawn",
                .product(name: "TOMLKit", package: "TOMLKit"),
            ],
            sources: [
                "PluginError.swift", "Manifest", "Schema", "Trust/PluginRejection.swift", "Trust/TrustPolicy.swift",
                "Loading/ELFImage.swift", "Loading/ELFNote.swift", "Loading/PluginImage.swift",
                "Loading/PluginPackage.swift", "Runner/FrameAssembler.swift", "Runner/WireReader.swift",
                "Runner/WireWriter.swift", "Runner/WireMessage.swift", "Runner/SafeText.swift",
                "Runner/RunnerExit.swift", "Runner/MonotonicClock.swift",
                "Dispatch/EventCollector.swift", "Dispatch/ProbeCode.swift", "Dispatch/ProbeOutcome.swift",
                "Dispatch/ProbeSSHInfo.swift", "Dispatch/ProbeTargetServices.swift", "Dispatch/ResultMessage.swift",
            ],
            swiftSettings: coverage),
        .target(
            name: "SSH", dependencies: ["COpenSSL"],
            sources: [
                "Keys/Base64.swift", "Keys/BcryptPBKDF.swift", "Keys/Blowfish.swift", "Keys/BlowfishTable.swift",
                "Keys/Fingerprint.swift", "Keys/OpenSSHPrivateKey.swift", "Keys/PrivateKey.swift",
                "Keys/PrivateKeyFile.swift", "Keys/PrivateKeyInspection.swift", "Keys/Wire.swift",
                "Connection/BannerReader.swift", "Connection/KeyExchangeOffer.swift", "Connection/PlainText.swift",
                "Collection/CollectionFrameParser.swift", "Collection/CollectionResult.swift",
                "Collection/MarkerScanner.swift", "Collection/StderrAttribution.swift", "SSHConnectReport.swift",
                "SSHError.swift", "SSHCredential.swift", "SudoPolicy.swift",
            ],
            swiftSettings: coverage),
        .target(name: "Web", sources: ["RequestCookies.swift"], swiftSettings: internalImports),
        .target(name: "Database", sources: ["SQLTextDecoder.swift"], swiftSettings: internalImports),
        .target(
            name: "RunnerFuzz", dependencies: ["PluginABI", "RunnerWire"],
            cSettings: [.unsafeFlags(["-std=c11", "-fsanitize=fuzzer-no-link"])]),
        .target(
            name: "Entries", dependencies: ["Core", "JSON", "PluginHost", "SSH", "Web", "Database", "RunnerFuzz"],
            swiftSettings: coverage),
        .target(name: "FuzzMain", dependencies: ["Entries"], swiftSettings: coverage),
    ]
)
