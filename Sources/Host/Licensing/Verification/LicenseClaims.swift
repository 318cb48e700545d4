package import Core
import JSON

/// What a licence says. The claims stand side by side, none is nested.
package struct LicenseClaims: Sendable, Equatable {
    package let issuer: String?
    package let audience: [String]
    package let issuedAt: Timestamp?
    package let notBefore: Timestamp?
    package let expiresAt: Timestamp?
    /// As it is written, `free` if it is not. Informational: only features grant anything.
    package let tier: String
    /// In the order of the licence, without repetitions. May name features that this version does not know.
    package let features: [String]
    package let customerID: String?
    /// The installation that the licence is for; nil = any.
    package let fingerprint: String?

    /// - Throws: for a claim of the wrong type. A claim that is missing is none; unknown ones are passed over.
    init(_ payload: JSONObject) throws(CompactJWT.Malformed) {
        issuer = try Self.text("iss", in: payload)
        audience = try Self.audience(in: payload)
        issuedAt = try Self.time("iat", in: payload)
        notBefore = try Self.time("nbf", in: payload)
        expiresAt = try Self.time("exp", in: payload)
        tier = try Self.text("tier", in: payload) ?? "free"
        features = try Self.features(in: payload)
        customerID = try Self.text("customer_id", in: payload)
        fingerprint = try Self.text("fingerprint", in: payload).flatMap { $0.isEmpty ? nil : $0 }
    }

    private static func present(_ name: String, in payload: JSONObject) -> JSONValue? {
        // Spelled out: a bare nil would be JSON's null here.
        guard let value = payload[name], !value.isNull else { return Optional<JSONValue>.none }
        return value
    }

    private static func text(_ name: String, in payload: JSONObject) throws(CompactJWT.Malformed) -> String? {
        guard let value = present(name, in: payload) else { return nil }
        guard let text = value.string else { throw CompactJWT.Malformed(reason: "\(name) is not a string") }
        return text
    }

    /// One string or an array of them (RFC 7519 section 4.1.3).
    private static func audience(in payload: JSONObject) throws(CompactJWT.Malformed) -> [String] {
        guard let value = present("aud", in: payload) else { return [] }
        if let one = value.string { return [one] }
        return try strings(value, named: "aud")
    }

    private static func features(in payload: JSONObject) throws(CompactJWT.Malformed) -> [String] {
        guard let value = present("features", in: payload) else { return [] }
        var seen: Set<String> = []
        return try strings(value, named: "features").filter { seen.insert($0).inserted }
    }

    private static func strings(_ value: JSONValue, named name: String) throws(CompactJWT.Malformed) -> [String] {
        guard let elements = value.array else { throw CompactJWT.Malformed(reason: "\(name) is not an array") }
        let strings = elements.compactMap(\.string)
        guard strings.count == elements.count else {
            throw CompactJWT.Malformed(reason: "\(name) holds something else than strings")
        }
        return strings
    }

    /// Seconds since 1970, which may have a fraction (RFC 7519 section 2, NumericDate); years 1970 to 9999.
    private static func time(_ name: String, in payload: JSONObject) throws(CompactJWT.Malformed) -> Timestamp? {
        guard let value = present(name, in: payload) else { return nil }
        guard let seconds = value.double, (0...253_402_300_799).contains(seconds) else {
            throw CompactJWT.Malformed(reason: "\(name) is not a time")
        }
        return Timestamp(microseconds: Int64((seconds * 1_000_000).rounded()))
    }
}
