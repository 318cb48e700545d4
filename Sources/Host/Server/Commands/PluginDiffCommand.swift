import ArgumentParser
import JSON
import PluginHost

/// `openwatch plugin diff`: how the rights of two versions of a plugin differ.
struct PluginDiffCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff", abstract: "Show how the rights that two packages ask for differ.",
        discussion: """
            No plugin's code is run and no signature is judged. Exit code 0 if an approval of OLD covers NEW, 1 if NEW asks for \
            more or for something else.
            """)

    @Argument(help: "Directory or .owp file of the older package.")
    var old: String

    @Argument(help: "Directory or .owp file of the newer package.")
    var new: String

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
        let answer = try answer()
        try answer.give(asJSON: json)
        if answer.json["needs_approval"]?.bool == true { throw ExitCode(1) }
    }

    func answer() throws -> CommandAnswer {
        try CommandAnswer.of {
            let old = try PackageInspection(path: old).manifest
            let new = try PackageInspection(path: new).manifest
            guard old.id == new.id else {
                throw ServerError(.failed, "\(old.id) and \(new.id) are two plugins, not versions of one")
            }
            let diff = GrantsDiff(from: old, to: new)
            var text = "\(new.id) \(old.version) -> \(new.version)\n"
            for (sign, changes) in [("+", diff.widened), ("~", diff.replaced), ("-", diff.narrowed)] {
                text += changes.map { "\(sign) \($0)\n" }.joined()
            }
            if diff.isEmpty { text += "the same rights\n" }
            func list(_ changes: [GrantsDiff.Change]) -> JSONValue {
                .array(
                    changes.map { change in
                        .object([
                            "kind": .string(change.kind.rawValue), "name": .string(change.name),
                            "detail": .string(change.detail),
                        ])
                    })
            }
            return CommandAnswer(
                text,
                json: [
                    "ok": true, "id": .string(new.id), "old_version": .string(old.version),
                    "new_version": .string(new.version), "needs_approval": .bool(diff.needsApproval),
                    "widened": list(diff.widened), "replaced": list(diff.replaced), "narrowed": list(diff.narrowed),
                ])
        }
    }
}
