import ArgumentParser
import Foundation
import JSON
import PluginHost

/// `openwatch plugin inspect`: shows what a package is and asks for, without running it.
struct PluginInspectCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect", abstract: "Show what a package is, what it asks for and who signed it.",
        discussion: "No plugin's code is run. Exit code 0 shown, 1 not a readable package.")

    @OptionGroup var globals: GlobalOptions

    @Argument(help: "Directory or .owp file of the package.")
    var package: String

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws { try answer().give(asJSON: json) }

    func answer() throws -> CommandAnswer {
        let directory = try globals.loadValid()["plugins.trust_dir"]
        return try CommandAnswer.of {
            let inspected = try PackageInspection(path: package)
            let verdict: (level: String, text: String)
            do throws(PluginRejection) {
                let ring = try Self.ring(directory)
                let trust = try inspected.check(trust: SignedTrustPolicy(ring: ring))
                verdict = (trust.level, trust.description)
            } catch {
                verdict = ("refused", "refused, \(error.reason.rawValue): \(error.message)")
            }
            return CommandAnswer(
                Self.text(inspected, verdict: verdict.text), json: Self.json(inspected, verdict: verdict))
        }
    }

    private static func ring(_ directory: String) throws(PluginRejection) -> TrustRing {
        do throws(PluginError) {
            return try TrustRing.load(directory: directory)
        } catch {
            throw PluginRejection(.untrusted, error.message, faults: error.faults)
        }
    }

    private static func text(_ inspected: PackageInspection, verdict: String) -> String {
        let manifest = inspected.manifest
        let grants = GrantsDiff(from: nil, to: manifest)
        var lines = [
            "\(manifest.id) \(manifest.version)  \(manifest.name)", "vendor    \(manifest.vendor.name)",
            "trust     \(verdict)", "manifest  sha256 \(inspected.digest)",
        ]
        if let signature = inspected.signature {
            lines.append("signature key \(signature.keyID), \(signature.trustedComment)")
        }
        lines.append("why       \(manifest.permissions.reason ?? "it asks for no service")")
        lines.append("probes")
        lines += manifest.probes.map { "  \($0.name)\($0.role.map { "  role \($0.rawValue)" } ?? "")" }
        lines.append("asks for")
        lines += grants.widened.filter { $0.kind != .isolation }.map {
            "  \($0.kind.rawValue) \($0.name)\(Self.root($0, manifest))"
        }
        lines.append("files")
        lines += inspected.files.map { "  \($0.path)  \($0.size) bytes" }
        return lines.map { $0 + "\n" }.joined()
    }

    /// A mark for what may run as root.
    private static func root(_ change: GrantsDiff.Change, _ manifest: PluginManifest) -> String {
        let isRoot =
            switch change.kind {
            case .command: manifest.permissions.commands[change.name].map { $0.sudo != .never } ?? false
            case .section: manifest.permissions.sections.contains { $0.id == change.name && $0.part == .root }
            default: false
            }
        return isRoot ? "  (root)" : ""
    }

    private static func json(_ inspected: PackageInspection, verdict: (level: String, text: String)) -> JSONObject {
        let manifest = inspected.manifest
        let permissions = manifest.permissions
        return [
            "ok": true, "id": .string(manifest.id), "version": .string(manifest.version),
            "name": .string(manifest.name), "vendor": .string(manifest.vendor.name),
            "manifest_sha256": .string(inspected.digest), "archive": .bool(inspected.isArchive),
            "trust": .string(verdict.level), "trust_detail": .string(verdict.text),
            "signature": inspected.signature.map { signature in
                .object([
                    "key_id": .string(signature.keyID.description),
                    "trusted_comment": .string(signature.trustedComment),
                ])
            } ?? .null,
            "feature": manifest.feature.map { .string($0) } ?? .null,
            "reason": permissions.reason.map { .string($0) } ?? .null,
            "probes": .array(
                manifest.probes.map { probe in
                    .object([
                        "name": .string(probe.name), "role": probe.role.map { .string($0.rawValue) } ?? .null,
                    ])
                }),
            "events": .array(manifest.events.map { .string($0.type) }),
            "services": .array(permissions.services.sorted().map { .string($0) }),
            "commands": .array(
                permissions.commands.values.sorted { $0.id < $1.id }.map { command in
                    .object([
                        "id": .string(command.id), "argv": .array(command.template.source.map { .string($0) }),
                        "sudo": .string(command.sudo.rawValue),
                    ])
                }),
            "sections": .array(
                permissions.sections.map { section in
                    .object([
                        "id": .string(section.id), "part": .string(section.part.rawValue),
                        "command": .string(section.command),
                    ])
                }),
            "reads": .array(permissions.reads.map { .string($0.glob.description) }),
            "files": .array(
                inspected.files.map { .object(["path": .string($0.path), "size": .integer(Int64($0.size))]) }),
        ]
    }
}
