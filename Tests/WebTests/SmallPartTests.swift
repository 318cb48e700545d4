import Core
import Testing

@testable import Web

@Suite("Cookies of a request")
struct RequestCookiesTests {
    @Test("names and values are taken apart, the first of a name counts, broken pairs are left out")
    func reading() {
        let cookies = RequestCookies(["a=1; openwatch_session=x=y==;b=;c; =d", "a=2;e=5"])
        #expect(cookies["a"] == "1" && cookies["openwatch_session"] == "x=y==" && cookies["e"] == "5")
        #expect(cookies["c"] == nil && cookies["missing"] == nil && cookies["b"] == nil)
        #expect(RequestCookies([])["a"] == nil)
    }

    @Test("a header of a hundred thousand pairs costs little")
    func many() {
        let header = (0..<100_000).map { "c\($0)=1" }.joined(separator: ";")
        let start = ContinuousClock.now
        #expect(RequestCookies([header])["c0"] == "1")
        #expect(start.duration(to: .now) < .seconds(1))
    }
}

@Suite("Limits of attempts")
struct AttemptLimiterTests {
    private let start = Timestamp(microseconds: 1_772_445_604_000_000)

    @Test("the attempt above the limit waits until the first one leaves the window")
    func window() {
        let limiter = AttemptLimiter(limit: 3, windowSeconds: 60)
        for second in 0..<3 { #expect(limiter.attempt("a", at: start.adding(seconds: Int64(second))) == nil) }
        #expect(limiter.attempt("a", at: start.adding(seconds: 3)) == 57)
        #expect(limiter.attempt("a", at: start.adding(seconds: 59)) == 1)
        #expect(limiter.attempt("b", at: start.adding(seconds: 3)) == nil)
        #expect(limiter.attempt("a", at: start.adding(seconds: 60)) == nil)
        #expect(limiter.attempt("a", at: start.adding(seconds: 60)) == 1)
    }

    @Test("refused attempts do not prolong the wait")
    func refused() {
        let limiter = AttemptLimiter(limit: 1, windowSeconds: 10)
        #expect(limiter.attempt("a", at: start) == nil)
        for second in 1..<10 { #expect(limiter.attempt("a", at: start.adding(seconds: Int64(second))) != nil) }
        #expect(limiter.attempt("a", at: start.adding(seconds: 10)) == nil)
    }

    @Test("a flood of addresses does not grow the memory without end, and old keys go first")
    func memory() {
        let limiter = AttemptLimiter(limit: 2, windowSeconds: 60, maxKeys: 100)
        for index in 0..<100 { _ = limiter.attempt("old \(index)", at: start) }
        let later = start.adding(seconds: 61)
        for index in 0..<50 { _ = limiter.attempt("new \(index)", at: later) }
        #expect(limiter.keyCount <= 101)
        for index in 0..<10_000 {
            _ = limiter.attempt("flood \(index)", at: later)
            #expect(limiter.keyCount <= 101)
        }
    }
}

extension AttemptLimiter {
    /// How many keys it remembers, read off its private state.
    var keyCount: Int {
        for child in Mirror(reflecting: self).children where child.label == "state" {
            return Self.attempts(in: child.value)
        }
        return -1
    }

    private static func attempts(in value: Any) -> Int {
        if let attempts = value as? [String: [Timestamp]] { return attempts.count }
        return Mirror(reflecting: value).children.map { attempts(in: $0.value) }.max() ?? -1
    }
}
