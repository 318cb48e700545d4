import JSON

/// Lock state and ageing by account, from fields that the host cut out of /etc/shadow. No hash is in it.
struct AccountSecurity {
    private(set) var snapshot = JSONObject()

    init?(_ output: Bytes) {
        for line in output.lines.prefix(131_072) {
            // name:class:algorithm:last change:min:max:warn:inactive:expire
            let fields = line.fields(":")
            guard fields.count >= 4, !fields[0].isEmpty, fields[0].count <= TextLimit.name,
                let state = State(rawValue: fields[1].text)
            else { continue }
            let name = fields[0].text
            guard snapshot[name] == nil else { continue }
            var object = JSONObject()
            object.set("locked", state == .locked || state == .disabled)
            object.set("state", state.rawValue)
            if fields[2].count <= 16 { object.set("algorithm", fields[2].text) }
            let names = [
                "last_change_days", "min_days", "max_days", "warn_days", "inactive_days", "expire_days",
            ]
            for (index, key) in names.enumerated() where index + 3 < fields.count {
                guard let days = fields[index + 3].count64, days < 3_000_000 else { continue }
                object.set(key, days)
            }
            if let expiry = Self.expiry(lastChange: object["last_change_days"], maximum: object["max_days"]) {
                object.set("password_expires_at", Instant.text(unixSeconds: expiry))
                object.set("password_expires_unix", expiry)
            }
            snapshot[name] = .object(object)
        }
        if snapshot.isEmpty { return nil }
    }

    private enum State: String {
        case set, locked, disabled, empty
    }

    /// Only a maximum from 1 to 99,998 days is a policy.
    private static func expiry(lastChange: JSONValue?, maximum: JSONValue?) -> Int64? {
        guard let last = lastChange?.integer, let days = maximum?.integer, days > 0, days < 99_999 else { return nil }
        return (last + days) * Instant.day
    }
}
