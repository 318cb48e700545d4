import CPostgres
import Glibc

/// Starts threads for C calls that block, which must never run on the cooperative pool.
enum DedicatedThread {
    /// Starts a detached thread that runs `body` and ends.
    ///
    /// - Throws: `unreachable` when the system refuses another thread.
    static func start(named name: String, _ body: @escaping @Sendable () -> Void) throws(DatabaseError) {
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        defer { pthread_attr_destroy(&attributes) }
        pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
        pthread_attr_setstacksize(&attributes, 1 << 20)
        let box = Unmanaged.passRetained(ThreadBody(name: name, run: body))
        var thread = pthread_t()
        let status = pthread_create(
            &thread, &attributes,
            { argument in
                guard let argument else { return nil }
                let body = Unmanaged<ThreadBody>.fromOpaque(argument).takeRetainedValue()
                ow_name_thread(body.name)
                body.run()
                return nil
            }, box.toOpaque())
        guard status == 0 else {
            box.release()
            throw DatabaseError(.unreachable, "no thread can be started for a database connection (errno \(status))")
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

private final class ThreadBody: Sendable {
    let name: String
    let run: @Sendable () -> Void

    init(name: String, run: @escaping @Sendable () -> Void) {
        // The kernel takes at most 15 bytes.
        self.name = String(name.prefix(15))
        self.run = run
    }
}
