import HostFacts
import JSON

extension Category {
    /// Who may do what. The parts of one account come from different files, and each is observed on its own.
    static let access: [Category] = [
        Category(name: "users", keys: ["accounts"]) { seen in
            seen.from(.accounts) { output in
                Accounts(output).map { .observed(values: ["accounts": .array($0.snapshot)]) }
            }
        },
        Category(name: "account_security", keys: ["account_security"]) { seen in
            seen.from(.shadow) { output in
                AccountSecurity(output).map { .observed(values: ["account_security": .object($0.snapshot)]) }
            }
        },
        Category(name: "groups", keys: ["group_items"]) { seen in
            seen.from(.groups) { output in
                let groups = Groups(output)
                return groups.groups.isEmpty ? nil : .observed(values: ["group_items": .array(groups.snapshot)])
            }
        },
        Category(name: "directory_groups", keys: ["directory_members"]) { seen in
            seen.from(.nssgroups) { output in
                // getent lists local members too: what a directory adds is what /etc/group does not have.
                var local: [String: Set<String>] = [:]
                for group in seen.draft["group_items"]?.array ?? [] {
                    guard let name = group["name"]?.string else { continue }
                    local[name] = Set((group["members"]?.array ?? []).compactMap(\.string))
                }
                var members = JSONObject()
                for group in Groups(output).groups where Groups.privileged.contains(group.name) {
                    members.set(group.name, group.members.filter { local[group.name]?.contains($0) != true }.sorted())
                }
                return .observed(values: ["directory_members": .object(members)])
            }
        },
        Category(name: "sudo", keys: ["sudo"]) { seen in
            seen.from(.sudoers) { output in
                SudoPolicy(output).map { .observed(values: ["sudo": .object($0.snapshot)]) }
            }
        },
        Category(name: "sshd", keys: ["posture.sshd"]) { seen in
            seen.from(.sshd) { output in
                ServerSettings(output).map { .observed(values: ["posture.sshd": .object($0.snapshot)]) }
            }
        },
        Category(name: "selinux", keys: ["posture.selinux"], facts: ["selinux_status"]) { seen in
            seen.from(.mac) { output in
                let status = MandatoryAccessControl(parsing: output.shortText).selinuxStatus
                var facts = JSONObject()
                facts.set("selinux_status", status)
                var posture = JSONObject()
                posture.set("status", status)
                posture.set("configured", KeyValueFacts(output).values["config"])
                return .observed(values: ["posture.selinux": .object(posture)], facts: facts)
            }
        },
        Category(name: "apparmor", keys: ["posture.apparmor"], facts: ["apparmor_enabled"]) { seen in
            seen.from(.mac) { output in
                let enabled = JSONValue.bool(MandatoryAccessControl(parsing: output.shortText).appArmorEnabled)
                return .observed(
                    values: ["posture.apparmor": ["enabled": enabled]], facts: ["apparmor_enabled": enabled])
            }
        },
        Category(name: "crypto", keys: ["posture.crypto"]) { seen in
            seen.from(.crypto) { output in
                .observed(values: ["posture.crypto": .object(KeyValueFacts(output).crypto)])
            }
        },
        Category(name: "config_hashes", keys: ["file_hashes"]) { seen in fileHashes(seen) },
    ]

    /// Files are observed one by one. The root section knows all of them, so only it can say that one is gone; a file
    /// that is gone keeps its last hash, to be compared with when it comes back.
    private static func fileHashes(_ seen: Observation) -> Outcome {
        let asRoot = seen.samples.output(.hashroot).flatMap { FileHashes($0) }
        let asUser = seen.samples.output(.hashes).flatMap { FileHashes($0) }
        guard asRoot != nil || asUser != nil else {
            return seen.first(of: [.hashes, .hashroot]) { _ in nil }
        }
        var merged = JSONObject()
        for (path, entry) in seen.previous?["file_hashes"]?.object ?? [:] {
            guard var entry = entry.object else { continue }
            if asRoot != nil { entry["present"] = false }
            merged[path] = .object(entry)
        }
        let found = (asUser?.files ?? [:]).merging(asRoot?.files ?? [:]) { _, root in root }
        for (path, file) in found.sorted(by: { $0.key < $1.key }) {
            var entry = file.attributes
            entry.set("present", true)
            merged[path] = .object(entry)
        }
        return .observed(values: ["file_hashes": .object(merged)])
    }
}
