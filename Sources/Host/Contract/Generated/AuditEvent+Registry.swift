// Made by scripts/generate-contract from contract/audit-events.yaml. Change that file, not this one.

extension AuditEvent {
    /// A user signed in.
    package static let authLoginSuccess = AuditEvent(code: "auth.login.success", severity: .info)

    /// A sign-in, session cookie or token was rejected.
    package static let authLoginFailure = AuditEvent(code: "auth.login.failure", severity: .warning)

    /// A user signed out.
    package static let authLogout = AuditEvent(code: "auth.logout", severity: .info)

    /// A token was handed out.
    package static let authTokenIssued = AuditEvent(code: "auth.token.issued", severity: .info)

    /// A refresh token was exchanged for new tokens.
    package static let authTokenRefreshed = AuditEvent(code: "auth.token.refreshed", severity: .info)

    /// A token was withdrawn.
    package static let authTokenRevoked = AuditEvent(code: "auth.token.revoked", severity: .warning)

    /// A second factor was set up.
    package static let authMFAEnrolled = AuditEvent(code: "auth.mfa.enrolled", severity: .info)

    /// A second factor was confirmed.
    package static let authMFAValidated = AuditEvent(code: "auth.mfa.validated", severity: .info)

    /// A second factor was rejected.
    package static let authMFAFailed = AuditEvent(code: "auth.mfa.failed", severity: .warning)

    /// A second factor was removed.
    package static let authMFADisabled = AuditEvent(code: "auth.mfa.disabled", severity: .warning)

    /// A browser session began.
    package static let authSessionCreated = AuditEvent(code: "auth.session.created", severity: .info)

    /// A browser session ran out.
    package static let authSessionExpired = AuditEvent(code: "auth.session.expired", severity: .info)

    /// A browser session was ended by somebody.
    package static let authSessionRevoked = AuditEvent(code: "auth.session.revoked", severity: .info)

    /// A user changed the own password.
    package static let authPasswordChanged = AuditEvent(code: "auth.password.changed", severity: .info)

    /// A new password was refused by the password policy.
    package static let authPasswordPolicyFailed = AuditEvent(code: "auth.password.policy_failed", severity: .warning)

    /// An API token was created.
    package static let authAPIKeyCreated = AuditEvent(code: "auth.api_key.created", severity: .info)

    /// An API token was revoked.
    package static let authAPIKeyRevoked = AuditEvent(code: "auth.api_key.revoked", severity: .warning)

    /// The sign-in policy was changed.
    package static let authPolicyUpdated = AuditEvent(code: "auth.policy.updated", severity: .warning)

    /// A request was refused for lack of a permission.
    package static let authzPermissionDenied = AuditEvent(code: "authz.permission.denied", severity: .warning)

    /// A role was given to a user, or a role was created.
    package static let authzRoleAssigned = AuditEvent(code: "authz.role.assigned", severity: .warning)

    /// A role was taken from a user.
    package static let authzRoleRemoved = AuditEvent(code: "authz.role.removed", severity: .warning)

    /// A host was added.
    package static let hostCreated = AuditEvent(code: "host.created", severity: .info)

    /// A host was changed.
    package static let hostUpdated = AuditEvent(code: "host.updated", severity: .info)

    /// A host was deleted.
    package static let hostDeleted = AuditEvent(code: "host.deleted", severity: .warning)

    /// A connectivity check changed what is known about a host.
    package static let hostConnectivityChecked = AuditEvent(code: "host.connectivity.checked", severity: .info)

    /// The platform of a host was recognised.
    package static let hostPlatformDetected = AuditEvent(code: "host.platform.detected", severity: .info)

    /// Discovery of a host succeeded.
    package static let hostDiscoveryCompleted = AuditEvent(code: "host.discovery.completed", severity: .info)

    /// System information was collected on demand.
    package static let hostIntelligenceRefreshed = AuditEvent(code: "host.intelligence.refreshed", severity: .info)

