import NIOConcurrencyHelpers

/// Remembers how far each plugin has come, so that an older version with known faults cannot be slipped in.
package protocol VersionFloor: Sendable {
    /// The lowest version of a plugin that may run: the highest that ever ran, unless an operator allowed an older one.
    /// Nil if it never ran.
    func floor(of pluginID: String) -> SemanticVersion?
}

/// Floors that last as long as the process.
package final class InMemoryVersionFloor: VersionFloor {
    private let floors: NIOLockedValueBox<[String: SemanticVersion]>

    package init(_ floors: [String: SemanticVersion] = [:]) {
        self.floors = NIOLockedValueBox(floors)
    }

    package func floor(of pluginID: String) -> SemanticVersion? {
        floors.withLockedValue { $0[pluginID] }
    }

    /// Takes over what somebody else keeps.
    package func replace(with floors: [String: SemanticVersion]) {
        self.floors.withLockedValue { $0 = floors }
    }

    /// Notes that a version has run; a lower one than before changes nothing.
    package func raise(_ pluginID: String, to version: SemanticVersion) {
        floors.withLockedValue { floors in
            if let floor = floors[pluginID], floor >= version { return }
            floors[pluginID] = version
        }
    }

    /// An operator's decision to run an older version again.
    package func allowDowngrade(_ pluginID: String, to version: SemanticVersion) {
        floors.withLockedValue { floors in
            guard let floor = floors[pluginID], version < floor else { return }
            floors[pluginID] = version
        }
    }
}
