// Made by scripts/generate-contract from contract/openapi.yaml. Change that file, not this one.

/// What is running.
package struct VersionResponse: Codable, Equatable, Sendable {
    package var openwatch: String
    package var kensa: String
    /// The tool chain that built the server.
    package var go: String
    package var commit: String
    package var buildTime: String

    package init(openwatch: String, kensa: String, go: String, commit: String, buildTime: String) {
        self.openwatch = openwatch
        self.kensa = kensa
        self.go = go
        self.commit = commit
        self.buildTime = buildTime
    }

    private enum CodingKeys: String, CodingKey {
        case openwatch
        case kensa
        case go
        case commit
        case buildTime = "build_time"
    }
}
