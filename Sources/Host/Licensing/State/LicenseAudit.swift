import Audit
import Contract
import Core
import JSON

/// The audit entries of licences.
enum LicenseAudit {
    static func installed(_ license: License, at time: Timestamp, _ source: LicenseSource, _ caller: Caller)
        -> AuditEntry
    {
        var detail: JSONObject = [
            "source": .string(source.rawValue), "tier": .string(clipped(license.claims.tier)),
            "customer_id": .string(clipped(license.claims.customerID ?? "")),
            "features_count": .integer(license.features.count), "using_prev_key": .bool(license.usesPreviousKey),
            "in_grace_period": .bool(license.phase(at: time) == .grace),
        ]
        if let id = license.mismatchedKeyID { detail["mismatched_key_id"] = .string(id) }
        return AuditEntry(.licenseInstalled, by: caller, detail: detail)
    }

    static func removed(_ license: License, _ source: LicenseSource, _ caller: Caller) -> AuditEntry {
        AuditEntry(
            .licenseRemoved, by: caller,
            detail: [
                "source": .string(source.rawValue), "customer_id": .string(clipped(license.claims.customerID ?? "")),
            ])
    }

    /// A licence that ended, or was ended when it was read.
    static func expired(_ license: License, _ source: LicenseSource, _ caller: Caller) -> AuditEntry {
        AuditEntry(
            .licenseExpired, .failure, by: caller,
            detail: ["source": .string(source.rawValue), "expires_at": .string(license.expiresAt.description)])
    }

    static func expiringSoon(_ license: License, at time: Timestamp, _ caller: Caller) -> AuditEntry {
        AuditEntry(
            .licenseExpiringSoon, by: caller,
            detail: [
                "source": .string(LicenseSource.timer.rawValue), "expires_at": .string(license.expiresAt.description),
                "in_grace_period": .bool(license.phase(at: time) == .grace),
            ])
    }

    static func refused(_ fault: LicenseFault, _ source: LicenseSource, _ caller: Caller) -> AuditEntry {
        let isForeign = fault.code == LicenseResult.fingerprintMismatch.rawValue
        var detail: JSONObject = ["source": .string(source.rawValue), "reason": .string(fault.code)]
        if !isForeign, let reason = fault.reason { detail["error"] = .string(clipped(reason)) }
        return AuditEntry(isForeign ? .licenseTampered : .licenseInvalid, .failure, by: caller, detail: detail)
    }

    static func clockRollback(
        now: Timestamp, watermark: Timestamp, _ source: LicenseSource, _ caller: Caller
    ) -> AuditEntry {
        AuditEntry(
            .licenseClockRollbackDetected, .failure, by: caller,
            detail: [
                "source": .string(source.rawValue), "last_known_good": .string(watermark.description),
                "current_time": .string(now.description),
            ])
    }

    /// A licence may carry texts of any length.
    private static func clipped(_ text: String) -> String { String(text.prefix(256)) }
}
