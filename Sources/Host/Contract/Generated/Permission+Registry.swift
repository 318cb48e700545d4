// Made by scripts/generate-contract from contract/permissions.yaml. Change that file, not this one.

extension Permission {
    /// See the own profile, sessions and second factor.
    package static let authRead = Permission(
        ordinal: 0, id: "auth:read", summary: "See the own profile, sessions and second factor.", isDangerous: false)

    /// Change the own password, sessions and second factor.
    package static let authWrite = Permission(
        ordinal: 1,
        id: "auth:write",
        summary: "Change the own password, sessions and second factor.",
        isDangerous: false
    )

    /// List and view users.
    package static let userRead = Permission(
        ordinal: 2, id: "user:read", summary: "List and view users.", isDangerous: false)

    /// Create and change users.
    package static let userWrite = Permission(
        ordinal: 3, id: "user:write", summary: "Create and change users.", isDangerous: false)

    /// Delete users.
    package static let userDelete = Permission(
        ordinal: 4, id: "user:delete", summary: "Delete users.", isDangerous: true)

    /// List and view hosts, what was collected from them and their event stream.
    package static let hostRead = Permission(
        ordinal: 5,
        id: "host:read",
        summary: "List and view hosts, what was collected from them and their event stream.",
        isDangerous: false
    )

    /// Add and change hosts and run discovery.
    package static let hostWrite = Permission(
        ordinal: 6, id: "host:write", summary: "Add and change hosts and run discovery.", isDangerous: false)

    /// Delete hosts.
    package static let hostDelete = Permission(
        ordinal: 7, id: "host:delete", summary: "Delete hosts.", isDangerous: true)

    /// Check on demand whether a host can be reached.
    package static let hostConnectivityCheck = Permission(
        ordinal: 8,
        id: "host:connectivity_check",
        summary: "Check on demand whether a host can be reached.",
        isDangerous: false
    )

    /// Collect system information from a host on demand.
    package static let hostIntelligenceRefresh = Permission(
        ordinal: 9,
        id: "host:intelligence_refresh",
        summary: "Collect system information from a host on demand.",
        isDangerous: false
    )

    /// View credentials without their secrets.
    package static let credentialRead = Permission(
        ordinal: 10, id: "credential:read", summary: "View credentials without their secrets.", isDangerous: false)

    /// Create and change credentials.
    package static let credentialWrite = Permission(
        ordinal: 11, id: "credential:write", summary: "Create and change credentials.", isDangerous: false)

    /// Delete credentials.
    package static let credentialDelete = Permission(
        ordinal: 12, id: "credential:delete", summary: "Delete credentials.", isDangerous: true)

    /// View scans and their results.
    package static let scanRead = Permission(
        ordinal: 13, id: "scan:read", summary: "View scans and their results.", isDangerous: false)

    /// Start scans.
    package static let scanExecute = Permission(
        ordinal: 14, id: "scan:execute", summary: "Start scans.", isDangerous: false)

    /// Stop running scans.
    package static let scanCancel = Permission(
        ordinal: 15, id: "scan:cancel", summary: "Stop running scans.", isDangerous: false)

    /// View scan templates.
    package static let scanTemplateRead = Permission(
        ordinal: 16, id: "scan_template:read", summary: "View scan templates.", isDangerous: false)

    /// Create and change scan templates.
    package static let scanTemplateWrite = Permission(
        ordinal: 17, id: "scan_template:write", summary: "Create and change scan templates.", isDangerous: false)

    /// Delete scan templates.
    package static let scanTemplateDelete = Permission(
        ordinal: 18, id: "scan_template:delete", summary: "Delete scan templates.", isDangerous: true)

    /// View posture, scores and drift.
    package static let complianceRead = Permission(
        ordinal: 19, id: "compliance:read", summary: "View posture, scores and drift.", isDangerous: false)

    /// View baselines.
    package static let baselineRead = Permission(
        ordinal: 20, id: "baseline:read", summary: "View baselines.", isDangerous: false)

    /// Set and reset baselines.
    package static let baselineWrite = Permission(
        ordinal: 21, id: "baseline:write", summary: "Set and reset baselines.", isDangerous: false)

    /// Remove baselines.
    package static let baselineDelete = Permission(
        ordinal: 22, id: "baseline:delete", summary: "Remove baselines.", isDangerous: true)

    /// View exceptions.
    package static let exceptionRead = Permission(
        ordinal: 23, id: "exception:read", summary: "View exceptions.", isDangerous: false)

    /// Ask for an exception.
    package static let exceptionRequest = Permission(
        ordinal: 24, id: "exception:request", summary: "Ask for an exception.", isDangerous: false)

