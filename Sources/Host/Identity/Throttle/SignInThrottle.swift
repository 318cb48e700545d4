import Core
import Database
import Foundation

/// Makes guessing slow, across every server: counts failures in the database.
///
/// Below the allowance attempts run side by side. Above it they run one at a time: an attempt takes the next wait before
/// it is made, so that many at once are no way around it.
struct SignInThrottle: Sendable {
    /// Failures older than this are forgotten.
    private static let memorySeconds = 86_400

    private let database: Database

    init(database: Database) {
        self.database = database
    }

    func admit(_ subjects: ThrottleSubject.SignIn) async throws -> Int? { try await admit(subjects.all) }

    /// - Returns: nil if an attempt may be made, else the seconds to wait.
    func admit(_ subjects: [ThrottleSubject]) async throws -> Int? {
        let rows = try await database.query(
            """
            SELECT subject, failures, ceil(extract(epoch FROM blocked_until - now()))::bigint AS wait
            FROM auth_throttle WHERE subject = ANY($1) AND updated_at > now() - make_interval(secs => $2::bigint)
            """, [.textArray(subjects.map(\.key)), .int(Self.memorySeconds)])
        var failures: [String: Int] = [:]
        var longest = 0
        for row in rows {
            failures[try row.string("subject")] = try row.int("failures")
            longest = max(longest, try row.optionalInt("wait") ?? 0)
        }
        guard longest <= 0 else { return longest }
        for subject in subjects {
            let wait = ThrottleRules.waitSeconds(
                afterFailures: (failures[subject.key] ?? 0) + 1, subject.allowance)
            guard (failures[subject.key] ?? 0) >= subject.allowance.failures else { continue }
            let isFirst =
                try await database.execute(
                    """
                    UPDATE auth_throttle SET blocked_until = now() + make_interval(secs => $2::bigint)
                    WHERE subject = $1 AND (blocked_until IS NULL OR blocked_until <= now())
                    """, [.text(subject.key), .int(wait)]) == 1
            guard isFirst else { return 1 }
        }
        return nil
    }

    func fail(_ subjects: ThrottleSubject.SignIn) async throws { try await fail(subjects.all) }

    /// Counts a failure and blocks what has had too many.
    func fail(_ subjects: [ThrottleSubject]) async throws {
        for subject in subjects.sorted(by: { $0.key < $1.key }) {
            let rows = try await database.query(
                """
                INSERT INTO auth_throttle AS known (subject, failures) VALUES ($1, 1)
                ON CONFLICT (subject) DO UPDATE SET updated_at = now(),
                    failures = CASE WHEN known.updated_at < now() - make_interval(secs => $2::bigint) THEN 1
                        ELSE least(known.failures + 1, 1000000) END,
                    blocked_until = CASE WHEN known.updated_at < now() - make_interval(secs => $2::bigint) THEN NULL
                        ELSE known.blocked_until END
                RETURNING failures
                """, [.text(subject.key), .int(Self.memorySeconds)])
            let failures = try rows.first?.int("failures") ?? 1
            let wait = ThrottleRules.waitSeconds(afterFailures: failures, subject.allowance)
            guard wait > 0 else { continue }
            _ = try await database.execute(
                """
                UPDATE auth_throttle SET blocked_until = greatest(blocked_until,
                    now() + make_interval(secs => $2::bigint)) WHERE subject = $1
                """, [.text(subject.key), .int(wait)])
        }
    }

    /// Forgets the failures of whoever has succeeded.
    func clear(_ subject: ThrottleSubject) async throws {
        _ = try await database.execute("DELETE FROM auth_throttle WHERE subject = $1", [.text(subject.key)])
    }
}
