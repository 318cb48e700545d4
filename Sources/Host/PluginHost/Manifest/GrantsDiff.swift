/// How the rights that one manifest asks for differ from those of another: what an operator must approve.
package struct GrantsDiff: Sendable, Hashable {
    package struct Change: Sendable, Hashable, CustomStringConvertible {
        package enum Kind: String, Sendable, CaseIterable {
            case service, command, section, read, isolation
        }

        package let kind: Kind
        /// The service id, the command's or section's id, or the read's glob.
        package let name: String
        /// What is different, as `added (sudo never, …): cat /etc/hosts` or `timeout 5s -> 30s`.
        package let detail: String

        /// One line.
        package var description: String { SafeText.line("\(kind.rawValue) \(name): \(detail)") }
    }

    /// The plugin could do more than before.
    package private(set) var widened: [Change] = []
    /// The plugin could do less.
    package private(set) var narrowed: [Change] = []
    /// Neither more nor less that could be told from the manifest: another text under the same name. Counts as widened.
    package private(set) var replaced: [Change] = []

    /// Whether an approval of the old manifest's rights does not cover the new one's.
    package var needsApproval: Bool { !widened.isEmpty || !replaced.isEmpty }
    package var isEmpty: Bool { widened.isEmpty && narrowed.isEmpty && replaced.isEmpty }

    /// - Parameter old: nil if there was no version before: everything is widened.
    package init(from old: PluginManifest?, to new: PluginManifest) {
        let before = old.map(Grant.all) ?? []
        let after = Grant.all(new)
        let known = Dictionary(before.map { ($0.key, $0) }) { first, _ in first }
        for grant in after {
            guard let earlier = known[grant.key] else {
                widened.append(grant.change(grant.addition))
                continue
            }
            if earlier.text != grant.text {
                replaced.append(grant.change("\(earlier.text) -> \(grant.text)"))
            }
            for (limit, previous) in zip(grant.limits, earlier.limits) where limit.value != previous.value {
                let change = grant.change("\(limit.name) \(previous.text) -> \(limit.text)")
                if limit.value > previous.value { widened.append(change) } else { narrowed.append(change) }
            }
        }
        let kept = Set(after.map(\.key))
        for grant in before where !kept.contains(grant.key) { narrowed.append(grant.change("removed: \(grant.text)")) }
    }
}

/// One right of a manifest, in a form that can be compared.
private struct Grant {
    struct Key: Hashable {
        let kind: GrantsDiff.Change.Kind
        let name: String
    }

    /// A number of which more is wider. Grants of one kind have the same limits in the same order.
    struct Limit {
        let name: String
        let value: Int
        let text: String

        init(_ name: String, _ value: Int, text: String? = nil) {
            self.name = name
            self.value = value
            self.text = text ?? String(value)
        }
    }

    let key: Key
    /// What runs or is read.
    let text: String
    let limits: [Limit]

    func change(_ detail: String) -> GrantsDiff.Change { .init(kind: key.kind, name: key.name, detail: detail) }

    /// The whole right. Its limits come first: whether something runs as root must not be lost behind a long text.
    var addition: String {
        let bounds = limits.map { "\($0.name) \($0.text)" }.joined(separator: ", ")
        return ["added", bounds.isEmpty ? "" : " (\(bounds))", text.isEmpty ? "" : ": \(text)"].joined()
    }

    static func all(_ manifest: PluginManifest) -> [Grant] {
        let permissions = manifest.permissions
        let services = permissions.services.sorted().map { Grant(.service, $0, $0, []) }
        let commands = permissions.commands.values.sorted { $0.id < $1.id }.map { command in
            Grant(
                .command, command.id, argv(command.template.source),
                [
                    sudo(command.sudo), timeout(command.timeout), Limit("max_stdout", command.maxStdout),
                    Limit("max_stderr", command.maxStderr),
                ])
        }
        let sections = permissions.sections.sorted { $0.id < $1.id }.map { section in
            Grant(
                .section, section.id, section.command,
                [
                    Limit("part", section.part == .root ? 1 : 0, text: section.part.rawValue),
                    timeout(section.timeout), Limit("max_bytes", section.maxBytes),
                ])
        }
        let reads = permissions.reads.map { read in
            Grant(.read, read.glob.description, read.glob.description, [Limit("max", read.maxBytes)])
        }.sorted { $0.key.name < $1.key.name }
        let isolation = manifest.isolation
        let limits = Grant(
            .isolation, "limits", "",
            [
                Limit("mode", isolation.mode == .inProcess ? 1 : 0, text: isolation.mode.rawValue),
                Limit("max_concurrent", isolation.maxConcurrent), Limit("memory_mib", isolation.memoryMiB),
                Limit("cpu_s_per_call", isolation.cpuSecondsPerCall),
            ])
        return services + commands + sections + reads + [limits]
    }

    private init(_ kind: GrantsDiff.Change.Kind, _ name: String, _ text: String, _ limits: [Limit]) {
        key = Key(kind: kind, name: name)
        self.text = text
        self.limits = limits
    }

    /// One text for each list: where an element ends decides what a command does.
    private static func argv(_ source: [String]) -> String {
        source.map { element in
            let isPlain = !element.isEmpty && !element.contains { $0.isWhitespace || $0 == "'" || $0 == "\\" }
            return isPlain ? element : ShellQuoting.quote(element)
        }.joined(separator: " ")
    }

    private static func sudo(_ sudo: ProbeSudo) -> Limit {
        let rank =
            switch sudo {
            case .never: 0
            case .ifNeeded: 1
            case .required: 2
            }
        return Limit("sudo", rank, text: sudo.rawValue)
    }

    private static func timeout(_ duration: Duration) -> Limit {
        Limit("timeout", Int(duration / .milliseconds(1)), text: ManifestDuration.format(duration))
    }
}
