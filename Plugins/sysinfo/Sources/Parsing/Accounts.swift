import JSON

/// Local accounts of /etc/passwd. Directory accounts are none of its business.
struct Accounts {
    struct Account {
        let name: String
        let uid, gid: Int64
        let gecos, home, shell: String
        let isLossy: Bool
    }

    private(set) var accounts: [Account] = []

    /// Nil when there is not one account: a host without any is a file that was not read.
    init?(_ output: Bytes) {
        var names: Set<String> = []
        for line in output.lines.prefix(131_072) {
            let fields = line.fields(":")
            // As in the C library: a line without a proper number is no account, and the first of a name counts.
            guard fields.count >= 3, let first = fields[0].first, ![0x2B, 0x2D, 0x23].contains(first),
                fields[0].count <= TextLimit.name, let uid = fields[2].count64, uid <= 4_294_967_295
            else { continue }
            let name = fields[0].text
            guard names.insert(name).inserted else { continue }
            func text(_ index: Int) -> String { index < fields.count ? fields[index].text : "" }
            accounts.append(
                Account(
                    name: name, uid: uid, gid: fields.count > 3 ? fields[3].count64 ?? 0 : 0, gecos: text(4),
                    home: text(5),
                    shell: text(6), isLossy: !line.isUTF8))
        }
        if accounts.isEmpty { return nil }
    }

    var snapshot: [JSONValue] {
        accounts.sorted { $0.name < $1.name }.map { account in
            var object = JSONObject()
            object.set("name", account.name)
            object.set("uid", account.uid)
            object.set("gid", account.gid)
            object.set("gecos", account.gecos)
            object.set("home", account.home)
            object.set("shell", account.shell)
            if account.isLossy { object.set("lossy", true) }
            return .object(object)
        }
    }
}
