// Made by scripts/generate-contract from contract/event-kinds.yaml. Change that file, not this one.

extension IntelligenceCode {
    /// An account that was not there before.
    package static let accountUserCreated = IntelligenceCode(
        code: "account.user.created",
        severity: .medium,
        auditEvent: .accountUserCreated,
        isExtension: false,
        isReserved: false
    )

    /// An account is gone.
    package static let accountUserDeleted = IntelligenceCode(
        code: "account.user.deleted",
        severity: .medium,
        auditEvent: .accountUserDeleted,
        isExtension: false,
        isReserved: false
    )

    /// A known account was locked.
    package static let accountUserLocked = IntelligenceCode(
        code: "account.user.locked",
        severity: .medium,
        auditEvent: .accountUserLocked,
        isExtension: false,
        isReserved: false
    )

    /// A known account was unlocked.
    package static let accountUserUnlocked = IntelligenceCode(
        code: "account.user.unlocked",
        severity: .info,
        auditEvent: .accountUserUnlocked,
        isExtension: false,
        isReserved: false
    )

    /// An account became a member of an administrative group.
    package static let accountUserPrivilegedGroupAdded = IntelligenceCode(
        code: "account.user.privileged_group_added",
        severity: .critical,
        auditEvent: .accountUserPrivilegedGroupAdded,
        isExtension: false,
        isReserved: false
    )

    /// The password of an account passed its expiry.
    package static let accountPasswordExpired = IntelligenceCode(
        code: "account.password.expired",
        severity: .high,
        auditEvent: .accountPasswordExpired,
        isExtension: false,
        isReserved: false
    )

    /// The password of an account is about to expire.
    package static let accountPasswordExpiring = IntelligenceCode(
        code: "account.password.expiring",
        severity: .info,
        auditEvent: .accountPasswordExpiring,
        isExtension: false,
        isReserved: true
    )

    /// A key was added to the authorised keys of an account.
    package static let accountSSHKeyAdded = IntelligenceCode(
        code: "account.ssh_key.added",
        severity: .medium,
        auditEvent: .accountSSHKeyAdded,
        isExtension: false,
        isReserved: true
    )

    /// A key was removed from the authorised keys of an account.
    package static let accountSSHKeyRemoved = IntelligenceCode(
        code: "account.ssh_key.removed",
        severity: .info,
        auditEvent: .accountSSHKeyRemoved,
        isExtension: false,
        isReserved: true
    )

    /// An account failed to use sudo more often than allowed.
    package static let accountSudoFailureThreshold = IntelligenceCode(
        code: "account.sudo.failure_threshold",
        severity: .medium,
        auditEvent: .accountSudoFailureThreshold,
        isExtension: false,
        isReserved: true
    )

    /// An account was used from an address not seen before.
    package static let securityLoginNewSourceIP = IntelligenceCode(
        code: "security.login.new_source_ip",
        severity: .medium,
        auditEvent: .securityLoginNewSourceIP,
        isExtension: false,
        isReserved: true
    )

    /// Sign-ins failed more often than allowed.
    package static let securityLoginFailedThreshold = IntelligenceCode(
        code: "security.login.failed_threshold",
        severity: .medium,
        auditEvent: .securityLoginFailedThreshold,
        isExtension: false,
        isReserved: true
    )

    /// SELinux refused an access.
    package static let securitySelinuxDenied = IntelligenceCode(
        code: "security.selinux.denied",
        severity: .medium,
        auditEvent: .securitySelinuxDenied,
        isExtension: false,
        isReserved: true
    )

    /// AppArmor refused an access.
    package static let securityApparmorDenied = IntelligenceCode(
        code: "security.apparmor.denied",
        severity: .medium,
        auditEvent: .securityApparmorDenied,
        isExtension: false,
        isReserved: true
    )

    /// The firewall rules are not those seen before.
    package static let securityFirewallRuleChanged = IntelligenceCode(
        code: "security.firewall.rule_changed",
        severity: .high,
        auditEvent: .securityFirewallRuleChanged,
        isExtension: false,
        isReserved: false
    )

    /// A port accepts connections that did not before.
    package static let securityPortOpened = IntelligenceCode(
        code: "security.port.opened",
        severity: .high,
        auditEvent: .securityPortOpened,
        isExtension: false,
        isReserved: false
    )

    /// A package that was not there before.
    package static let systemPackageInstalled = IntelligenceCode(
        code: "system.package.installed",
        severity: .info,
        auditEvent: .systemPackageInstalled,
        isExtension: false,
        isReserved: false
    )

    /// A package has another version, newer or older.
    package static let systemPackageUpdated = IntelligenceCode(
        code: "system.package.updated",
        severity: .info,
        auditEvent: .systemPackageUpdated,
        isExtension: false,
        isReserved: false
    )

    /// A package is gone.
    package static let systemPackageRemoved = IntelligenceCode(
        code: "system.package.removed",
        severity: .medium,
        auditEvent: .systemPackageRemoved,
        isExtension: false,
        isReserved: false
    )

    /// The running kernel is another release than before.
    package static let systemKernelUpdated = IntelligenceCode(
        code: "system.kernel.updated",
        severity: .medium,
        auditEvent: .systemKernelUpdated,
        isExtension: false,
        isReserved: false
    )