    /// Hosts were imported from a file.
    package static let hostBulkImported = AuditEvent(code: "host.bulk_imported", severity: .info)

    /// The SSH key of a host was seen for the first time and pinned.
    package static let hostSSHKeyPinned = AuditEvent(code: "host.ssh_key.pinned", severity: .info)

    /// A host presented another SSH key than the pinned one; the connection was refused.
    package static let hostSSHKeyMismatch = AuditEvent(code: "host.ssh_key.mismatch", severity: .critical)

    /// A probe of a host ended without a usable result.
    package static let hostProbeFailed = AuditEvent(code: "host.probe.failed", severity: .warning)

    /// An account on a host was locked.
    package static let accountUserLocked = AuditEvent(code: "account.user.locked", severity: .warning)

    /// An account on a host was unlocked.
    package static let accountUserUnlocked = AuditEvent(code: "account.user.unlocked", severity: .info)

    /// An account appeared on a host.
    package static let accountUserCreated = AuditEvent(code: "account.user.created", severity: .warning)

    /// An account disappeared from a host.
    package static let accountUserDeleted = AuditEvent(code: "account.user.deleted", severity: .warning)

    /// An account on a host joined an administrative group.
    package static let accountUserPrivilegedGroupAdded = AuditEvent(
        code: "account.user.privileged_group_added", severity: .critical)

    /// The password of an account on a host expired.
    package static let accountPasswordExpired = AuditEvent(code: "account.password.expired", severity: .warning)

    /// The password of an account on a host expires soon.
    package static let accountPasswordExpiring = AuditEvent(code: "account.password.expiring", severity: .info)

    /// An SSH key was authorised for an account on a host.
    package static let accountSSHKeyAdded = AuditEvent(code: "account.ssh_key.added", severity: .warning)

    /// An SSH key of an account on a host is no longer authorised.
    package static let accountSSHKeyRemoved = AuditEvent(code: "account.ssh_key.removed", severity: .info)

    /// An account on a host failed to use sudo too often.
    package static let accountSudoFailureThreshold = AuditEvent(
        code: "account.sudo.failure_threshold", severity: .warning)

    /// An account on a host left an administrative group.
    package static let accountUserPrivilegedGroupRemoved = AuditEvent(
        code: "account.user.privileged_group_removed", severity: .warning)

    /// The attributes of an account on a host changed.
    package static let accountUserModified = AuditEvent(code: "account.user.modified", severity: .warning)

    /// The sudo policy of a host changed.
    package static let accountSudoPolicyChanged = AuditEvent(code: "account.sudo.policy_changed", severity: .error)

    /// An account on a host was used from an address not seen before.
    package static let securityLoginNewSourceIP = AuditEvent(code: "security.login.new_source_ip", severity: .warning)

    /// Too many sign-ins failed on a host.
    package static let securityLoginFailedThreshold = AuditEvent(
        code: "security.login.failed_threshold", severity: .warning)

    /// SELinux refused an access on a host.
    package static let securitySelinuxDenied = AuditEvent(code: "security.selinux.denied", severity: .warning)

    /// AppArmor refused an access on a host.
    package static let securityApparmorDenied = AuditEvent(code: "security.apparmor.denied", severity: .warning)

    /// The firewall rules of a host changed.
    package static let securityFirewallRuleChanged = AuditEvent(
        code: "security.firewall.rule_changed", severity: .error)

    /// A host began to listen on a port.
    package static let securityPortOpened = AuditEvent(code: "security.port.opened", severity: .error)

    /// A host no longer listens on a port.
    package static let securityPortClosed = AuditEvent(code: "security.port.closed", severity: .info)

    /// SELinux on a host was switched to another mode.
    package static let securitySelinuxModeChanged = AuditEvent(code: "security.selinux.mode_changed", severity: .error)

    /// A credential was created.
    package static let credentialCreated = AuditEvent(code: "credential.created", severity: .info)

