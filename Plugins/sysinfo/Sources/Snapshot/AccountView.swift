import JSON

/// The parts of the snapshot that several account files make together: users, groups, members of privileged groups.
struct AccountView {
    private let accounts: [JSONValue]
    private let security: JSONObject
    private let groups: [JSONValue]
    private let directory: JSONObject

    init(snapshot: JSONObject) {
        accounts = snapshot["accounts"]?.array ?? []
        security = snapshot["account_security"]?.object ?? JSONObject()
        groups = snapshot["group_items"]?.array ?? []
        directory = snapshot["directory_members"]?.object ?? JSONObject()
    }

    func complete(_ snapshot: inout JSONObject) {
        snapshot.set("users", users)
        var primary: [Int64: [String]] = [:]
        for account in accounts {
            if let gid = account["gid"]?.integer, let name = account["name"]?.string {
                primary[gid, default: []].append(name)
            }
        }
        var members = JSONObject()
        var items: [JSONValue] = []
        var privileged = JSONObject()
        for group in groups {
            guard var item = group.object, let name = item["name"]?.string else { continue }
            let listed = (item["members"]?.array ?? []).compactMap(\.string)
            let resolved = item["gid"]?.integer.flatMap { primary[$0] } ?? []
            item["primary_members"] = resolved.isEmpty ? Optional.none : .strings(resolved)
            items.append(.object(item))
            members[name] = .strings(listed)
            guard Groups.privileged.contains(name) else { continue }
            // A user whose own group is wheel is an administrator like any other.
            let remote = (directory[name]?.array ?? []).compactMap(\.string)
            let all = listed + resolved.filter { !listed.contains($0) }
            members[name] = .strings(all + remote.filter { !all.contains($0) })
            privileged[name] = .strings(all.sorted())
        }
        snapshot.set("groups", members)
        if !items.isEmpty { snapshot["group_items"] = .array(items) }
        if !groups.isEmpty { snapshot["privileged_members"] = .object(privileged) }
    }

    private var users: JSONObject {
        var users = JSONObject(minimumCapacity: accounts.count)
        for account in accounts {
            guard let name = account["name"]?.string else { continue }
            let state = security[name]
            var user = JSONObject()
            user.set("uid", account["uid"]?.integer)
            user.set("locked", state?["locked"]?.bool ?? false)
            user.set("gid", account["gid"]?.integer)
            user.set("gecos", account["gecos"]?.string)
            user.set("home", account["home"]?.string)
            user.set("shell", account["shell"]?.string)
            user.set("last_change_days", state?["last_change_days"]?.integer)
            user.set("max_days", state?["max_days"]?.integer)
            user.set("password_expires_at", state?["password_expires_at"]?.string)
            users[name] = .object(user)
        }
        return users
    }
}
