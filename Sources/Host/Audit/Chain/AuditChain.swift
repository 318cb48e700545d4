import Crypto

/// How the rows of the trail hang together: each link's hash covers the link before, its position and the whole row.
enum AuditChain {
    /// What the first link covers in place of a link before it.
    static let genesis = [UInt8](repeating: 0, count: 32)

    /// Held by whoever appends links or removes them; of all servers of a database one at a time.
    static let advisoryLock: Int64 = 0x4f57_6175_6469_7400

    /// A row's canonical form as an expression over `e`, a row of `audit_events`.
    ///
    /// An array of all columns as `jsonb`, which PostgreSQL writes in one way only; times in microseconds.
    static let canonicalForm = """
        jsonb_build_array(e.id, e.correlation_id, e.action, e.severity, e.outcome, e.actor_type, e.actor_id,
            e.actor_label, e.actor_ip, e.actor_user_agent, e.actor_session_id, e.resource_type, e.resource_id,
            e.detail, e.redactions, (extract(epoch FROM e.occurred_at) * 1000000)::bigint,
            (extract(epoch FROM e.recorded_at) * 1000000)::bigint)::text
        """

    /// SHA-256 of the hash before, the position as eight bytes, and the row's canonical form in UTF-8.
    static func hash(after previous: [UInt8], position: Int64, row: String) -> [UInt8] {
        var hash = SHA256()
        hash.update(data: previous)
        hash.update(data: bytes(of: position))
        hash.update(data: Array(row.utf8))
        return Array(hash.finalize())
    }

    /// Most significant byte first.
    static func bytes(of number: Int64) -> [UInt8] { withUnsafeBytes(of: number.bigEndian) { Array($0) } }

    static func hex(_ bytes: [UInt8]) -> String {
        var text = ""
        text.reserveCapacity(2 * bytes.count)
        for byte in bytes {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return text
    }

    private static let digits = Array("0123456789abcdef")
}
