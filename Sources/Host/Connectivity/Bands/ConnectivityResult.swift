import Contract
import JSON

/// The result of a probe with the role `connectivity`, as its schema fixes it.
struct ConnectivityResult: Sendable {
    let isReachable: Bool
    let totalMS: Int
    let errorType: String?
    let rungs: [ConnectivityRung]
    let firstFailedRung: String?
    let hostKeyFingerprint: String?
    let privilege: String?
    let isPrivileged: Bool?

    /// nil if the value is not of that form, which the schema rules out.
    init?(_ value: JSONValue) {
        guard let isReachable = value["reachable"]?.bool, let rungs = value["rungs"]?.array else { return nil }
        self.isReachable = isReachable
        totalMS = Self.milliseconds(value["total_ms"], .down) ?? 0
        errorType = value["error_type"]?.string
        self.rungs = rungs.compactMap { rung -> ConnectivityRung? in
            guard let name = rung["name"]?.string, let ok = rung["ok"]?.bool, let attempted = rung["attempted"]?.bool
            else { return nil }
            return ConnectivityRung(
                name: name, ok: ok, attempted: attempted, latencyMS: Self.milliseconds(rung["latency_ms"]),
                errorCode: rung["error_code"]?.string, message: rung["message"]?.string)
        }
        firstFailedRung = value["first_failed_rung"]?.string
        hostKeyFingerprint = value["host_key"]?["fingerprint"]?.string
        privilege = value["privilege"]?.string
        let rung = self.rungs.first { $0.name == "privilege" }
        isPrivileged = rung.flatMap { $0.attempted ? $0.ok : nil }
    }

    /// Whole milliseconds, at most a day: a plugin may send any number.
    private static func milliseconds(
        _ value: JSONValue?, _ rule: FloatingPointRoundingRule = .toNearestOrAwayFromZero
    ) -> Int? {
        value?.double.map { Int(min(max($0, 0), 86_400_000).rounded(rule)) }
    }

    var sample: LadderSample {
        LadderSample(
            isReachable: isReachable, isPrivileged: isPrivileged, responseMS: totalMS, errorType: errorType)
    }
}
