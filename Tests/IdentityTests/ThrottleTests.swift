import AreaTestSupport
import Contract
import Core
import Database
import Foundation
import JSON
import Testing

@testable import Identity

@Suite("Throttling of guesses")
struct ThrottleTests {
    private func attempt(_ database: Database, _ name: String, _ password: String = "wrong") async -> APIError? {
        await apiError { _ = try await IdentityBench.signIn(database, name: name, password: password) }
    }

    @Test(
        "the wait doubles from the allowance on, up to 15 minutes",
        arguments: [(4, 0), (5, 1), (6, 2), (7, 4), (10, 32), (14, 512), (15, 900), (16, 900), (1_000_000, 900)])
    func waits(failures: Int, seconds: Int) {
        #expect(ThrottleRules.waitSeconds(afterFailures: failures, .account) == seconds)
        #expect(ThrottleRules.waitSeconds(afterFailures: failures + 15, .address) == seconds)
    }

    @Test("C8: the sixth guess waits, and the answer is the same for a name that nobody has")
    func unknownAlike() async throws {
        try await withAreaDatabase { test in
            try await IdentityBench.addAdministrator(test.database)
            for name in ["ada", "nobody"] {
                for _ in 0..<5 { #expect(await attempt(test.database, name)?.code == .authInvalidCredentials) }
            }
            #expect(
                try await test.database.count("SELECT count(*) AS n FROM auth_throttle WHERE blocked_until IS NOT NULL")
                    == 2)
            // Longer than a slow machine takes to get here.
            try await test.database.execute("UPDATE auth_throttle SET blocked_until = now() + interval '300 s'")
            for (name, password) in [("ada", IdentityBench.password), ("nobody", "wrong")] {
                let error = try #require(await attempt(test.database, name, password))
                let wait = error.headers["Retry-After"].flatMap { Int($0) } ?? 0
                #expect(error.code == .rateLimited && (200...300).contains(wait) && error.detail.isEmpty)
            }
            let rows = try await test.database.query(
                "SELECT detail FROM audit_events WHERE action = 'auth.login.failure' ORDER BY occurred_at DESC LIMIT 2")
            #expect(try rows.allSatisfy { try JSONValue(parsing: $0.json("detail"))["reason"] == "account_locked" })
            let subjects = try await test.database.query("SELECT subject FROM auth_throttle").map {
                try $0.string("subject")
            }
            #expect(subjects.count == 3 && !subjects.contains { $0.contains("ada") || $0.contains("nobody") })
        }
    }

