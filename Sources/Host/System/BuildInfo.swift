/// What this build of the product is.
package struct BuildInfo: Sendable {
    package let version: String
    package let toolchain: String
    package let commit: String
    package let buildTime: String

    /// - Parameters:
    ///   - commit: of the source, `unknown` if the build did not say.
    ///   - buildTime: RFC 3339, `unknown` if the build did not say.
    package init(version: String, toolchain: String, commit: String, buildTime: String) {
        self.version = version
        self.toolchain = toolchain
        self.commit = commit
        self.buildTime = buildTime
    }
}
