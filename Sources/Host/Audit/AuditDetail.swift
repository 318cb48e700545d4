package import Contract
import JSON
import NIOConcurrencyHelpers

/// What becomes of an entry's detail before it is stored.
package enum AuditDetail {
    /// Longest string in detail that a client without identity, or a sign-in, can put there, in Unicode scalars.
    static let foreignLimit = 256
    /// Longest string in any detail, in Unicode scalars.
    static let limit = 4_096

    private static let counts = NIOLockedValueBox<[String: Int]>([:])

    /// How often members were stored that the registry does not declare, by `<action> <member>`.
    ///
    /// Tests refuse such rows. A server stores and counts them: a row with a member too many is better than none.
    package static var undeclared: [String: Int] { counts.withLockedValue(\.self) }

    /// - Returns: the detail with secrets cut and strings clipped, and the dotted paths of what was cut.
    static func prepare(_ entry: AuditEntry) -> (detail: JSONObject, redactions: [String]) {
        let unknown = isFree(entry.event) ? [] : entry.detail.keys.filter { !entry.event.fields.contains($0) }
        if !unknown.isEmpty {
            counts.withLockedValue { counts in
                // Bounded, whatever the names are made of.
                for key in unknown where counts.count < 1_000 { counts["\(entry.event.code) \(key)", default: 0] += 1 }
            }
        }
        let isForeign = entry.caller.kind == .anonymous || entry.event.code.hasPrefix("auth.")
        let (detail, paths) = AuditRedaction.redact(entry.detail)
        return (clip(detail, to: isForeign ? foreignLimit : limit), paths)
    }

    /// Whether the detail is what a plugin found on a host, whose schema is the plugin's.
    package static func isFree(_ event: AuditEvent) -> Bool { IntelligenceCode.named(event.code) != nil }

    private static func clip(_ object: JSONObject, to limit: Int) -> JSONObject {
        var result = JSONObject(minimumCapacity: object.count)
        for (key, value) in object { result[AuditText.clip(key)] = clip(value, to: limit) }
        return result
    }

    private static func clip(_ value: JSONValue, to limit: Int) -> JSONValue {
        switch value {
        case .string(let text): .string(AuditText.clip(text, to: limit))
        case .array(let elements): .array(elements.map { clip($0, to: limit) })
        case .object(let object): .object(clip(object, to: limit))
        default: value
        }
    }
}
