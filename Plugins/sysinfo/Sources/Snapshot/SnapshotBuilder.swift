import HostFacts
import JSON

/// Makes one snapshot of a visit's sections and the snapshot before it.
///
/// What was not observed keeps its last known value, so that a refused or broken read neither blanks a fact nor looks
/// like a change. Another machine-id or another distribution behind the same address starts afresh: a new epoch.
struct SnapshotBuilder {
    let samples: SampleSet
    /// The last snapshot, whatever installation it was of.
    let previous: JSONObject?
    /// The server's clock.
    let unixNanoseconds: UInt64

    static let categories = Category.system + Category.access + Category.runtime

    func build() -> JSONObject {
        let isSame = isSameInstallation
        let base = isSame ? previous : nil
        var snapshot = JSONObject()
        var facts = JSONObject()
        var freshness = JSONObject()
        for category in Self.categories {
            let seen = Observation(
                samples: samples, previous: base, draft: snapshot, unixNanoseconds: unixNanoseconds)
            let prior = base?["category_freshness"]?[category.name]?.object
            switch category.observe(seen) {
            case .observed(let values, let found):
                for key in category.keys { snapshot[path: key] = values[key] }
                for key in category.facts { facts[key] = found[key] }
                freshness[category.name] = .object(["status": "ok", "observed_at": now, "attempt_at": now])
            case .missed(let reason):
                carry(category, from: base, into: &snapshot, &facts)
                // What was never observed has no entry.
                if let observed = prior?["observed_at"] {
                    freshness[category.name] = .object([
                        "status": "stale", "observed_at": observed, "attempt_at": now, "reason": .string(reason),
                    ])
                }
            case .skipped:
                carry(category, from: base, into: &snapshot, &facts)
                if let prior { freshness[category.name] = .object(prior) }
            }
        }
        AccountView(snapshot: snapshot).complete(&snapshot)
        completeHashes(&snapshot)
        setEpoch(of: &snapshot, isSame: isSame)
        snapshot["facts"] = .object(facts)
        snapshot["category_freshness"] = .object(freshness)
        snapshot["sections"] = .object(sections(base: base))
        return SnapshotLimit.fit(snapshot)
    }

    private var now: JSONValue { .string(Instant.text(unixNanoseconds: unixNanoseconds)) }

    /// Whether nothing says that the host is another one than last time.
    private var isSameInstallation: Bool {
        guard let previous else { return true }
        if let before = previous["identity"]?["machine_id"]?.string,
            let machine = samples.output(.ident).flatMap({ HostIdentity($0) })?.machineID, machine != before
        {
            return false
        }
        if let before = previous["os"]?["id"]?.string, let os = samples.output(.os).flatMap({ OSRelease($0) }),
            let id = os.id, id != before
        {
            return false
        }
        return true
    }

    private func carry(
        _ category: Category, from base: JSONObject?, into snapshot: inout JSONObject, _ facts: inout JSONObject
    ) {
        guard let base else { return }
        for key in category.keys { snapshot[path: key] = base[path: key] }
        for key in category.facts { facts[key] = base["facts"]?[key] }
    }

    private func setEpoch(of snapshot: inout JSONObject, isSame: Bool) {
        let before = previous?["identity"]?["epoch"]?.integer ?? 0
        var identity = snapshot["identity"]?.object ?? JSONObject()
        identity.set("epoch", isSame ? before : before &+ 1)
        snapshot["identity"] = .object(identity)
    }

    /// The four paths that `config_hashes` has always had; the others stand in `file_hashes` alone.
    private func completeHashes(_ snapshot: inout JSONObject) {
        var hashes = JSONObject()
        for path in ["/etc/sudoers", "/etc/ssh/sshd_config", "/etc/passwd", "/etc/shadow"] {
            guard let entry = snapshot["file_hashes"]?[path], entry["present"]?.bool == true else { continue }
            hashes.set(path, entry["sha256"]?.string)
        }
        snapshot.set("config_hashes", hashes)
    }

    private func sections(base: JSONObject?) -> JSONObject {
        var result = JSONObject()
        for name in SectionName.allCases {
            var entry = base?["sections"]?[name.rawValue]?.object ?? JSONObject()
            if let sample = samples[name] {
                entry.set("verdict", sample.verdict.rawValue)
                if sample.verdict == .ok {
                    entry.set("hash", sample.hash)
                    entry.set("bytes", Int64(sample.output.count))
                    entry.set("observed_unix", Int64(clamping: unixNanoseconds / 1_000_000_000))
                    entry.set("baseline", true)
                }
            }
            if !entry.isEmpty { result[name.rawValue] = .object(entry) }
        }
        return result
    }
}
