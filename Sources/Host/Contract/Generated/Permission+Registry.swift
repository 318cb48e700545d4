// Made by scripts/generate-contract from contract/permissions.yaml. Change that file, not this one.

extension Permission {
    /// See the own profile, sessions and second factor.
    package static let authRead = Permission(ordinal: 0, id: "auth:read", isDangerous: false)

    /// Change the own password, sessions and second factor.
    package static let authWrite = Permission(ordinal: 1, id: "auth:write", isDangerous: false)

    /// List and view users.
    package static let userRead = Permission(ordinal: 2, id: "user:read", isDangerous: false)

    /// Create and change users.
    package static let userWrite = Permission(ordinal: 3, id: "user:write", isDangerous: false)

    /// Delete users.
    package static let userDelete = Permission(ordinal: 4, id: "user:delete", isDangerous: true)

    /// List and view hosts, what was collected from them and their event stream.
    package static let hostRead = Permission(ordinal: 5, id: "host:read", isDangerous: false)

    /// Add and change hosts and run discovery.
    package static let hostWrite = Permission(ordinal: 6, id: "host:write", isDangerous: false)

    /// Delete hosts.
    package static let hostDelete = Permission(ordinal: 7, id: "host:delete", isDangerous: true)

    /// Check on demand whether a host can be reached.
    package static let hostConnectivityCheck = Permission(ordinal: 8, id: "host:connectivity_check", isDangerous: false)

    /// Collect system information from a host on demand.
    package static let hostIntelligenceRefresh = Permission(
        ordinal: 9, id: "host:intelligence_refresh", isDangerous: false)

    /// View credentials without their secrets.
    package static let credentialRead = Permission(ordinal: 10, id: "credential:read", isDangerous: false)

    /// Create and change credentials.
    package static let credentialWrite = Permission(ordinal: 11, id: "credential:write", isDangerous: false)

    /// Delete credentials.
    package static let credentialDelete = Permission(ordinal: 12, id: "credential:delete", isDangerous: true)

    /// View scans and their results.
    package static let scanRead = Permission(ordinal: 13, id: "scan:read", isDangerous: false)

    /// Start scans.
    package static let scanExecute = Permission(ordinal: 14, id: "scan:execute", isDangerous: false)

    /// Stop running scans.
    package static let scanCancel = Permission(ordinal: 15, id: "scan:cancel", isDangerous: false)

    /// View scan templates.
    package static let scanTemplateRead = Permission(ordinal: 16, id: "scan_template:read", isDangerous: false)

    /// Create and change scan templates.
    package static let scanTemplateWrite = Permission(ordinal: 17, id: "scan_template:write", isDangerous: false)

    /// Delete scan templates.
    package static let scanTemplateDelete = Permission(ordinal: 18, id: "scan_template:delete", isDangerous: true)

    /// View posture, scores and drift.
    package static let complianceRead = Permission(ordinal: 19, id: "compliance:read", isDangerous: false)

    /// View baselines.
    package static let baselineRead = Permission(ordinal: 20, id: "baseline:read", isDangerous: false)

    /// Set and reset baselines.
    package static let baselineWrite = Permission(ordinal: 21, id: "baseline:write", isDangerous: false)

    /// Remove baselines.
    package static let baselineDelete = Permission(ordinal: 22, id: "baseline:delete", isDangerous: true)

    /// View exceptions.
    package static let exceptionRead = Permission(ordinal: 23, id: "exception:read", isDangerous: false)

    /// Ask for an exception.
    package static let exceptionRequest = Permission(ordinal: 24, id: "exception:request", isDangerous: false)

    /// Comment on an exception.
    package static let exceptionComment = Permission(ordinal: 25, id: "exception:comment", isDangerous: false)

    /// Approve or reject exceptions that others asked for.
    package static let exceptionApprove = Permission(ordinal: 26, id: "exception:approve", isDangerous: false)

    /// End an exception early.
    package static let exceptionRevoke = Permission(ordinal: 27, id: "exception:revoke", isDangerous: true)

    /// View alerts.
    package static let alertRead = Permission(ordinal: 28, id: "alert:read", isDangerous: false)

    /// Acknowledge alerts.
    package static let alertAcknowledge = Permission(ordinal: 29, id: "alert:acknowledge", isDangerous: false)

    /// Resolve alerts.
    package static let alertResolve = Permission(ordinal: 30, id: "alert:resolve", isDangerous: false)

    /// Silence and dismiss alerts and set thresholds.
    package static let alertWrite = Permission(ordinal: 31, id: "alert:write", isDangerous: false)

    /// View delivery channels.
    package static let notificationRead = Permission(ordinal: 32, id: "notification:read", isDangerous: false)

