import Testing

@testable import Identity

@Suite("Password hashes", .serialized)
struct PasswordTests {
    private let hasher = IdentityBench.hasher

    @Test("a password belongs to its own hash alone; the same password hashes differently each time")
    func verify() async throws {
        let hash = try await hasher.hash("correct horse")
        let again = try await hasher.hash("correct horse")
        #expect(hash != again && hash.hasPrefix("$argon2id$v=19$m=65536,t=3,p=1$"))
        #expect(try await hasher.verify("correct horse", against: hash))
        #expect(try await hasher.verify("correct horse", against: again))
        for wrong in ["correct hors", "correct horse ", "", "Correct horse"] {
            #expect(try await !hasher.verify(wrong, against: hash))
        }
    }

    @Test("bytes beyond ASCII, NUL included, count in full")
    func bytes() async throws {
        let hash = try await hasher.hash("pass\u{0}wörd😀")
        #expect(try await hasher.verify("pass\u{0}wörd😀", against: hash))
        #expect(try await !hasher.verify("pass", against: hash))
        #expect(try await !hasher.verify("pass\u{0}word😀", against: hash))
    }

    @Test(
        "a hash that cannot be read belongs to no password",
        arguments: ["", "x", "$argon2id$", "$2b$12$abc", "$argon2i$v=19$m=8,t=1,p=1$AAAAAAAAAAA$AAAA"])
    func unreadable(hash: String) async throws {
        #expect(try await !hasher.verify("", against: hash))
        #expect(try await !hasher.verify("x", against: hash))
    }

    @Test("an unknown user takes as long as a known one")
    func decoyTime() async throws {
        // A pool of its own, so that other tests do not queue in between; the fastest of several runs each.
        let hasher = PasswordHasher(width: 1)
        let hash = try await hasher.hash("x")
        var real = Duration.seconds(1_000)
        var decoy = real
        for _ in 0..<8 {
            let start = ContinuousClock.now
            _ = try await hasher.verify("y", against: hash)
            let middle = ContinuousClock.now
            try await hasher.verifyDecoy("y")
            real = min(real, start.duration(to: middle))
            decoy = min(decoy, middle.duration(to: .now))
        }
        await hasher.shutdown()
        #expect(decoy > real / 3 && decoy < real * 3, "real \(real), decoy \(decoy)")
    }

    @Test("many verifications at once all come to their end")
    func many() async throws {
        let hash = try await hasher.hash("x")
        let results = try await withThrowingTaskGroup(of: Bool.self) { group in
            for index in 0..<12 { group.addTask { try await hasher.verify(index % 2 == 0 ? "x" : "y", against: hash) } }
            return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(results == 6)
    }
}