    /// A credential was changed.
    package static let credentialUpdated = AuditEvent(code: "credential.updated", severity: .info)

    /// A credential was deleted.
    package static let credentialDeleted = AuditEvent(code: "credential.deleted", severity: .warning)

    /// A scan was placed in the queue.
    package static let scanQueued = AuditEvent(code: "scan.queued", severity: .info)

    /// A scan began.
    package static let scanStarted = AuditEvent(code: "scan.started", severity: .info)

    /// A scan ended with a result.
    package static let scanCompleted = AuditEvent(code: "scan.completed", severity: .info)

    /// A scan ended without a result.
    package static let scanFailed = AuditEvent(code: "scan.failed", severity: .error)

    /// A scan was stopped on request.
    package static let scanCancelled = AuditEvent(code: "scan.cancelled", severity: .warning)

    /// Scans of several hosts were started together.
    package static let scanSessionCreated = AuditEvent(code: "scan.session.created", severity: .info)

    /// Scans of several hosts were stopped together.
    package static let scanSessionCancelled = AuditEvent(code: "scan.session.cancelled", severity: .warning)

    /// A scan template was created.
    package static let scanTemplateCreated = AuditEvent(code: "scan.template.created", severity: .info)

    /// A scan template was changed.
    package static let scanTemplateUpdated = AuditEvent(code: "scan.template.updated", severity: .info)

    /// A scan template was deleted.
    package static let scanTemplateDeleted = AuditEvent(code: "scan.template.deleted", severity: .warning)

    /// The state of a rule on a host changed.
    package static let complianceStateChanged = AuditEvent(code: "compliance.state.changed", severity: .info)

    /// An exception was asked for.
    package static let complianceExceptionRequested = AuditEvent(
        code: "compliance.exception.requested", severity: .info)

    /// An exception was granted.
    package static let complianceExceptionApproved = AuditEvent(
        code: "compliance.exception.approved", severity: .warning)

    /// An exception was refused.
    package static let complianceExceptionRejected = AuditEvent(code: "compliance.exception.rejected", severity: .info)

    /// An exception was ended early.
    package static let complianceExceptionRevoked = AuditEvent(code: "compliance.exception.revoked", severity: .warning)

    /// An exception reached its end.
    package static let complianceExceptionExpired = AuditEvent(code: "compliance.exception.expired", severity: .info)

    /// A baseline was set.
    package static let complianceBaselineEstablished = AuditEvent(
        code: "compliance.baseline.established", severity: .info)

    /// A baseline was removed.
    package static let complianceBaselineCleared = AuditEvent(code: "compliance.baseline.cleared", severity: .warning)

    /// Posture moved away from the state before.
    package static let complianceDriftDetected = AuditEvent(code: "compliance.drift.detected", severity: .warning)

    /// A posture snapshot was taken.
    package static let complianceSnapshotCreated = AuditEvent(code: "compliance.snapshot.created", severity: .info)

    /// A finding was stored because it is new or changed.
    package static let findingPersisted = AuditEvent(code: "finding.persisted", severity: .info)

    /// The results of a scan could not be stored.
    package static let writerApplyFailed = AuditEvent(code: "writer.apply.failed", severity: .error)

    /// An alert was raised.
    package static let alertCreated = AuditEvent(code: "alert.created", severity: .info)

    /// Somebody took note of an alert.
    package static let alertAcknowledged = AuditEvent(code: "alert.acknowledged", severity: .info)

    /// An alert was muted.
    package static let alertSilenced = AuditEvent(code: "alert.silenced", severity: .info)

    /// The muting of an alert ran out.
    package static let alertUnsilencedAuto = AuditEvent(code: "alert.unsilenced.auto", severity: .info)

    /// An alert was resolved.
    package static let alertResolved = AuditEvent(code: "alert.resolved", severity: .info)

    /// An alert was dismissed.
    package static let alertDismissed = AuditEvent(code: "alert.dismissed", severity: .warning)

