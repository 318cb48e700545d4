// swift-tools-version:6.2
import PackageDescription

// What a plugin author needs and nothing else: a plugin that depends on this package does not fetch the server's
// dependencies. The sources are links to the modules the server itself is built with.
let package = Package(
    name: "openwatch-plugin-kit",
    products: [.library(name: "PluginKit", targets: ["PluginKit", "JSON", "PluginABI"])],
    targets: [
        .target(name: "PluginABI"),
        .target(name: "JSON"),
        .target(name: "PluginKit", dependencies: ["JSON", "PluginABI"]),
    ]
)
