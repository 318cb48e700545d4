/// Something that statements can be run on: the pool (each call on its own) or a transaction.
///
/// Statements are prepared once per connection and cached by their text, so the text should be a literal and every
/// value a parameter. One call holds exactly one statement.
package protocol SQLExecutor: Sendable {
    /// Runs one statement and returns its rows.
    func query(_ sql: String, _ parameters: [SQLValue]) async throws -> [Row]

    /// Runs one statement and returns how many rows it changed.
    func execute(_ sql: String, _ parameters: [SQLValue]) async throws -> Int

    /// Runs statements in one round trip, all or none, and returns how many rows each changed.
    func batch(_ statements: [(sql: String, parameters: [SQLValue])]) async throws -> [Int]
}

extension SQLExecutor {
    package func query(_ sql: String) async throws -> [Row] { try await query(sql, []) }

    @discardableResult
    package func execute(_ sql: String) async throws -> Int { try await execute(sql, []) }
}
