// Made by scripts/generate-contract from contract/permissions.yaml. Change that file, not this one.

extension Permission {
    /// See the own profile, sessions and second factor.
    package static let authRead = Permission(id: "auth:read", isDangerous: false)

    /// Change the own password, sessions and second factor.
    package static let authWrite = Permission(id: "auth:write", isDangerous: false)

    /// List and view users.
    package static let userRead = Permission(id: "user:read", isDangerous: false)

    /// Create and change users.
    package static let userWrite = Permission(id: "user:write", isDangerous: false)

    /// Delete users.
    package static let userDelete = Permission(id: "user:delete", isDangerous: true)

    /// List and view hosts, what was collected from them and their event stream.
    package static let hostRead = Permission(id: "host:read", isDangerous: false)

    /// Add and change hosts and run discovery.
    package static let hostWrite = Permission(id: "host:write", isDangerous: false)

    /// Delete hosts.
    package static let hostDelete = Permission(id: "host:delete", isDangerous: true)

    /// Check on demand whether a host can be reached.
    package static let hostConnectivityCheck = Permission(id: "host:connectivity_check", isDangerous: false)

    /// Collect system information from a host on demand.
    package static let hostIntelligenceRefresh = Permission(id: "host:intelligence_refresh", isDangerous: false)

    /// View credentials without their secrets.
    package static let credentialRead = Permission(id: "credential:read", isDangerous: false)

    /// Create and change credentials.
    package static let credentialWrite = Permission(id: "credential:write", isDangerous: false)

    /// Delete credentials.
    package static let credentialDelete = Permission(id: "credential:delete", isDangerous: true)

    /// View scans and their results.
    package static let scanRead = Permission(id: "scan:read", isDangerous: false)

    /// Start scans.
    package static let scanExecute = Permission(id: "scan:execute", isDangerous: false)

    /// Stop running scans.
    package static let scanCancel = Permission(id: "scan:cancel", isDangerous: false)

    /// View scan templates.
    package static let scanTemplateRead = Permission(id: "scan_template:read", isDangerous: false)

    /// Create and change scan templates.
    package static let scanTemplateWrite = Permission(id: "scan_template:write", isDangerous: false)

    /// Delete scan templates.
    package static let scanTemplateDelete = Permission(id: "scan_template:delete", isDangerous: true)

    /// View posture, scores and drift.
    package static let complianceRead = Permission(id: "compliance:read", isDangerous: false)

    /// View baselines.
    package static let baselineRead = Permission(id: "baseline:read", isDangerous: false)

    /// Set and reset baselines.
    package static let baselineWrite = Permission(id: "baseline:write", isDangerous: false)

    /// Remove baselines.
    package static let baselineDelete = Permission(id: "baseline:delete", isDangerous: true)

    /// View exceptions.
    package static let exceptionRead = Permission(id: "exception:read", isDangerous: false)

    /// Ask for an exception.
    package static let exceptionRequest = Permission(id: "exception:request", isDangerous: false)

    /// Comment on an exception.
    package static let exceptionComment = Permission(id: "exception:comment", isDangerous: false)

    /// Approve or reject exceptions that others asked for.
    package static let exceptionApprove = Permission(id: "exception:approve", isDangerous: false)

    /// End an exception early.
    package static let exceptionRevoke = Permission(id: "exception:revoke", isDangerous: true)

    /// View alerts.
    package static let alertRead = Permission(id: "alert:read", isDangerous: false)

    /// Acknowledge alerts.
    package static let alertAcknowledge = Permission(id: "alert:acknowledge", isDangerous: false)

    /// Resolve alerts.
    package static let alertResolve = Permission(id: "alert:resolve", isDangerous: false)

    /// Silence and dismiss alerts and set thresholds.
    package static let alertWrite = Permission(id: "alert:write", isDangerous: false)

    /// View delivery channels.
    package static let notificationRead = Permission(id: "notification:read", isDangerous: false)

