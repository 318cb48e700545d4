/// How failures slow an account or an address down.
enum ThrottleRules {
    /// So many failures in a row cost nothing.
    struct Allowance: Sendable {
        let failures: Int

        static let account = Allowance(failures: 5)
        /// Many people can share an address.
        static let address = Allowance(failures: 20)
    }

    static let longestSeconds = 900

    /// The wait after a failure: none below the allowance, then 1, 2, 4 … seconds, 15 minutes at most.
    static func waitSeconds(afterFailures failures: Int, _ allowance: Allowance) -> Int {
        guard failures >= allowance.failures else { return 0 }
        let doublings = failures - allowance.failures
        return doublings >= 10 ? longestSeconds : min(longestSeconds, 1 << doublings)
    }
}