    /// The host now asks for a reboot.
    package static let systemRebootRequired = IntelligenceCode(
        code: "system.reboot.required",
        severity: .medium,
        auditEvent: .systemRebootRequired,
        isExtension: false,
        isReserved: false
    )

    /// The host was rebooted since it was last seen.
    package static let systemRebootCompleted = IntelligenceCode(
        code: "system.reboot.completed",
        severity: .info,
        auditEvent: .systemRebootCompleted,
        isExtension: false,
        isReserved: false
    )

    /// A watched configuration file has another content.
    package static let systemConfigFileChanged = IntelligenceCode(
        code: "system.config.file_changed",
        severity: .high,
        auditEvent: .systemConfigFileChanged,
        isExtension: false,
        isReserved: false
    )

    /// A known service became active.
    package static let systemServiceStarted = IntelligenceCode(
        code: "system.service.started",
        severity: .info,
        auditEvent: .systemServiceStarted,
        isExtension: false,
        isReserved: false
    )

    /// A known service became inactive.
    package static let systemServiceStopped = IntelligenceCode(
        code: "system.service.stopped",
        severity: .info,
        auditEvent: .systemServiceStopped,
        isExtension: false,
        isReserved: false
    )

    /// A known service failed.
    package static let systemServiceFailed = IntelligenceCode(
        code: "system.service.failed",
        severity: .high,
        auditEvent: .systemServiceFailed,
        isExtension: false,
        isReserved: false
    )

    /// A mount point that was not there before.
    package static let systemFilesystemMounted = IntelligenceCode(
        code: "system.filesystem.mounted",
        severity: .info,
        auditEvent: .systemFilesystemMounted,
        isExtension: false,
        isReserved: false
    )

    /// A mount point is gone.
    package static let systemFilesystemUnmounted = IntelligenceCode(
        code: "system.filesystem.unmounted",
        severity: .medium,
        auditEvent: .systemFilesystemUnmounted,
        isExtension: false,
        isReserved: false
    )

    /// A port no longer accepts connections.
    package static let securityPortClosed = IntelligenceCode(
        code: "security.port.closed",
        severity: .info,
        auditEvent: .securityPortClosed,
        isExtension: true,
        isReserved: false
    )

    /// An account is no longer a member of an administrative group.
    package static let accountUserPrivilegedGroupRemoved = IntelligenceCode(
        code: "account.user.privileged_group_removed",
        severity: .medium,
        auditEvent: .accountUserPrivilegedGroupRemoved,
        isExtension: true,
        isReserved: false
    )

    /// An attribute of an account, such as its shell or numeric id, changed.
    package static let accountUserModified = IntelligenceCode(
        code: "account.user.modified",
        severity: .medium,
        auditEvent: .accountUserModified,
        isExtension: true,
        isReserved: false
    )

    /// A service starts at boot now.
    package static let systemServiceEnabled = IntelligenceCode(
        code: "system.service.enabled",
        severity: .info,
        auditEvent: .systemServiceEnabled,
        isExtension: true,
        isReserved: false
    )

    /// A service no longer starts at boot.
    package static let systemServiceDisabled = IntelligenceCode(
        code: "system.service.disabled",
        severity: .medium,
        auditEvent: .systemServiceDisabled,
        isExtension: true,
        isReserved: false
    )

    /// A mounted file system has other options.
    package static let systemMountOptionsChanged = IntelligenceCode(
        code: "system.mount.options_changed",
        severity: .medium,
        auditEvent: .systemMountOptionsChanged,
        isExtension: true,
        isReserved: false
    )

    /// A file of the sudo policy has another content.
    package static let accountSudoPolicyChanged = IntelligenceCode(
        code: "account.sudo.policy_changed",
        severity: .high,
        auditEvent: .accountSudoPolicyChanged,
        isExtension: true,
        isReserved: false
    )

    /// SELinux was switched between enforcing, permissive and disabled.
    package static let securitySelinuxModeChanged = IntelligenceCode(
        code: "security.selinux.mode_changed",
        severity: .high,
        auditEvent: .securitySelinuxModeChanged,
        isExtension: true,
        isReserved: false
    )

    /// Every entry, in the order of the registry.
    package static let all: [IntelligenceCode] = [
        .accountUserCreated,
        .accountUserDeleted,
        .accountUserLocked,
        .accountUserUnlocked,
        .accountUserPrivilegedGroupAdded,
        .accountPasswordExpired,
        .accountPasswordExpiring,
        .accountSSHKeyAdded,
        .accountSSHKeyRemoved,
        .accountSudoFailureThreshold,
        .securityLoginNewSourceIP,
        .securityLoginFailedThreshold,
        .securitySelinuxDenied,
        .securityApparmorDenied,
        .securityFirewallRuleChanged,
        .securityPortOpened,
        .systemPackageInstalled,
        .systemPackageUpdated,
        .systemPackageRemoved,
        .systemKernelUpdated,
        .systemRebootRequired,
        .systemRebootCompleted,
        .systemConfigFileChanged,
        .systemServiceStarted,
        .systemServiceStopped,
        .systemServiceFailed,
        .systemFilesystemMounted,
        .systemFilesystemUnmounted,
        .securityPortClosed,
        .accountUserPrivilegedGroupRemoved,
        .accountUserModified,
        .systemServiceEnabled,
        .systemServiceDisabled,
        .systemMountOptionsChanged,
        .accountSudoPolicyChanged,
        .securitySelinuxModeChanged,
    ]
}
