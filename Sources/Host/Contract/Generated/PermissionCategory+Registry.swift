// Made by scripts/generate-contract from contract/permissions.yaml. Change that file, not this one.

extension PermissionCategory {
    /// Every entry, in the order of the registry.
    package static let all: [PermissionCategory] = [
        PermissionCategory(id: "auth", summary: "The own account."),
        PermissionCategory(id: "user", summary: "User accounts."),
        PermissionCategory(id: "host", summary: "Managed machines."),
        PermissionCategory(id: "credential", summary: "Stored SSH secrets."),
        PermissionCategory(id: "scan", summary: "Compliance runs."),
        PermissionCategory(id: "scan_template", summary: "Saved scan settings."),
        PermissionCategory(id: "compliance", summary: "Posture and drift."),
        PermissionCategory(id: "baseline", summary: "Reference states for drift."),
        PermissionCategory(id: "exception", summary: "Waived rules."),
        PermissionCategory(id: "alert", summary: "Alerts and their thresholds."),
        PermissionCategory(id: "notification", summary: "Delivery channels."),
        PermissionCategory(id: "token", summary: "API tokens."),
        PermissionCategory(id: "license", summary: "The licence in force."),
        PermissionCategory(id: "policy", summary: "Policies as data."),
        PermissionCategory(id: "remediation", summary: "Corrective changes on hosts."),
        PermissionCategory(id: "integration", summary: "Webhooks and plugins of third parties."),
        PermissionCategory(id: "audit", summary: "The audit log."),
        PermissionCategory(id: "system", summary: "Server status and settings."),
        PermissionCategory(id: "role", summary: "Roles and their assignment."),
        PermissionCategory(id: "admin", summary: "Administration of the installation."),
    ]
}
