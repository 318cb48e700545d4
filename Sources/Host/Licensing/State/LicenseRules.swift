import Audit
import Contract
import Core

/// What follows from reading the licence file. Pure.
///
/// A file that is gone means the free tier. A file that is refused never takes a licence out of force that still
/// verifies, so a damaged copy costs nothing; what is wrong stays on show until the file is good.
enum LicenseRules {
    /// What was found where the licence should be.
    enum Found: Sendable {
        case nothing
        case unreadable(String)
        case text(LicenseVerification)
    }

    struct Decision: Sendable {
        var license: License?
        var fault: LicenseFault?
        var entries: [AuditEntry] = []
    }

    /// - Parameters:
    ///   - held: the licence until now.
    ///   - stands: the same, if it is in force now and verifies with the keys of now.
    static func decide(
        _ found: Found, held: License?, stands: License?, at now: Timestamp, source: LicenseSource, by caller: Caller
    ) -> Decision {
        switch found {
        case .nothing:
            return Decision(entries: held.map { [LicenseAudit.removed($0, source, caller)] } ?? [])
        case .unreadable(let reason):
            return refuse(LicenseFault(code: "unreadable", reason: reason), stands, source, caller)
        case .text(let verification):
            guard let license = verification.license else {
                return refuse(
                    LicenseFault(code: verification.result.rawValue, reason: verification.reason), stands, source,
                    caller)
            }
            // A start tells of every licence; later only what is new is told.
            let isNew = source == .boot || held != license
            if verification.result == .valid {
                return Decision(
                    license: license, entries: isNew ? [LicenseAudit.installed(license, at: now, source, caller)] : [])
            }
            let entries = isNew ? [LicenseAudit.expired(license, source, caller)] : []
            guard let stands else { return Decision(license: license, entries: entries) }
            return Decision(
                license: stands,
                fault: LicenseFault(code: verification.result.rawValue, reason: verification.reason), entries: entries)
        }
    }

    private static func refuse(
        _ fault: LicenseFault, _ stands: License?, _ source: LicenseSource, _ caller: Caller
    ) -> Decision {
        Decision(license: stands, fault: fault, entries: [LicenseAudit.refused(fault, source, caller)])
    }

    /// How far a licence has come; each stage is told once.
    enum Stage: Int, Comparable, Sendable {
        case far, soon, grace, expired

        static func < (left: Stage, right: Stage) -> Bool { left.rawValue < right.rawValue }
    }

    /// The last 14 days are announced.
    static let noticeSeconds: Int64 = 14 * 86_400

    static func stage(of license: License, at now: Timestamp) -> Stage {
        switch license.phase(at: now) {
        case .active: now < license.expiresAt.adding(seconds: -noticeSeconds) ? .far : .soon
        case .grace: .grace
        case .expired: .expired
        }
    }

    /// What is said when a licence comes to a stage.
    static func announcement(of stage: Stage, _ license: License, at now: Timestamp, by caller: Caller) -> AuditEntry? {
        switch stage {
        case .far: nil
        case .soon, .grace: LicenseAudit.expiringSoon(license, at: now, caller)
        case .expired: LicenseAudit.expired(license, .timer, caller)
        }
    }

    static func isBehind(_ now: Timestamp, _ watermark: Timestamp?) -> Bool {
        watermark.map { now < $0.adding(seconds: -LicenseVerifier.clockToleranceSeconds) } ?? false
    }
}