    /// An alert threshold was changed.
    package static let alertThresholdChanged = AuditEvent(code: "alert.threshold.changed", severity: .warning)

    /// A notification was handed to a channel.
    package static let notificationDispatched = AuditEvent(code: "notification.dispatched", severity: .info)

    /// A channel could not deliver a notification.
    package static let notificationDeliveryFailed = AuditEvent(code: "notification.delivery.failed", severity: .error)

    /// A channel delivered a notification.
    package static let notificationDeliverySucceeded = AuditEvent(
        code: "notification.delivery.succeeded", severity: .info)

    /// A delivery channel was created.
    package static let notificationChannelCreated = AuditEvent(code: "notification.channel.created", severity: .info)

    /// A delivery channel was changed.
    package static let notificationChannelUpdated = AuditEvent(code: "notification.channel.updated", severity: .info)

    /// A delivery channel was deleted.
    package static let notificationChannelDeleted = AuditEvent(code: "notification.channel.deleted", severity: .warning)

    /// A licence came into force.
    package static let licenseInstalled = AuditEvent(code: "license.installed", severity: .info)

    /// The licence file is gone and the free tier remains.
    package static let licenseRemoved = AuditEvent(code: "license.removed", severity: .warning)

    /// A licence was refused.
    package static let licenseInvalid = AuditEvent(code: "license.invalid", severity: .error)

    /// The licence ends soon, or has ended and is in its grace period.
    package static let licenseExpiringSoon = AuditEvent(code: "license.expiring_soon", severity: .warning)

    /// The licence and its grace period have ended.
    package static let licenseExpired = AuditEvent(code: "license.expired", severity: .error)

    /// A request was refused because the licence lacks a feature.
    package static let licenseFeatureCheckDenied = AuditEvent(code: "license.feature_check_denied", severity: .warning)

    /// An allowance of the licence was exceeded.
    package static let licenseQuotaExceeded = AuditEvent(code: "license.quota_exceeded", severity: .warning)

    /// The system clock was set back.
    package static let licenseClockRollbackDetected = AuditEvent(
        code: "license.clock_rollback_detected", severity: .critical)

    /// The licence belongs to another installation.
    package static let licenseTampered = AuditEvent(code: "license.tampered", severity: .critical)

    /// A policy came into force.
    package static let policyLoaded = AuditEvent(code: "policy.loaded", severity: .info)

    /// A policy was refused.
    package static let policyInvalid = AuditEvent(code: "policy.invalid", severity: .error)

    /// A policy decided something.
    package static let policyApplied = AuditEvent(code: "policy.applied", severity: .info)

    /// A remediation was asked for.
    package static let remediationRequested = AuditEvent(code: "remediation.requested", severity: .info)

    /// A remediation was approved.
    package static let remediationApproved = AuditEvent(code: "remediation.approved", severity: .warning)

    /// A remediation was carried out.
    package static let remediationExecuted = AuditEvent(code: "remediation.executed", severity: .warning)

    /// A remediation was undone.
    package static let remediationRolledBack = AuditEvent(code: "remediation.rolled_back", severity: .warning)

    /// A webhook call was accepted.
    package static let integrationWebhookDelivered = AuditEvent(code: "integration.webhook.delivered", severity: .info)

    /// A webhook call failed for good.
    package static let integrationWebhookFailed = AuditEvent(code: "integration.webhook.failed", severity: .error)

    /// A webhook was registered.
    package static let integrationWebhookSubscribed = AuditEvent(
        code: "integration.webhook.subscribed", severity: .info)

    /// A webhook was removed.
    package static let integrationWebhookUnsubscribed = AuditEvent(
        code: "integration.webhook.unsubscribed", severity: .warning)

    /// An integration was installed.
    package static let integrationPluginInstalled = AuditEvent(code: "integration.plugin.installed", severity: .info)

    /// An integration was called.
    package static let integrationPluginExecuted = AuditEvent(code: "integration.plugin.executed", severity: .info)

