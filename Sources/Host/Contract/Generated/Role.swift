// Made by scripts/generate-contract from contract/permissions.yaml. Change that file, not this one.

/// The built-in roles.
package enum Role: String, Codable, Sendable, CaseIterable {
    /// Sees hosts, posture and events; changes nothing.
    case viewer
    /// Sees what a viewer sees, exports the audit log and decides on exceptions.
    case auditor
    /// Runs the fleet with its checks, scans and remediations.
    case opsLead = "ops_lead"
    /// Owns hosts, credentials, policies and approvals.
    case securityAdmin = "security_admin"
    /// Holds every permission.
    case admin

    /// Orders roles: an identity acts under the highest of its roles.
    package var rank: Int {
        switch self {
        case .viewer: 1
        case .auditor: 2
        case .opsLead: 3
        case .securityAdmin: 4
        case .admin: 5
        }
    }

    /// A sentence for people.
    package var summary: String {
        switch self {
        case .viewer: "Sees hosts, posture and events; changes nothing."
        case .auditor: "Sees what a viewer sees, exports the audit log and decides on exceptions."
        case .opsLead: "Runs the fleet with its checks, scans and remediations."
        case .securityAdmin: "Owns hosts, credentials, policies and approvals."
        case .admin: "Holds every permission."
        }
    }

    /// What the role may do.
    package var permissions: Set<Permission> {
        switch self {
        case .viewer: Self.viewerPermissions
        case .auditor: Self.auditorPermissions
        case .opsLead: Self.opsLeadPermissions
        case .securityAdmin: Self.securityAdminPermissions
        case .admin: Self.adminPermissions
        }
    }

    private static let viewerPermissions: Set<Permission> = [
        .authRead,
        .hostRead,
        .scanRead,
        .scanTemplateRead,
        .complianceRead,
        .baselineRead,
        .exceptionRead,
        .alertRead,
        .notificationRead,
        .licenseRead,
        .policyRead,
        .remediationRead,
        .integrationRead,
        .auditRead,
        .systemRead,
        .roleRead,
    ]

    private static let auditorPermissions: Set<Permission> = [
        .authRead,
        .authWrite,
        .hostRead,
        .scanRead,
        .scanTemplateRead,
        .complianceRead,
        .baselineRead,
        .exceptionRead,
        .exceptionRequest,
        .exceptionComment,
        .exceptionApprove,
        .alertRead,
        .notificationRead,
        .licenseRead,
        .policyRead,
        .remediationRead,
        .integrationRead,
        .auditRead,
        .auditExport,
        .systemRead,
    ]

    private static let opsLeadPermissions: Set<Permission> = [
        .authRead,
        .authWrite,
        .hostRead,
        .hostWrite,
        .hostConnectivityCheck,
        .hostIntelligenceRefresh,
        .credentialRead,
        .scanRead,
        .scanExecute,
        .scanCancel,
        .scanTemplateRead,
        .scanTemplateWrite,
        .complianceRead,
        .baselineRead,
        .baselineWrite,
        .exceptionRead,
        .exceptionRequest,
        .exceptionComment,
        .alertRead,
        .alertAcknowledge,
        .alertResolve,
        .notificationRead,
        .notificationTest,
        .licenseRead,
        .policyRead,
        .remediationRead,
        .remediationRequest,
        .remediationExecute,
        .remediationRollback,
        .integrationRead,
        .auditRead,
        .systemRead,
    ]

    private static let securityAdminPermissions: Set<Permission> = [
        .authRead,
        .authWrite,
        .userRead,
        .userWrite,
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
        .systemAuthPolicyRead,
        .systemAuthPolicyWrite,
    ]

    private static let adminPermissions: Set<Permission> = [
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