    /// Comment on an exception.
    package static let exceptionComment = Permission(
        ordinal: 25, id: "exception:comment", summary: "Comment on an exception.", isDangerous: false)

    /// Approve or reject exceptions that others asked for.
    package static let exceptionApprove = Permission(
        ordinal: 26,
        id: "exception:approve",
        summary: "Approve or reject exceptions that others asked for.",
        isDangerous: false
    )

    /// End an exception early.
    package static let exceptionRevoke = Permission(
        ordinal: 27, id: "exception:revoke", summary: "End an exception early.", isDangerous: true)

    /// View alerts.
    package static let alertRead = Permission(
        ordinal: 28, id: "alert:read", summary: "View alerts.", isDangerous: false)

    /// Acknowledge alerts.
    package static let alertAcknowledge = Permission(
        ordinal: 29, id: "alert:acknowledge", summary: "Acknowledge alerts.", isDangerous: false)

    /// Resolve alerts.
    package static let alertResolve = Permission(
        ordinal: 30, id: "alert:resolve", summary: "Resolve alerts.", isDangerous: false)

    /// Silence and dismiss alerts and set thresholds.
    package static let alertWrite = Permission(
        ordinal: 31, id: "alert:write", summary: "Silence and dismiss alerts and set thresholds.", isDangerous: false)

    /// View delivery channels.
    package static let notificationRead = Permission(
        ordinal: 32, id: "notification:read", summary: "View delivery channels.", isDangerous: false)

    /// Create and change delivery channels.
    package static let notificationWrite = Permission(
        ordinal: 33, id: "notification:write", summary: "Create and change delivery channels.", isDangerous: false)

    /// Delete delivery channels.
    package static let notificationDelete = Permission(
        ordinal: 34, id: "notification:delete", summary: "Delete delivery channels.", isDangerous: true)

    /// Send a test message through a channel.
    package static let notificationTest = Permission(
        ordinal: 35, id: "notification:test", summary: "Send a test message through a channel.", isDangerous: false)

    /// List API tokens.
    package static let tokenRead = Permission(
        ordinal: 36, id: "token:read", summary: "List API tokens.", isDangerous: false)

    /// Create API tokens.
    package static let tokenWrite = Permission(
        ordinal: 37, id: "token:write", summary: "Create API tokens.", isDangerous: false)

    /// Revoke API tokens.
    package static let tokenDelete = Permission(
        ordinal: 38, id: "token:delete", summary: "Revoke API tokens.", isDangerous: true)

    /// View the licence.
    package static let licenseRead = Permission(
        ordinal: 39, id: "license:read", summary: "View the licence.", isDangerous: false)

    /// Install a licence.
    package static let licenseInstall = Permission(
        ordinal: 40, id: "license:install", summary: "Install a licence.", isDangerous: true)

    /// Remove the licence.
    package static let licenseRevoke = Permission(
        ordinal: 41, id: "license:revoke", summary: "Remove the licence.", isDangerous: true)

    /// View policies.
    package static let policyRead = Permission(
        ordinal: 42, id: "policy:read", summary: "View policies.", isDangerous: false)

    /// Read policies from disk again.
    package static let policyReload = Permission(
        ordinal: 43, id: "policy:reload", summary: "Read policies from disk again.", isDangerous: false)

    /// Install policies.
    package static let policyInstall = Permission(
        ordinal: 44, id: "policy:install", summary: "Install policies.", isDangerous: true)

    /// View remediation requests.
    package static let remediationRead = Permission(
        ordinal: 45, id: "remediation:read", summary: "View remediation requests.", isDangerous: false)

    /// Ask for a remediation.
    package static let remediationRequest = Permission(
        ordinal: 46, id: "remediation:request", summary: "Ask for a remediation.", isDangerous: false)

    /// Approve or reject remediations that others asked for.
    package static let remediationApprove = Permission(
        ordinal: 47,
        id: "remediation:approve",
        summary: "Approve or reject remediations that others asked for.",
        isDangerous: false
    )

    /// Carry out a remediation on a host.
    package static let remediationExecute = Permission(
        ordinal: 48, id: "remediation:execute", summary: "Carry out a remediation on a host.", isDangerous: true)

    /// Undo a remediation on a host.
    package static let remediationRollback = Permission(
        ordinal: 49, id: "remediation:rollback", summary: "Undo a remediation on a host.", isDangerous: true)

    /// View integrations.
    package static let integrationRead = Permission(
        ordinal: 50, id: "integration:read", summary: "View integrations.", isDangerous: false)