    /// A plugin became ready for calls.
    package static let pluginLoaded = AuditEvent(code: "plugin.loaded", severity: .info)

    /// A plugin was not loaded: signature, manifest, path, ABI or licence.
    package static let pluginRejected = AuditEvent(code: "plugin.rejected", severity: .error)

    /// The runner of a plugin ended unexpectedly.
    package static let pluginCrashed = AuditEvent(code: "plugin.crashed", severity: .error)

    /// The runner of a plugin was started again.
    package static let pluginRestarted = AuditEvent(code: "plugin.restarted", severity: .warning)

    /// A plugin broke its contract and the call was ended or its result discarded.
    package static let pluginMisbehaved = AuditEvent(code: "plugin.misbehaved", severity: .warning)

    /// A plugin package was installed.
    package static let pluginInstalled = AuditEvent(code: "plugin.installed", severity: .warning)

    /// An installed plugin package was removed.
    package static let pluginRemoved = AuditEvent(code: "plugin.removed", severity: .warning)

    /// A plugin was taken into use.
    package static let pluginEnabled = AuditEvent(code: "plugin.enabled", severity: .info)

    /// A plugin was taken out of use.
    package static let pluginDisabled = AuditEvent(code: "plugin.disabled", severity: .warning)

    /// The grants that a plugin asks for were approved.
    package static let pluginApproved = AuditEvent(code: "plugin.approved", severity: .warning)

    /// The runner of a plugin was replaced on request.
    package static let pluginRestartRequested = AuditEvent(code: "plugin.restart_requested", severity: .info)

    /// The quarantine and the isolations of a plugin were ended on request.
    package static let pluginReset = AuditEvent(code: "plugin.reset", severity: .info)

    /// The configuration of a plugin was changed; its values are not on record.
    package static let pluginConfigured = AuditEvent(code: "plugin.configured", severity: .warning)

    /// The version of a plugin that is to run was chosen.
    package static let pluginVersionChosen = AuditEvent(code: "plugin.version_chosen", severity: .info)

    /// A role was given to a plugin's probe, or back to the first plugin that claims it.
    package static let pluginRoleAssigned = AuditEvent(code: "plugin.role_assigned", severity: .warning)

    /// A version of a plugin has proved itself and replaced the one before.
    package static let pluginUpgraded = AuditEvent(code: "plugin.upgraded", severity: .info)

    /// A version of a plugin failed and the one before is in use again.
    package static let pluginRolledBack = AuditEvent(code: "plugin.rolled_back", severity: .error)

    /// A plugin failed too often and takes no calls.
    package static let pluginQuarantined = AuditEvent(code: "plugin.quarantined", severity: .error)

    /// A probe crashed its plugin twice on one host and is held back there.
    package static let pluginProbeIsolated = AuditEvent(code: "plugin.probe_isolated", severity: .warning)

    /// The licence in force lacks the feature that a plugin needs; it is drained and takes no calls.
    package static let pluginLocked = AuditEvent(code: "plugin.locked", severity: .warning)

    /// A plugin may run again.
    package static let pluginUnlocked = AuditEvent(code: "plugin.unlocked", severity: .info)

    /// A plugin has looked at a secret of its configuration. Once for each runner, configuration and secret.
    package static let pluginSecretRevealed = AuditEvent(code: "plugin.secret.revealed", severity: .info)

    /// A plugin asked for a secret with a handle that is not in force. Once for each runner.
    package static let pluginSecretRefused = AuditEvent(code: "plugin.secret.refused", severity: .warning)

    /// The sandbox refused a system call of a plugin.
    package static let pluginSandboxDenied = AuditEvent(code: "plugin.sandbox.denied", severity: .warning)

    /// A package appeared on a host.
    package static let systemPackageInstalled = AuditEvent(code: "system.package.installed", severity: .info)

    /// The version of a package on a host changed, up or down.
    package static let systemPackageUpdated = AuditEvent(code: "system.package.updated", severity: .info)

