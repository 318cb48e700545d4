// Made by scripts/generate-contract from contract/license-features.yaml. Change that file, not this one.

extension LicenseFeature {
    /// Run compliance scans and see their results.
    package static let complianceCheck = LicenseFeature(
        id: "compliance_check", tier: .free, summary: "Run compliance scans and see their results.")

    /// Search the audit log with the query language.
    package static let auditQuery = LicenseFeature(
        id: "audit_query", tier: .openwatchPlus, summary: "Search the audit log with the query language.")

    /// Export the audit log.
    package static let auditExport = LicenseFeature(
        id: "audit_export", tier: .openwatchPlus, summary: "Export the audit log.")

    /// Ask for posture at a time in the past.
    package static let temporalQueries = LicenseFeature(
        id: "temporal_queries", tier: .openwatchPlus, summary: "Ask for posture at a time in the past.")

    /// Carry out remediations in bulk.
    package static let remediationExecution = LicenseFeature(
        id: "remediation_execution", tier: .openwatchPlus, summary: "Carry out remediations in bulk.")

    /// Exceptions with scope, review and expiry.
    package static let structuredExceptions = LicenseFeature(
        id: "structured_exceptions", tier: .openwatchPlus, summary: "Exceptions with scope, review and expiry.")

    /// Rule updates ahead of the free schedule.
    package static let priorityUpdates = LicenseFeature(
        id: "priority_updates", tier: .openwatchPlus, summary: "Rule updates ahead of the free schedule.")

    /// Single sign-on through SAML.
    package static let ssoSaml = LicenseFeature(
        id: "sso_saml", tier: .openwatchPlus, summary: "Single sign-on through SAML.")

    /// Security keys as a second factor.
    package static let fido2MFA = LicenseFeature(
        id: "fido2_mfa", tier: .openwatchPlus, summary: "Security keys as a second factor.")

    /// Extended diagnostics.
    package static let premiumDiagnostics = LicenseFeature(
        id: "premium_diagnostics", tier: .openwatchPlus, summary: "Extended diagnostics.")

    /// Load probe plugins that are signed by a vendor.
    package static let vendorPlugins = LicenseFeature(
        id: "vendor_plugins", tier: .openwatchPlus, summary: "Load probe plugins that are signed by a vendor.")

    /// Run trusted plugins inside the server process instead of a runner process.
    package static let pluginInProcess = LicenseFeature(
        id: "plugin_in_process",
        tier: .enterprise,
        summary: "Run trusted plugins inside the server process instead of a runner process."
    )

    /// Every entry, in the order of the registry.
    package static let all: [LicenseFeature] = [
        .complianceCheck,
        .auditQuery,
        .auditExport,
        .temporalQueries,
        .remediationExecution,
        .structuredExceptions,
        .priorityUpdates,
        .ssoSaml,
        .fido2MFA,
        .premiumDiagnostics,
        .vendorPlugins,
        .pluginInProcess,
    ]
}
