// swift-tools-version:6.2
import PackageDescription

let package = Package(
    name: "@NAME@",
    products: [.library(name: "plugin", type: .dynamic, targets: ["Probe"])],
    targets: [
        .target(name: "PluginABI", path: "kit/PluginABI"),
        .target(name: "JSON", path: "kit/JSON"),
        .target(name: "PluginKit", dependencies: ["JSON", "PluginABI"], path: "kit/PluginKit"),
        .target(name: "Note", dependencies: ["PluginABI"]),
        .target(
            name: "Probe", dependencies: ["Note", "PluginKit", "JSON", "PluginABI"],
            // Servers have no Swift runtime, and two of them cannot share a process: the plugin brings its own.
            linkerSettings: [
                .unsafeFlags([
                    "-static-stdlib",
                    "-Xlinker", "--version-script=\(Context.packageDirectory)/exports.map",
                    "-Xlinker", "-z", "-Xlinker", "defs", "-Xlinker", "-z", "-Xlinker", "now",
                ])
            ]),
    ]
)
