package import Database
import ServiceLifecycle

/// Acts on decisions about plugins that were made elsewhere: by a command, or by another server on the database.
package struct PluginSettingsWatcher: Service, CustomStringConvertible {
    /// Nothing of what it is made of: the service group logs descriptions.
    package var description: String { "PluginSettingsWatcher" }

    private let database: Database
    private let operations: PluginOperations

    package init(database: Database, operations: PluginOperations) {
        self.database = database
        self.operations = operations
    }

    package func run() async throws {
        for await id in database.notifications(on: PluginStore.channel).cancelOnGracefulShutdown() {
            if !id.isEmpty { operations.forget(id) }
            await operations.rescan()
        }
    }
}