    /// A package disappeared from a host.
    package static let systemPackageRemoved = AuditEvent(code: "system.package.removed", severity: .warning)

    /// A host runs another kernel release than before.
    package static let systemKernelUpdated = AuditEvent(code: "system.kernel.updated", severity: .warning)

    /// A host asks for a reboot.
    package static let systemRebootRequired = AuditEvent(code: "system.reboot.required", severity: .warning)

    /// A host was rebooted.
    package static let systemRebootCompleted = AuditEvent(code: "system.reboot.completed", severity: .info)

    /// A watched configuration file on a host changed.
    package static let systemConfigFileChanged = AuditEvent(code: "system.config.file_changed", severity: .error)

    /// A service on a host started.
    package static let systemServiceStarted = AuditEvent(code: "system.service.started", severity: .info)

    /// A service on a host stopped.
    package static let systemServiceStopped = AuditEvent(code: "system.service.stopped", severity: .info)

    /// A service on a host failed.
    package static let systemServiceFailed = AuditEvent(code: "system.service.failed", severity: .error)

    /// A file system was mounted on a host.
    package static let systemFilesystemMounted = AuditEvent(code: "system.filesystem.mounted", severity: .info)

    /// A file system was unmounted on a host.
    package static let systemFilesystemUnmounted = AuditEvent(code: "system.filesystem.unmounted", severity: .warning)

    /// A server process is ready.
    package static let systemStartup = AuditEvent(code: "system.startup", severity: .info)

    /// A server process is stopping.
    package static let systemShutdown = AuditEvent(code: "system.shutdown", severity: .info)

    /// A setting was changed.
    package static let systemConfigChanged = AuditEvent(code: "system.config.changed", severity: .warning)

    /// A stored password was given to sudo while collecting from a host.
    package static let systemIntelligenceSudoPasswordUsed = AuditEvent(
        code: "system.intelligence.sudo_password_used", severity: .warning)

    /// One database migration was applied.
    package static let systemMigrationApplied = AuditEvent(code: "system.migration.applied", severity: .info)

    /// A component of the server is impaired.
    package static let systemHealthDegraded = AuditEvent(code: "system.health.degraded", severity: .error)

    /// An impaired component of the server works again.
    package static let systemHealthRecovered = AuditEvent(code: "system.health.recovered", severity: .info)

    /// The server made key material of its own because none existed.
    package static let systemKeyCreated = AuditEvent(code: "system.key.created", severity: .warning)

    /// The database schema was brought to a newer version.
    package static let systemSchemaMigrated = AuditEvent(code: "system.schema.migrated", severity: .info)

    /// A service on a host was set to start at boot.
    package static let systemServiceEnabled = AuditEvent(code: "system.service.enabled", severity: .info)

    /// A service on a host no longer starts at boot.
    package static let systemServiceDisabled = AuditEvent(code: "system.service.disabled", severity: .warning)

    /// A file system on a host has other mount options.
    package static let systemMountOptionsChanged = AuditEvent(code: "system.mount.options_changed", severity: .warning)

    /// The scheduler could not start.
    package static let schedulerStartupFailed = AuditEvent(code: "scheduler.startup.failed", severity: .error)

    /// The schedule of a host changed.
    package static let schedulerScheduleUpdated = AuditEvent(code: "scheduler.schedule.updated", severity: .info)

    /// A new scheduling policy was refused; the old one stays in force.
    package static let schedulerPolicyReloadRejected = AuditEvent(
        code: "scheduler.policy.reload.rejected", severity: .error)

    /// A scheduling interval was moved into its allowed range.
    package static let schedulerPolicyClamped = AuditEvent(code: "scheduler.policy.clamped", severity: .warning)

    /// A scheduling policy was refused because its key is revoked.
    package static let schedulerPolicyRevokedKeyRejected = AuditEvent(
        code: "scheduler.policy.revoked_key.rejected", severity: .error)

