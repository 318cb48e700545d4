import CPostgres

/// The connection string taken apart, with the session settings every connection needs.
struct ConnectionParameters: Sendable {
    /// Keywords and values in the order for `PQconnectStartParams`.
    let pairs: [(keyword: String, value: String)]
    let statementTimeout: Int
    private let secrets: [String]

    /// - Throws: `unreachable` when libpq cannot read the string; its text is not repeated, as it may hold a password.
    init(_ configuration: DatabaseConfiguration) throws(DatabaseError) {
        var problem: UnsafeMutablePointer<CChar>?
        guard let options = PQconninfoParse(configuration.conninfo, &problem) else {
            PQfreemem(problem)
            throw DatabaseError(
                .unreachable, "the database connection string cannot be read",
                hint: "it is either key=value pairs or a postgresql:// address")
        }
        defer { PQconninfoFree(options) }
        var given: [(keyword: String, value: String)] = []
        var secrets: [String] = []
        var index = 0
        while let keyword = options[index].keyword {
            defer { index += 1 }
            guard let value = options[index].val else { continue }
            let pair = (keyword: String(cString: keyword), value: String(cString: value))
            if pair.keyword.hasSuffix("password"), !pair.value.isEmpty { secrets.append(pair.value) }
            given.append(pair)
        }
        statementTimeout = configuration.statementTimeout
        pairs = Self.merge(given, into: configuration)
        self.secrets = secrets
    }

    /// Removes every secret from a text of libpq's and flattens it to one line.
    func redact(_ text: String) -> String {
        var text = text.split(whereSeparator: \.isNewline).joined(separator: "; ")
        for secret in secrets where secret.count > 2 {
            text = text.split(separator: secret, omittingEmptySubsequences: false).joined(separator: "***")
        }
        return text
    }

    private static func merge(
        _ given: [(keyword: String, value: String)], into configuration: DatabaseConfiguration
    ) -> [(keyword: String, value: String)] {
        let settings = [
            "statement_timeout=\(configuration.statementTimeout * 1_000)", "timezone=UTC", "datestyle=ISO",
            "intervalstyle=iso_8601", "bytea_output=hex", "client_min_messages=warning",
            // A forgotten transaction must not hold locks and dead rows for ever.
            "idle_in_transaction_session_timeout=120000",
        ]
        let userOptions = given.last { $0.keyword == "options" }?.value
        let options = ([userOptions].compactMap { $0 } + settings.map { "-c \($0)" }).joined(separator: " ")
        // A peer that vanished without a word is noticed within about a minute.
        let defaults = [
            ("keepalives_idle", "30"), ("keepalives_interval", "10"), ("keepalives_count", "3"),
            ("tcp_user_timeout", "60000"), ("application_name", configuration.applicationName),
        ]
        let own = [("options", options), ("client_encoding", "UTF8")]
        var pairs = given.filter { pair in !own.contains { $0.0 == pair.keyword } }
        pairs += defaults.filter { pair in !given.contains { $0.keyword == pair.0 } }
        return pairs + own
    }
}
