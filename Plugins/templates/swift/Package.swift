// swift-tools-version:6.2
import PackageDescription

// Where the OpenWatch checkout is.
let openwatch = Context.environment["OPENWATCH"] ?? "../openwatch"

let package = Package(
    name: "uptime-probe",
    products: [.library(name: "uptime-probe", type: .dynamic, targets: ["UptimeProbe"])],
    dependencies: [.package(name: "kit", path: "\(openwatch)/Plugins/kit")],
    targets: [
        .target(name: "UptimeNote", dependencies: [.product(name: "PluginKit", package: "kit")]),
        .target(
            name: "UptimeProbe",
            dependencies: ["UptimeNote", .product(name: "PluginKit", package: "kit")],
            linkerSettings: [
                .unsafeFlags([
                    "-static-stdlib",
                    "-Xlinker", "--version-script=\(Context.packageDirectory)/exports.map",
                    "-Xlinker", "-z", "-Xlinker", "defs", "-Xlinker", "-z", "-Xlinker", "now",
                ])
            ]),
    ]
)