    /// Create and change integrations.
    package static let integrationWrite = Permission(
        ordinal: 51, id: "integration:write", summary: "Create and change integrations.", isDangerous: false)

    /// Call an integration.
    package static let integrationExecute = Permission(
        ordinal: 52, id: "integration:execute", summary: "Call an integration.", isDangerous: false)

    /// Read the audit log.
    package static let auditRead = Permission(
        ordinal: 53, id: "audit:read", summary: "Read the audit log.", isDangerous: false)

    /// Export the audit log.
    package static let auditExport = Permission(
        ordinal: 54, id: "audit:export", summary: "Export the audit log.", isDangerous: false, feature: .auditExport)

    /// View server status, settings and plugins.
    package static let systemRead = Permission(
        ordinal: 55, id: "system:read", summary: "View server status, settings and plugins.", isDangerous: false)

    /// Change server settings.
    package static let systemConfigWrite = Permission(
        ordinal: 56, id: "system:config_write", summary: "Change server settings.", isDangerous: true)

    /// View the sign-in policy.
    package static let systemAuthPolicyRead = Permission(
        ordinal: 57, id: "system:auth_policy_read", summary: "View the sign-in policy.", isDangerous: false)

    /// Change the sign-in policy.
    package static let systemAuthPolicyWrite = Permission(
        ordinal: 58, id: "system:auth_policy_write", summary: "Change the sign-in policy.", isDangerous: true)

    /// List roles.
    package static let roleRead = Permission(ordinal: 59, id: "role:read", summary: "List roles.", isDangerous: false)

    /// Create roles.
    package static let roleWrite = Permission(
        ordinal: 60, id: "role:write", summary: "Create roles.", isDangerous: true)

    /// Give roles to users and take them away.
    package static let roleAssign = Permission(
        ordinal: 61, id: "role:assign", summary: "Give roles to users and take them away.", isDangerous: true)

    /// Reset, disable and enable user accounts.
    package static let adminUserManage = Permission(
        ordinal: 62, id: "admin:user_manage", summary: "Reset, disable and enable user accounts.", isDangerous: true)

    /// Administer roles.
    package static let adminRoleManage = Permission(
        ordinal: 63, id: "admin:role_manage", summary: "Administer roles.", isDangerous: true)

    /// Set how long data is kept.
    package static let adminRetentionPolicy = Permission(
        ordinal: 64, id: "admin:retention_policy", summary: "Set how long data is kept.", isDangerous: true)

    /// Administer single sign-on providers.
    package static let adminSSOProvider = Permission(
        ordinal: 65, id: "admin:sso_provider", summary: "Administer single sign-on providers.", isDangerous: true)

    /// Change settings of the whole installation.
    package static let adminSystemSetting = Permission(
        ordinal: 66,
        id: "admin:system_setting",
        summary: "Change settings of the whole installation.",
        isDangerous: true
    )

    /// Every entry, in the order of the registry.
    package static let all: [Permission] = [
        .authRead,
        .authWrite,
        .userRead,
        .userWrite,
        .userDelete,
        .hostRead,
        .hostWrite,
        .hostDelete,
        .hostConnectivityCheck,
        .hostIntelligenceRefresh,
        .credentialRead,
        .credentialWrite,
        .credentialDelete,
        .scanRead,
        .scanExecute,
        .scanCancel,
        .scanTemplateRead,
        .scanTemplateWrite,
        .scanTemplateDelete,
        .complianceRead,
        .baselineRead,
        .baselineWrite,
        .baselineDelete,
        .exceptionRead,
        .exceptionRequest,
        .exceptionComment,
        .exceptionApprove,
        .exceptionRevoke,
        .alertRead,
        .alertAcknowledge,
        .alertResolve,
        .alertWrite,
        .notificationRead,
        .notificationWrite,
        .notificationDelete,
        .notificationTest,
        .tokenRead,
        .tokenWrite,
        .tokenDelete,
        .licenseRead,
        .licenseInstall,
        .licenseRevoke,
        .policyRead,
        .policyReload,
        .policyInstall,
        .remediationRead,
        .remediationRequest,
        .remediationApprove,
        .remediationExecute,
        .remediationRollback,
        .integrationRead,
        .integrationWrite,
        .integrationExecute,
        .auditRead,
        .auditExport,
        .systemRead,
        .systemConfigWrite,
        .systemAuthPolicyRead,
        .systemAuthPolicyWrite,
        .roleRead,
        .roleWrite,
        .roleAssign,
        .adminUserManage,
        .adminRoleManage,
        .adminRetentionPolicy,
        .adminSSOProvider,
        .adminSystemSetting,
    ]
}
