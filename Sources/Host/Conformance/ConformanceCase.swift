/// One thing that is checked about every plugin.
package struct ConformanceCase: Sendable, Hashable {
    package enum Level: String, Sendable, CaseIterable {
        /// What a build should check each time: a few seconds.
        case basic
        case full
    }

    package enum Kind: String, Sendable {
        /// Reads files; no code of the plugin is run.
        case inspection = "static"
        /// Runs the plugin in a process of its own.
        case execution = "dynamic"
    }

    /// As `fault.io`: group and name.
    package let id: String
    /// What is true of a plugin that passes.
    package let title: String
    package let kind: Kind
    package let level: Level

    package var group: String { String(id.prefix { $0 != "." }) }

    init(_ id: String, _ title: String, _ kind: Kind = .execution, _ level: Level = .full) {
        self.id = id
        self.title = title
        self.kind = kind
        self.level = level
    }
}
