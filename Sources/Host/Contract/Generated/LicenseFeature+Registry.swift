// Made by scripts/generate-contract from contract/license-features.yaml. Change that file, not this one.

extension LicenseFeature {
    /// Run compliance scans and see their results.
    package static let complianceCheck = LicenseFeature(id: "compliance_check", tier: .free)

    /// Search the audit log with the query language.
    package static let auditQuery = LicenseFeature(id: "audit_query", tier: .openwatchPlus)

    /// Export the audit log.
    package static let auditExport = LicenseFeature(id: "audit_export", tier: .openwatchPlus)

    /// Ask for posture at a time in the past.
    package static let temporalQueries = LicenseFeature(id: "temporal_queries", tier: .openwatchPlus)

    /// Carry out remediations in bulk.
    package static let remediationExecution = LicenseFeature(id: "remediation_execution", tier: .openwatchPlus)

    /// Exceptions with scope, review and expiry.
    package static let structuredExceptions = LicenseFeature(id: "structured_exceptions", tier: .openwatchPlus)

    /// Rule updates ahead of the free schedule.
    package static let priorityUpdates = LicenseFeature(id: "priority_updates", tier: .openwatchPlus)

    /// Single sign-on through SAML.
    package static let ssoSaml = LicenseFeature(id: "sso_saml", tier: .openwatchPlus)

    /// Security keys as a second factor.
    package static let fido2MFA = LicenseFeature(id: "fido2_mfa", tier: .openwatchPlus)

    /// Extended diagnostics.
    package static let premiumDiagnostics = LicenseFeature(id: "premium_diagnostics", tier: .openwatchPlus)

    /// Load probe plugins that are signed by a vendor.
    package static let vendorPlugins = LicenseFeature(id: "vendor_plugins", tier: .openwatchPlus)

    /// Run trusted plugins inside the server process instead of a runner process.
    package static let pluginInProcess = LicenseFeature(id: "plugin_in_process", tier: .enterprise)

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
