import ArgumentParser
import Contract
import Core
import Foundation
import JSON
import Licensing

/// `openwatch license`: what concerns licences, for operators and for those who issue them.
struct LicenseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "license", abstract: "Look at, install and issue licences.",
        subcommands: [
            LicenseStatusCommand.self, LicenseInspectCommand.self, LicenseInstallCommand.self,
            LicenseKeygenCommand.self, LicenseIssueCommand.self,
        ])
}

/// What a command knows about a licence, as text or JSON.
struct LicenseReport: Sendable {
    let verification: LicenseVerification
    /// Faults of the issuer keys that it was verified with.
    let keyFaults: [String]
    let now: Timestamp

    /// - Parameter folder: of the issuer keys; nil = the configured one.
    init(of text: String, _ configuration: Configuration, folder: String?) {
        let content = IssuerKeyFolder(path: folder ?? configuration["license.issuer_keys"]).read()
        now = .now()
        keyFaults = content.faults + content.warnings
        verification = configuration.licenseVerifier(keys: content.ring).verify(text, at: now, watermark: nil)
    }

    var status: LicenseStatus {
        switch verification.license?.phase(at: now) {
        case .active: .active
        case .grace: .grace
        case .expired: .expired
        case nil: .invalid
        }
    }

    /// - Parameter extra: members to begin with.
    func json(_ extra: [(StaticString, String)] = []) -> String {
        var writer = JSONWriter()
        writer.beginObject()
        for (name, value) in extra { writer.member(name, value) }
        writer.member("status", status.rawValue)
        writer.member("is_valid", verification.result == .valid)
        writer.member("verify_result", verification.result.rawValue)
        writer.member(optional: "reason", verification.reason)
        writer.member(optional: "key_id", verification.license?.keyID)
        writer.member(optional: "using_prev_key", verification.license?.usesPreviousKey)
        writer.member(optional: "grace_until", verification.license?.graceEnd.description)
        if let claims = verification.claims {
            writer.key("claims")
            writer.beginObject()
            for (name, value) in rows(of: claims) { writer.member(optional: name, value) }
            writer.member("features", claims.features)
            writer.endObject()
        }
        writer.member("warnings", verification.warnings)
        writer.member("key_faults", keyFaults)
        writer.endObject()
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    /// The claims one per line, then what the verification came to.
    var text: String {
        var table = TextTable(columns: ["CLAIM", "VALUE"])
        if let claims = verification.claims {
            for (name, value) in rows(of: claims) {
                if let value { table.append(["\(name)", value]) }
            }
            table.append(["features", claims.features.joined(separator: ", ")])
        }
        var text = verification.claims == nil ? "" : table.text + "\n"
        text += "result: \(verification.result.rawValue)"
        if let reason = verification.reason { text += " (\(reason))" }
        if verification.license == nil, verification.claims != nil {
            text += "; the claims above are not to be trusted"
        }
        if let license = verification.license {
            text += "\nstatus: \(status.rawValue), grace until \(license.graceEnd)"
        }
        for warning in verification.warnings { text += "\nwarning: \(warning)" }
        return text
    }

    private func rows(of claims: LicenseClaims) -> [(StaticString, String?)] {
        [
            ("issuer", claims.issuer), ("audience", claims.audience.joined(separator: ", ")),
            ("customer_id", claims.customerID), ("tier", claims.tier), ("fingerprint", claims.fingerprint),
            ("issued_at", claims.issuedAt?.description), ("not_before", claims.notBefore?.description),
            ("expires_at", claims.expiresAt?.description),
        ]
    }

    func warnAboutKeys() {
        for fault in keyFaults { StandardError.write("issuer key: \(fault)\n") }
    }
}
