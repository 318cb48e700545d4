/// The languages that the kit has templates and build rules for. The raw value is what `--lang` takes.
package enum PluginLanguage: String, Sendable, CaseIterable {
    case c, cpp, rust, go, swift, zig

    /// As in the manifest's `runtime`.
    package var runtime: String { self == .swift ? "swift-static" : rawValue }

    /// The language of a manifest's `runtime`; nil if the kit does not build it.
    package init?(runtime: String) {
        switch runtime {
        case "swift", "swift-static", "swift-embedded": self = .swift
        default: self.init(rawValue: runtime)
        }
    }

    /// The file at the top of a package that says how it is built.
    package var buildFile: String {
        switch self {
        case .c, .cpp, .go: "Makefile"
        case .rust: "Cargo.toml"
        case .swift: "Package.swift"
        case .zig: "build.zig"
        }
    }

    /// What a plugin of this language may use; Go reserves much and Swift brings its own runtime.
    var memoryMiB: Int { self == .go || self == .swift ? 256 : 64 }
}