    /// Create and change delivery channels.
    package static let notificationWrite = Permission(ordinal: 33, id: "notification:write", isDangerous: false)

    /// Delete delivery channels.
    package static let notificationDelete = Permission(ordinal: 34, id: "notification:delete", isDangerous: true)

    /// Send a test message through a channel.
    package static let notificationTest = Permission(ordinal: 35, id: "notification:test", isDangerous: false)

    /// List API tokens.
    package static let tokenRead = Permission(ordinal: 36, id: "token:read", isDangerous: false)

    /// Create API tokens.
    package static let tokenWrite = Permission(ordinal: 37, id: "token:write", isDangerous: false)

    /// Revoke API tokens.
    package static let tokenDelete = Permission(ordinal: 38, id: "token:delete", isDangerous: true)

    /// View the licence.
    package static let licenseRead = Permission(ordinal: 39, id: "license:read", isDangerous: false)

    /// Install a licence.
    package static let licenseInstall = Permission(ordinal: 40, id: "license:install", isDangerous: true)

    /// Remove the licence.
    package static let licenseRevoke = Permission(ordinal: 41, id: "license:revoke", isDangerous: true)

    /// View policies.
    package static let policyRead = Permission(ordinal: 42, id: "policy:read", isDangerous: false)

    /// Read policies from disk again.
    package static let policyReload = Permission(ordinal: 43, id: "policy:reload", isDangerous: false)

    /// Install policies.
    package static let policyInstall = Permission(ordinal: 44, id: "policy:install", isDangerous: true)

    /// View remediation requests.
    package static let remediationRead = Permission(ordinal: 45, id: "remediation:read", isDangerous: false)

    /// Ask for a remediation.
    package static let remediationRequest = Permission(ordinal: 46, id: "remediation:request", isDangerous: false)

    /// Approve or reject remediations that others asked for.
    package static let remediationApprove = Permission(ordinal: 47, id: "remediation:approve", isDangerous: false)

    /// Carry out a remediation on a host.
    package static let remediationExecute = Permission(ordinal: 48, id: "remediation:execute", isDangerous: true)

    /// Undo a remediation on a host.
    package static let remediationRollback = Permission(ordinal: 49, id: "remediation:rollback", isDangerous: true)

    /// View integrations.
    package static let integrationRead = Permission(ordinal: 50, id: "integration:read", isDangerous: false)

    /// Create and change integrations.
    package static let integrationWrite = Permission(ordinal: 51, id: "integration:write", isDangerous: false)

    /// Call an integration.
    package static let integrationExecute = Permission(ordinal: 52, id: "integration:execute", isDangerous: false)

    /// Read the audit log.
    package static let auditRead = Permission(ordinal: 53, id: "audit:read", isDangerous: false)

    /// Export the audit log.
    package static let auditExport = Permission(
        ordinal: 54, id: "audit:export", isDangerous: false, feature: .auditExport)

    /// View server status, settings and plugins.
    package static let systemRead = Permission(ordinal: 55, id: "system:read", isDangerous: false)

    /// Change server settings.
    package static let systemConfigWrite = Permission(ordinal: 56, id: "system:config_write", isDangerous: true)

    /// View the sign-in policy.
    package static let systemAuthPolicyRead = Permission(ordinal: 57, id: "system:auth_policy_read", isDangerous: false)

    /// Change the sign-in policy.
    package static let systemAuthPolicyWrite = Permission(
        ordinal: 58, id: "system:auth_policy_write", isDangerous: true)

    /// List roles.
    package static let roleRead = Permission(ordinal: 59, id: "role:read", isDangerous: false)

    /// Create roles.
    package static let roleWrite = Permission(ordinal: 60, id: "role:write", isDangerous: true)

    /// Give roles to users and take them away.
    package static let roleAssign = Permission(ordinal: 61, id: "role:assign", isDangerous: true)

    /// Reset, disable and enable user accounts.
    package static let adminUserManage = Permission(ordinal: 62, id: "admin:user_manage", isDangerous: true)

    /// Administer roles.
    package static let adminRoleManage = Permission(ordinal: 63, id: "admin:role_manage", isDangerous: true)

    /// Set how long data is kept.
    package static let adminRetentionPolicy = Permission(ordinal: 64, id: "admin:retention_policy", isDangerous: true)

    /// Administer single sign-on providers.
    package static let adminSSOProvider = Permission(ordinal: 65, id: "admin:sso_provider", isDangerous: true)

    /// Change settings of the whole installation.
    package static let adminSystemSetting = Permission(ordinal: 66, id: "admin:system_setting", isDangerous: true)

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