    /// A queued job was refused because its seal does not verify.
    package static let schedulerJobHMACRejected = AuditEvent(code: "scheduler.job.hmac_rejected", severity: .error)

    /// The scheduler placed due work in the queue.
    package static let schedulerTickDispatched = AuditEvent(code: "scheduler.tick.dispatched", severity: .info)

    /// A worker reported its state.
    package static let workerLoopTick = AuditEvent(code: "worker.loop.tick", severity: .info)

    /// A user account was created.
    package static let adminUserCreated = AuditEvent(code: "admin.user.created", severity: .warning)

    /// A user account was changed.
    package static let adminUserUpdated = AuditEvent(code: "admin.user.updated", severity: .warning)

    /// A user account was deleted.
    package static let adminUserDeleted = AuditEvent(code: "admin.user.deleted", severity: .warning)

    /// The password of a user was reset.
    package static let adminUserPasswordReset = AuditEvent(code: "admin.user.password_reset", severity: .warning)

    /// A user account was disabled.
    package static let adminUserDisabled = AuditEvent(code: "admin.user.disabled", severity: .warning)

    /// A user account was enabled.
    package static let adminUserEnabled = AuditEvent(code: "admin.user.enabled", severity: .warning)

    /// A role was changed.
    package static let adminRoleChanged = AuditEvent(code: "admin.role.changed", severity: .warning)

    /// An installation-wide setting was changed.
    package static let adminSystemSettingChanged = AuditEvent(code: "admin.system_setting.changed", severity: .warning)

    /// A retention period was changed.
    package static let adminRetentionPolicyChanged = AuditEvent(
        code: "admin.retention_policy.changed", severity: .warning)

    /// A single sign-on provider was added.
    package static let adminSSOProviderCreated = AuditEvent(code: "admin.sso_provider.created", severity: .warning)

    /// A single sign-on provider was changed.
    package static let adminSSOProviderUpdated = AuditEvent(code: "admin.sso_provider.updated", severity: .warning)

    /// A single sign-on provider was removed.
    package static let adminSSOProviderDeleted = AuditEvent(code: "admin.sso_provider.deleted", severity: .warning)

    /// A diagnostic job ran.
    package static let diagnosticsTestJobCompleted = AuditEvent(code: "diagnostics.test_job_completed", severity: .info)

