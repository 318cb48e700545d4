package import Core
package import Database

/// The latest time that this installation has seen, kept in the database so that a restart does not forget it.
package struct ClockWatermark: Sendable {
    private let database: Database

    package init(database: Database) {
        self.database = database
    }

    /// Nil before the first time was kept.
    package func read() async throws -> Timestamp? {
        try await database.query("SELECT observed_at FROM license_clock_watermark").first?.timestamp("observed_at")
    }

    /// Moves the mark forward to `time`, never back, whatever several servers do at once.
    ///
    /// - Returns: where the mark stands now.
    @discardableResult
    package func advance(to time: Timestamp) async throws -> Timestamp {
        let rows = try await database.query(
            """
            INSERT INTO license_clock_watermark AS mark (id, observed_at) VALUES (true, $1)
            ON CONFLICT (id) DO UPDATE
                SET observed_at = GREATEST(mark.observed_at, excluded.observed_at), updated_at = now()
            RETURNING observed_at
            """, [.timestamp(time)])
        return try rows.first?.timestamp("observed_at") ?? time
    }
}
