/// Where the database is and how the pool uses it.
///
/// Its description never shows the connection string, which may hold a password.
package struct DatabaseConfiguration: Sendable, CustomStringConvertible, CustomReflectable {
    /// A libpq connection string: `host=… dbname=…` or `postgresql://…`.
    package var conninfo: String
    /// The most connections open at one time, at least 1.
    package var maxConnections: Int
    /// Seconds that one statement may run, 0 for no limit. A statement that must run longer needs its own `Database`:
    /// five seconds past this the connection is given up, whatever `SET LOCAL statement_timeout` says.
    package var statementTimeout: Int
    /// Shown in `pg_stat_activity`.
    package var applicationName: String
    /// How long a caller waits for a free connection.
    package var leaseTimeout: Duration
    /// How long a connection may stay unused before it is closed; the last one is kept.
    package var idleTimeout: Duration

    package init(
        conninfo: String, maxConnections: Int = 25, statementTimeout: Int = 30,
        applicationName: String = "openwatch", leaseTimeout: Duration = .seconds(10),
        idleTimeout: Duration = .seconds(300)
    ) {
        self.conninfo = conninfo
        self.maxConnections = max(1, maxConnections)
        self.statementTimeout = max(0, statementTimeout)
        self.applicationName = applicationName
        self.leaseTimeout = leaseTimeout
        self.idleTimeout = idleTimeout
    }

    package init(
        dsn: String, maxConnections: Int = 25, statementTimeout: Int = 30, applicationName: String = "openwatch"
    ) {
        self.init(
            conninfo: dsn, maxConnections: maxConnections, statementTimeout: statementTimeout,
            applicationName: applicationName)
    }

    package var description: String {
        "DatabaseConfiguration(maxConnections: \(maxConnections), statementTimeout: \(statementTimeout))"
    }

    package var customMirror: Mirror {
        Mirror(
            self, children: ["maxConnections": maxConnections, "statementTimeout": statementTimeout],
            displayStyle: .struct)
    }
}
