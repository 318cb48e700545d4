import JSON
import NIOConcurrencyHelpers
import NIOHTTP1
import Testing

/// Every secret that tests gave to a server or got from it, and which test that was.
///
/// Fills itself from requests and responses, so a test need not think of it.
final class SecretRegister: Sendable {
    private struct Origin {
        let kind: String
        let test: String
    }

    /// Members of JSON whose text is a secret, on any level.
    private static let members: Set<String> = [
        "password", "current_password", "new_password", "private_key", "private_key_passphrase", "access_token",
        "refresh_token", "token", "secret", "client_secret", "recovery_codes",
    ]

    private static let cookies: Set<String> = ["openwatch_session", "openwatch_refresh", "XSRF-TOKEN"]

    /// What is shorter is found by accident.
    private static let minimumLength = 10

    private let secrets = NIOLockedValueBox<[String: Origin]>([:])

    func note(_ secret: String, kind: String) {
        guard secret.utf8.count >= Self.minimumLength else { return }
        let origin = Origin(kind: kind, test: Test.current?.name ?? "the harness")
        secrets.withLockedValue { if $0[secret] == nil { $0[secret] = origin } }
    }

    func note(_ json: JSONValue) {
        switch json {
        case .object(let object):
            for (name, value) in object {
                if Self.members.contains(name) { take(value, kind: name) }
                note(value)
            }
        case .array(let elements): for element in elements { note(element) }
        default: break
        }
    }

    private func take(_ value: JSONValue, kind: String) {
        if let text = value.string {
            // A log could break a key into lines; each long one gives it away.
            for line in text.split(separator: "\n") where text.contains("\n") ? line.utf8.count >= 40 : true {
                note(String(line), kind: kind)
            }
        }
        for element in value.array ?? [] { take(element, kind: kind) }
    }

    func note(_ headers: HTTPHeaders) {
        for line in headers["Set-Cookie"] {
            let pair = line.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1)
            if pair.count == 2, Self.cookies.contains(String(pair[0])) {
                note(String(pair[1]), kind: "cookie \(pair[0])")
            }
        }
    }

    /// A line for each secret that is in a text, without the secret.
    func leaks(in text: String, of place: String) -> [String] {
        secrets.withLockedValue { $0 }.compactMap { secret, origin in
            text.contains(secret) ? "\(place) holds a secret: \(origin.kind), used by \(origin.test)" : nil
        }.sorted()
    }

    var count: Int { secrets.withLockedValue(\.count) }
}