    @Test("a success forgets the failures of its account, and failures of yesterday are forgotten")
    func forgets() async throws {
        try await withAreaDatabase { test in
            try await IdentityBench.addAdministrator(test.database)
            for _ in 0..<4 { _ = await attempt(test.database, "ada") }
            #expect(await attempt(test.database, "ada", IdentityBench.password) == nil)
            for _ in 0..<5 { #expect(await attempt(test.database, "ada")?.code == .authInvalidCredentials) }
            #expect(await attempt(test.database, "ada")?.code == .rateLimited)
            try await test.database.execute("UPDATE auth_throttle SET updated_at = now() - interval '25 hours'")
            for _ in 0..<4 { #expect(await attempt(test.database, "ada")?.code == .authInvalidCredentials) }
            #expect(await attempt(test.database, "ada", IdentityBench.password) == nil)
        }
    }

    @Test("an address that tries many names waits from the 20th failure on")
    func address() async throws {
        try await withAreaDatabase { test in
            let throttle = SignInThrottle(database: test.database)
            for index in 0..<20 {
                let subjects = ThrottleSubject.signIn(username: "name \(index)", address: "192.0.2.1")
                #expect(try await throttle.admit(subjects) == nil)
                try await throttle.fail(subjects)
            }
            let again = ThrottleSubject.signIn(username: "other", address: "192.0.2.1")
            #expect(try await throttle.admit(again) == 1)
            #expect(try await throttle.admit(ThrottleSubject.signIn(username: "other", address: "192.0.2.2")) == nil)
        }
    }

    @Test("once a name is suspect, guesses at the same moment are no way around the wait")
    func parallel() async throws {
        try await withAreaDatabase { test in
            let throttle = SignInThrottle(database: test.database)
            let subjects = ThrottleSubject.signIn(username: "ada", address: nil)
            for _ in 0..<7 { try await throttle.fail(subjects) }
            try await test.database.execute("UPDATE auth_throttle SET blocked_until = now() - interval '1 s'")
            let admitted = try await withThrowingTaskGroup(of: Bool.self) { group in
                for _ in 0..<20 { group.addTask { try await throttle.admit(subjects) == nil } }
                return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            #expect(admitted == 1)
        }
    }

    @Test("IPv6 addresses of one customer count together, IPv4 behind IPv6 as IPv4")
    func networks() {
        func network(_ text: String) -> String { ThrottleSubject.network(of: text) }
        #expect(network("2001:db8:1:2::1") == network("2001:db8:1:2:ffff:ffff:ffff:ffff"))
        #expect(network("2001:db8:1:2::1") != network("2001:db8:1:3::1"))
        #expect(network("::ffff:192.0.2.1") == "192.0.2.1" && network("192.0.2.1") == "192.0.2.1")
        #expect(network("nonsense:") == "nonsense:")
    }

    @Test("R10: an unknown name, a disabled account and one without a password cost a verification each")
    func equalCost() async throws {
        try await withAreaDatabase { test in
            try await IdentityBench.addAdministrator(test.database)
            try await IdentityBench.addAdministrator(test.database, name: "off")
            try await IdentityBench.addAdministrator(test.database, name: "sso")
            try await test.database.execute("UPDATE users SET disabled_at = now() WHERE username = 'off'")
            try await test.database.execute("UPDATE users SET password_hash = NULL WHERE username = 'sso'")
            let hasher = PasswordHasher(width: 1)
            let logins = try await IdentityBench.logins(test.database, hasher: hasher)
            func fastest(_ name: String, _ password: String) async throws -> Duration {
                var best = Duration.seconds(1_000)
                for _ in 0..<4 {
                    try await test.database.execute("DELETE FROM auth_throttle")
                    let start = ContinuousClock.now
                    let error = await apiError {
                        _ = try await logins.signIn(username: name, password: password, caller: IdentityBench.stranger)
                    }
                    #expect(error?.code == .authInvalidCredentials)
                    best = min(best, start.duration(to: .now))
                }
                return best
            }
            let wrong = try await fastest("ada", "wrong")
            for (name, password) in [("nobody", "x"), ("off", IdentityBench.password), ("sso", "x")] {
                let time = try await fastest(name, password)
                #expect(time > wrong / 3 && time < wrong * 3, "\(name): \(time), a wrong password: \(wrong)")
            }
            await hasher.shutdown()
        }
    }
}

@Suite("What password hashes may cost", .serialized)
struct PasswordCostTests {
    @Test(
        "C18: a stored hash that asks for too much belongs to no password and takes no memory for it",
        arguments: [
            "m=4194304,t=3,p=1", "m=65536,t=4000000000,p=1", "m=65536,t=3,p=200", "m=131073,t=1,p=1",
            "m=65536,t=11,p=1",
            "m=0,t=1,p=1", "m=65536,t=3", "t=3,m=65536,p=1", "m=-1,t=3,p=1", "m=65536,t=3,p=1,x=1",
        ])
    func bounds(parameters: String) async throws {
        let hash = try await IdentityBench.hasher.hash("x")
        let changed = hash.replacing("m=65536,t=3,p=1", with: parameters)
        #expect(changed != hash && PasswordHashParameters(phc: changed) == nil)
        #expect(try await !IdentityBench.hasher.verify("x", against: changed))
    }

    @Test("C18: a hash with other parameters still counts, and sign-in brings it up to date")
    func upgrade() async throws {
        let old = try OldHash.make("correct horse battery", passes: 1, memoryKiB: 1_024)
        let hasher = IdentityBench.hasher
        #expect(PasswordHashParameters(phc: old) == PasswordHashParameters(memoryKiB: 1_024, passes: 1, lanes: 1))
        #expect(try await hasher.verify("correct horse battery", against: old))
        try await withAreaDatabase { test in
            try await IdentityBench.addAdministrator(test.database)
            try await test.database.execute("UPDATE users SET password_hash = '\(old)'")
            _ = try await IdentityBench.signIn(test.database)
            let stored = try #require(
                try await test.database.query("SELECT password_hash FROM users").first?.string("password_hash"))
            #expect(PasswordHashParameters(phc: stored) == .current)
            _ = try await IdentityBench.signIn(test.database)
            #expect(
                try await test.database.query("SELECT password_hash FROM users").first?.string("password_hash")
                    == stored)
        }
    }

    @Test("C18: more verifications than may wait are sent away at once, and the rest come to their end")
    func queue() async throws {
        let hasher = PasswordHasher(width: 1, maximumWaiting: 3)
        let outcomes = await withTaskGroup(of: APIError?.self) { group in
            for _ in 0..<12 { group.addTask { await apiError { _ = try await hasher.hash("x") } } }
            return await group.reduce(into: [APIError?]()) { $0.append($1) }
        }
        let refused = outcomes.compactMap { $0 }
        #expect(refused.count >= 1 && refused.count <= 8)
        #expect(refused.allSatisfy { $0.code == .serverUnavailable && $0.headers["Retry-After"] != nil })
        _ = try await hasher.hash("x")
        await hasher.shutdown()
    }

    @Test("the same password counts however its letters are composed")
    func normalisation() async throws {
        let hash = try await IdentityBench.hasher.hash("sch\u{f6}n ﬁne")
        #expect(try await IdentityBench.hasher.verify("scho\u{308}n fine", against: hash))
    }
}