    /// Every entry, in the order of the registry.
    package static let all: [AuditEvent] = [
        .authLoginSuccess,
        .authLoginFailure,
        .authLogout,
        .authTokenIssued,
        .authTokenRefreshed,
        .authTokenRevoked,
        .authMFAEnrolled,
        .authMFAValidated,
        .authMFAFailed,
        .authMFADisabled,
        .authSessionCreated,
        .authSessionExpired,
        .authSessionRevoked,
        .authPasswordChanged,
        .authPasswordPolicyFailed,
        .authAPIKeyCreated,
        .authAPIKeyRevoked,
        .authPolicyUpdated,
        .authzPermissionDenied,
        .authzRoleAssigned,
        .authzRoleRemoved,
        .hostCreated,
        .hostUpdated,
        .hostDeleted,
        .hostConnectivityChecked,
        .hostPlatformDetected,
        .hostDiscoveryCompleted,
        .hostIntelligenceRefreshed,
        .hostBulkImported,
        .hostSSHKeyPinned,
        .hostSSHKeyMismatch,
        .hostProbeFailed,
        .accountUserLocked,
        .accountUserUnlocked,
        .accountUserCreated,
        .accountUserDeleted,
        .accountUserPrivilegedGroupAdded,
        .accountPasswordExpired,
        .accountPasswordExpiring,
        .accountSSHKeyAdded,
        .accountSSHKeyRemoved,
        .accountSudoFailureThreshold,
        .accountUserPrivilegedGroupRemoved,
        .accountUserModified,
        .accountSudoPolicyChanged,
        .securityLoginNewSourceIP,
        .securityLoginFailedThreshold,
        .securitySelinuxDenied,
        .securityApparmorDenied,
        .securityFirewallRuleChanged,
        .securityPortOpened,
        .securityPortClosed,
        .securitySelinuxModeChanged,
        .credentialCreated,
        .credentialUpdated,
        .credentialDeleted,
        .scanQueued,
        .scanStarted,
        .scanCompleted,
        .scanFailed,
        .scanCancelled,
        .scanSessionCreated,
        .scanSessionCancelled,
        .scanTemplateCreated,
        .scanTemplateUpdated,
        .scanTemplateDeleted,
        .complianceStateChanged,
        .complianceExceptionRequested,
        .complianceExceptionApproved,
        .complianceExceptionRejected,
        .complianceExceptionRevoked,
        .complianceExceptionExpired,
        .complianceBaselineEstablished,
        .complianceBaselineCleared,
        .complianceDriftDetected,
        .complianceSnapshotCreated,
        .findingPersisted,
        .writerApplyFailed,
        .alertCreated,
        .alertAcknowledged,
        .alertSilenced,
        .alertUnsilencedAuto,
        .alertResolved,
        .alertDismissed,
        .alertThresholdChanged,
        .notificationDispatched,
        .notificationDeliveryFailed,
        .notificationDeliverySucceeded,
        .notificationChannelCreated,
        .notificationChannelUpdated,
        .notificationChannelDeleted,
        .licenseInstalled,
        .licenseRemoved,
        .licenseInvalid,
        .licenseExpiringSoon,
        .licenseExpired,
        .licenseFeatureCheckDenied,
        .licenseQuotaExceeded,
        .licenseClockRollbackDetected,
        .licenseTampered,
        .policyLoaded,
        .policyInvalid,
        .policyApplied,
        .remediationRequested,
        .remediationApproved,
        .remediationExecuted,
        .remediationRolledBack,
        .integrationWebhookDelivered,
        .integrationWebhookFailed,
        .integrationWebhookSubscribed,
        .integrationWebhookUnsubscribed,
        .integrationPluginInstalled,
        .integrationPluginExecuted,
        .pluginLoaded,
        .pluginRejected,
        .pluginCrashed,
        .pluginRestarted,
        .pluginMisbehaved,
        .pluginInstalled,
        .pluginRemoved,
        .pluginEnabled,
        .pluginDisabled,
        .pluginApproved,
        .pluginRestartRequested,
        .pluginReset,
        .pluginConfigured,
        .pluginVersionChosen,
        .pluginRoleAssigned,
        .pluginUpgraded,
        .pluginRolledBack,
        .pluginQuarantined,
        .pluginProbeIsolated,
        .pluginLocked,
        .pluginUnlocked,
        .pluginSecretRevealed,
        .pluginSecretRefused,
        .pluginSandboxDenied,
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
        .systemStartup,
        .systemShutdown,
        .systemConfigChanged,
        .systemIntelligenceSudoPasswordUsed,
        .systemMigrationApplied,
        .systemHealthDegraded,
        .systemHealthRecovered,
        .systemKeyCreated,
        .systemSchemaMigrated,
        .systemServiceEnabled,
        .systemServiceDisabled,
        .systemMountOptionsChanged,
        .schedulerStartupFailed,
        .schedulerScheduleUpdated,
        .schedulerPolicyReloadRejected,
        .schedulerPolicyClamped,
        .schedulerPolicyRevokedKeyRejected,
        .schedulerJobHMACRejected,
        .schedulerTickDispatched,
        .workerLoopTick,
        .adminUserCreated,
        .adminUserUpdated,
        .adminUserDeleted,
        .adminUserPasswordReset,
        .adminUserDisabled,
        .adminUserEnabled,
        .adminRoleChanged,
        .adminSystemSettingChanged,
        .adminRetentionPolicyChanged,
        .adminSSOProviderCreated,
        .adminSSOProviderUpdated,
        .adminSSOProviderDeleted,
        .diagnosticsTestJobCompleted,
    ]
}