    /// Create and change delivery channels.
    package static let notificationWrite = Permission(id: "notification:write", isDangerous: false)

    /// Delete delivery channels.
    package static let notificationDelete = Permission(id: "notification:delete", isDangerous: true)

    /// Send a test message through a channel.
    package static let notificationTest = Permission(id: "notification:test", isDangerous: false)

    /// List API tokens.
    package static let tokenRead = Permission(id: "token:read", isDangerous: false)

    /// Create API tokens.
    package static let tokenWrite = Permission(id: "token:write", isDangerous: false)

    /// Revoke API tokens.
    package static let tokenDelete = Permission(id: "token:delete", isDangerous: true)

    /// View the licence.
    package static let licenseRead = Permission(id: "license:read", isDangerous: false)

    /// Install a licence.
    package static let licenseInstall = Permission(id: "license:install", isDangerous: true)

    /// Remove the licence.
    package static let licenseRevoke = Permission(id: "license:revoke", isDangerous: true)

    /// View policies.
    package static let policyRead = Permission(id: "policy:read", isDangerous: false)

    /// Read policies from disk again.
    package static let policyReload = Permission(id: "policy:reload", isDangerous: false)

    /// Install policies.
    package static let policyInstall = Permission(id: "policy:install", isDangerous: true)

    /// View remediation requests.
    package static let remediationRead = Permission(id: "remediation:read", isDangerous: false)

    /// Ask for a remediation.
    package static let remediationRequest = Permission(id: "remediation:request", isDangerous: false)

    /// Approve or reject remediations that others asked for.
    package static let remediationApprove = Permission(id: "remediation:approve", isDangerous: false)

    /// Carry out a remediation on a host.
    package static let remediationExecute = Permission(id: "remediation:execute", isDangerous: true)

    /// Undo a remediation on a host.
    package static let remediationRollback = Permission(id: "remediation:rollback", isDangerous: true)

    /// View integrations.
    package static let integrationRead = Permission(id: "integration:read", isDangerous: false)

    /// Create and change integrations.
    package static let integrationWrite = Permission(id: "integration:write", isDangerous: false)

    /// Call an integration.
    package static let integrationExecute = Permission(id: "integration:execute", isDangerous: false)

    /// Read the audit log.
    package static let auditRead = Permission(id: "audit:read", isDangerous: false)

    /// Export the audit log.
    package static let auditExport = Permission(id: "audit:export", isDangerous: false, feature: .auditExport)

    /// View server status, settings and plugins.
    package static let systemRead = Permission(id: "system:read", isDangerous: false)

    /// Change server settings.
    package static let systemConfigWrite = Permission(id: "system:config_write", isDangerous: true)

    /// View the sign-in policy.
    package static let systemAuthPolicyRead = Permission(id: "system:auth_policy_read", isDangerous: false)

    /// Change the sign-in policy.
    package static let systemAuthPolicyWrite = Permission(id: "system:auth_policy_write", isDangerous: true)

    /// List roles.
    package static let roleRead = Permission(id: "role:read", isDangerous: false)

    /// Create roles.
    package static let roleWrite = Permission(id: "role:write", isDangerous: true)

    /// Give roles to users and take them away.
    package static let roleAssign = Permission(id: "role:assign", isDangerous: true)

    /// Reset, disable and enable user accounts.
    package static let adminUserManage = Permission(id: "admin:user_manage", isDangerous: true)

    /// Administer roles.
    package static let adminRoleManage = Permission(id: "admin:role_manage", isDangerous: true)

    /// Set how long data is kept.
    package static let adminRetentionPolicy = Permission(id: "admin:retention_policy", isDangerous: true)

    /// Administer single sign-on providers.
    package static let adminSSOProvider = Permission(id: "admin:sso_provider", isDangerous: true)

    /// Change settings of the whole installation.
    package static let adminSystemSetting = Permission(id: "admin:system_setting", isDangerous: true)

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
