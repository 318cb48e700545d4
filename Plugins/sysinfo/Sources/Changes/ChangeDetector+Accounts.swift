import JSON

extension ChangeDetector {
    static func accountChanges(_ pair: Comparison) -> [Change] {
        existence(pair) + security(pair) + privileges(pair)
    }

    private static func existence(_ pair: Comparison) -> [Change] {
        guard pair.covers("users", key: "accounts") else { return [] }
        let (before, after) = pair.items("accounts") { $0["name"]?.string }
        var changes: [Change] = []
        for (name, account) in after where before[name] == nil {
            var detail: JSONObject = ["user": .string(name)]
            for key in ["uid", "gid", "shell", "home"] { detail[key] = account[key] }
            changes.append(
                Change(
                    .userCreated, subject: "user:\(name)", message: "Account \(name) was created.", attributes: detail))
        }
        for (name, account) in before where after[name] == nil {
            var detail: JSONObject = ["user": .string(name)]
            detail["uid"] = account["uid"]
            changes.append(
                Change(.userDeleted, subject: "user:\(name)", message: "Account \(name) is gone.", attributes: detail))
        }
        return changes
    }

    /// Locks and expiry come from the shadow file alone, so a visit without root says nothing about them.
    private static func security(_ pair: Comparison) -> [Change] {
        guard pair.covers("account_security", key: "account_security"),
            let before = pair.previous["account_security"]?.object,
            let after = pair.current["account_security"]?.object
        else { return [] }
        let start = pair.previous["sections"]?["shadow"]?["observed_unix"]?.integer
        let end = pair.current["sections"]?["shadow"]?["observed_unix"]?.integer
        let uids = pair.items("accounts") { $0["name"]?.string }.after
        var changes: [Change] = []
        for (name, state) in after {
            guard let prior = before[name] else { continue }
            var detail: JSONObject = ["user": .string(name)]
            detail["uid"] = uids[name]?["uid"]
            if let was = prior["locked"]?.bool, let locked = state["locked"]?.bool, was != locked {
                changes.append(
                    Change(
                        locked ? .userLocked : .userUnlocked, subject: "user:\(name)",
                        message: "Account \(name) was \(locked ? "locked" : "unlocked").", attributes: detail))
            }
            if let start, let end, let expiry = state["password_expires_unix"]?.integer, start < expiry, expiry <= end {
                detail["expires_at"] = state["password_expires_at"]
                changes.append(
                    Change(
                        .passwordExpired, subject: "user:\(name)", message: "The password of \(name) has expired.",
                        attributes: detail))
            }
        }
        return changes
    }

    /// New members of the groups that may become root, by the group's list, by primary group, or by a directory.
    private static func privileges(_ pair: Comparison) -> [Change] {
        guard pair.covers("groups", key: "privileged_members"), pair.covers("users", key: "accounts") else { return [] }
        func members(_ snapshot: JSONObject, _ key: String, _ group: String) -> Set<String> {
            Set((snapshot[key]?[group]?.array ?? []).compactMap(\.string))
        }
        let isDirectoryKnown = pair.covers("directory_groups", key: "directory_members")
        var changes: [Change] = []
        for group in Groups.privileged {
            let before = members(pair.previous, "privileged_members", group)
                .union(members(pair.previous, "directory_members", group))
            var after = members(pair.current, "privileged_members", group)
            if isDirectoryKnown { after.formUnion(members(pair.current, "directory_members", group)) }
            for user in after.subtracting(before) {
                changes.append(
                    Change(
                        .privilegedGroupAdded, subject: "group-member:\(group)/\(user)",
                        message: "\(user) is now a member of \(group).",
                        attributes: ["user": .string(user), "group": .string(group)]))
            }
        }
        return changes
    }
}
