// swift-tools-version:6.2
import PackageDescription

// The parsers of foreign bytes, compiled with the coverage that libFuzzer steers by. A package of its own: the server's
// build knows nothing of it. The folders under Sources/ are links to the real ones; `sources` keeps to what the parsers
// need, so that the web framework and the database's library need not be built for it.

let coverage: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .unsafeFlags(["-sanitize=fuzzer", "-enable-testing", "-parse-as-library"]),
]
let internalImports = coverage + [.enableUpcomingFeature("InternalImportsByDefault")]

let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let cryptoExtras = Target.Dependency.product(name: "_CryptoExtras", package: "swift-crypto")
let locks = Target.Dependency.product(name: "NIOConcurrencyHelpers", package: "swift-nio")

let package = Package(
    name: "openwatch-fuzz",
    products: [.library(name: "FuzzMain", type: .static, targets: ["FuzzMain"])],
    dependencies: [
        .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    ],
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
                "UUID+Version7.swift",
            ], swiftSettings: internalImports),
        .target(
            name: "PluginHost",
            dependencies: [
                "Core", "JSON", "PluginABI", "RunnerWire", "CRunnerSpawn",
                .product(name: "TOMLKit", package: "TOMLKit"), crypto, cryptoExtras, locks,
            ],
            sources: [
                "PluginError.swift", "Manifest", "Schema", "Trust",
                "Loading/ELFImage.swift", "Loading/ELFNote.swift", "Loading/PackageFiles.swift",
                "Loading/PackageSource.swift", "Loading/PackageVerifier.swift", "Loading/PluginImage.swift",
                "Loading/PluginPackage.swift", "Packages/PackageArchive.swift", "Packages/TarEntry.swift",
                "Sandbox/RunnerReport.swift", "Runner/FrameAssembler.swift", "Runner/WireReader.swift",
                "Runner/WireWriter.swift", "Runner/WireMessage.swift", "Runner/SafeText.swift",
                "Runner/RunnerExit.swift", "Runner/MonotonicClock.swift",
                "Dispatch/EventCollector.swift", "Dispatch/EventFields.swift", "Dispatch/ProbePlan.swift",
                "Dispatch/ProbeCode.swift", "Dispatch/ProbeOutcome.swift",
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
            name: "Contract", dependencies: ["Core"],
            sources: [
                "Generated/LicenseTier.swift", "Generated/LicenseFeature+Registry.swift", "LicenseFeature.swift",
            ], swiftSettings: internalImports),
        .target(
            name: "Licensing", dependencies: ["Core", "Contract", "JSON", crypto],
            sources: [
                "LicensingError.swift", "Keys/Ed25519PEM.swift", "Keys/IssuerKey.swift", "Keys/IssuerKeyRing.swift",
                "Verification",
            ], swiftSettings: internalImports),
        .target(
            name: "VendorKit", dependencies: ["JSON", "PluginHost"],
            sources: [
                "VendorKitError.swift", "Run/Recording.swift", "Run/Recording+Reading.swift",
                "Run/Recording+Writing.swift", "Run/RecordingLine.swift",
            ], swiftSettings: internalImports),
        .target(
            name: "RunnerFuzz", dependencies: ["PluginABI", "RunnerWire"],
            cSettings: [.unsafeFlags(["-std=c11", "-fsanitize=fuzzer-no-link"])]),
        .target(
            name: "Entries",
            dependencies: [
                "Core", "JSON", "PluginHost", "SSH", "Web", "Database", "Licensing", "VendorKit", "RunnerFuzz",
            ],
            swiftSettings: coverage),
        .target(name: "FuzzMain", dependencies: ["Entries"], swiftSettings: coverage),
    ]
)
