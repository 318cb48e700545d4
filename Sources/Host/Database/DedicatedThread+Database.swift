import Core

extension DedicatedThread {
    /// Starts a thread.
    ///
    /// - Throws: `unreachable` when the system refuses another thread.
    static func start(named name: String, _ body: @escaping @Sendable () -> Void) throws(DatabaseError) {
        guard start(name: name, body) else {
            throw DatabaseError(.unreachable, "no thread can be started for a database connection")
        }
    }

    /// Runs blocking work on a thread of its own and waits for its result.
    static func run<Value: Sendable>(
        named name: String, _ work: @escaping @Sendable () throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            do {
                try start(named: name) {
                    continuation.resume(with: Result { try work() })
                }
            } catch {
                continuation.resume(throwing: error)
            }
        }
    }
}
