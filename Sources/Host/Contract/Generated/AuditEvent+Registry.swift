// Made by scripts/generate-contract from contract/audit-events.yaml. Change that file, not this one.

extension AuditEvent {
    /// A user signed in.
    package static let authLoginSuccess = AuditEvent(
        code: "auth.login.success",
        severity: .info,
        summary: "A user signed in.",
        fields: ["auth_method", "mfa_used", "username"]
    )

    /// A sign-in, session cookie or token was rejected.
    package static let authLoginFailure = AuditEvent(
        code: "auth.login.failure",
        severity: .warning,
        summary: "A sign-in, session cookie or token was rejected.",
        fields: ["reason", "auth_method", "username", "suppressed_count"]
    )

    /// A user signed out.
    package static let authLogout = AuditEvent(
        code: "auth.logout", severity: .info, summary: "A user signed out.", fields: [])

    /// A token was handed out.
    package static let authTokenIssued = AuditEvent(
        code: "auth.token.issued",
        severity: .info,
        summary: "A token was handed out.",
        fields: ["token_type", "ttl_seconds"]
    )

    /// A refresh token was exchanged for new tokens.
    package static let authTokenRefreshed = AuditEvent(
        code: "auth.token.refreshed",
        severity: .info,
        summary: "A refresh token was exchanged for new tokens.",
        fields: []
    )

    /// A token was withdrawn.
    package static let authTokenRevoked = AuditEvent(
        code: "auth.token.revoked",
        severity: .warning,
        summary: "A token was withdrawn.",
        fields: ["token_type", "sessions", "reason"]
    )

    /// A second factor was set up.
    package static let authMFAEnrolled = AuditEvent(
        code: "auth.mfa.enrolled", severity: .info, summary: "A second factor was set up.", fields: ["method"])

    /// A second factor was made and waits for its first code.
    package static let authMFAEnrollmentStarted = AuditEvent(
        code: "auth.mfa.enrollment.started",
        severity: .info,
        summary: "A second factor was made and waits for its first code.",
        fields: ["method"]
    )

    /// Recovery codes were made; older ones are void.
    package static let authMFARecoveryCodesCreated = AuditEvent(
        code: "auth.mfa.recovery_codes.created",
        severity: .warning,
        summary: "Recovery codes were made; older ones are void.",
        fields: ["count"]
    )

    /// A second factor was confirmed.
    package static let authMFAValidated = AuditEvent(
        code: "auth.mfa.validated",
        severity: .info,
        summary: "A second factor was confirmed.",
        fields: ["method", "codes_left"]
    )

    /// A second factor was rejected.
    package static let authMFAFailed = AuditEvent(
        code: "auth.mfa.failed", severity: .warning, summary: "A second factor was rejected.", fields: ["reason"])

    /// A second factor was removed.
    package static let authMFADisabled = AuditEvent(
        code: "auth.mfa.disabled", severity: .warning, summary: "A second factor was removed.", fields: [])

    /// A browser session began.
    package static let authSessionCreated = AuditEvent(
        code: "auth.session.created", severity: .info, summary: "A browser session began.", fields: [])

    /// A browser session ran out.
    package static let authSessionExpired = AuditEvent(
        code: "auth.session.expired", severity: .info, summary: "A browser session ran out.", fields: ["reason"])

    /// A browser session was ended by somebody.
    package static let authSessionRevoked = AuditEvent(
        code: "auth.session.revoked",
        severity: .info,
        summary: "A browser session was ended by somebody.",
        fields: ["sessions"]
    )

    /// A user proved again who they are.
    package static let authReauthenticated = AuditEvent(
        code: "auth.reauthenticated",
        severity: .info,
        summary: "A user proved again who they are.",
        fields: ["mfa_used"]
    )

    /// A user changed the own profile.
    package static let authProfileUpdated = AuditEvent(
        code: "auth.profile.updated",
        severity: .info,
        summary: "A user changed the own profile.",
        fields: ["email_changed"]
    )

    /// A user changed the own password.
    package static let authPasswordChanged = AuditEvent(
        code: "auth.password.changed",
        severity: .info,
        summary: "A user changed the own password.",
        fields: ["sessions"]
    )

    /// A new password was refused by the password policy.
    package static let authPasswordPolicyFailed = AuditEvent(
        code: "auth.password.policy_failed",
        severity: .warning,
        summary: "A new password was refused by the password policy.",
        fields: ["reason"]
    )

    /// An API token was created.
    package static let authAPIKeyCreated = AuditEvent(
        code: "auth.api_key.created",
        severity: .info,
        summary: "An API token was created.",
        fields: ["name", "role_id", "expires_at"]
    )

    /// An API token was revoked.
    package static let authAPIKeyRevoked = AuditEvent(
        code: "auth.api_key.revoked",
        severity: .warning,
        summary: "An API token was revoked.",
        fields: ["name", "role_id"]
    )

    /// The sign-in policy was changed.
    package static let authPolicyUpdated = AuditEvent(
        code: "auth.policy.updated",
        severity: .warning,
        summary: "The sign-in policy was changed.",
        fields: ["old_value", "new_value"]
    )

    /// A request was refused for lack of a permission.
    package static let authzPermissionDenied = AuditEvent(
        code: "authz.permission.denied",
        severity: .warning,
        summary: "A request was refused for lack of a permission.",
        fields: ["required_permission", "route", "actor_role", "suppressed_count"]
    )

    /// A role was given to a user, or a role was created.
    package static let authzRoleAssigned = AuditEvent(
        code: "authz.role.assigned",
        severity: .warning,
        summary: "A role was given to a user, or a role was created.",
        fields: ["role_id", "created_role", "permissions"]
    )

    /// A role was taken from a user.
    package static let authzRoleRemoved = AuditEvent(
        code: "authz.role.removed", severity: .warning, summary: "A role was taken from a user.", fields: ["role_id"])

    /// A host was added.
    package static let hostCreated = AuditEvent(
        code: "host.created", severity: .info, summary: "A host was added.", fields: ["hostname", "environment"])

    /// A host was changed.
    package static let hostUpdated = AuditEvent(
        code: "host.updated", severity: .info, summary: "A host was changed.", fields: [])

    /// A host was deleted.
    package static let hostDeleted = AuditEvent(
        code: "host.deleted", severity: .warning, summary: "A host was deleted.", fields: [])

    /// A connectivity check changed what is known about a host.
    package static let hostConnectivityChecked = AuditEvent(
        code: "host.connectivity.checked",
        severity: .info,
        summary: "A connectivity check changed what is known about a host.",
        fields: ["ping_success", "ssh_accessible", "response_time_ms", "monitoring_state"]
    )

    /// The platform of a host was recognised.
    package static let hostPlatformDetected = AuditEvent(
        code: "host.platform.detected",
        severity: .info,
        summary: "The platform of a host was recognised.",
        fields: ["os_family", "os_version", "platform_identifier"]
    )

    /// Discovery of a host succeeded.
    package static let hostDiscoveryCompleted = AuditEvent(
        code: "host.discovery.completed",
        severity: .info,
        summary: "Discovery of a host succeeded.",
        fields: ["os_family", "os_version", "kernel_release", "architecture", "discovered_at"]
    )

    /// System information was collected on demand.
    package static let hostIntelligenceRefreshed = AuditEvent(
        code: "host.intelligence.refreshed",
        severity: .info,
        summary: "System information was collected on demand.",
        fields: ["host_id"]
    )

    /// Hosts were imported from a file.
    package static let hostBulkImported = AuditEvent(
        code: "host.bulk_imported",
        severity: .info,
        summary: "Hosts were imported from a file.",
        fields: ["total_processed", "successful", "failed"]
    )

    /// The SSH key of a host was seen for the first time and pinned.
    package static let hostSSHKeyPinned = AuditEvent(
        code: "host.ssh_key.pinned",
        severity: .info,
        summary: "The SSH key of a host was seen for the first time and pinned.",
        fields: ["host_id", "fingerprint", "algorithm", "address", "port", "key_type"]
    )

    /// A host presented another SSH key than the pinned one; the connection was refused.
    package static let hostSSHKeyMismatch = AuditEvent(
        code: "host.ssh_key.mismatch",
        severity: .critical,
        summary: "A host presented another SSH key than the pinned one; the connection was refused.",
        fields: ["host_id", "expected_fingerprint", "actual_fingerprint", "hostname", "probe", "code"]
    )

    /// A probe of a host ended without a usable result.
    package static let hostProbeFailed = AuditEvent(
        code: "host.probe.failed",
        severity: .warning,
        summary: "A probe of a host ended without a usable result.",
        fields: ["host_id", "plugin_id", "probe", "error_code", "hostname", "code"]
    )

    /// An account on a host was locked.
    package static let accountUserLocked = AuditEvent(
        code: "account.user.locked", severity: .warning, summary: "An account on a host was locked.", fields: ["user"])

    /// An account on a host was unlocked.
    package static let accountUserUnlocked = AuditEvent(
        code: "account.user.unlocked", severity: .info, summary: "An account on a host was unlocked.", fields: ["user"])

    /// An account appeared on a host.
    package static let accountUserCreated = AuditEvent(
        code: "account.user.created",
        severity: .warning,
        summary: "An account appeared on a host.",
        fields: ["user", "uid"]
    )

    /// An account disappeared from a host.
    package static let accountUserDeleted = AuditEvent(
        code: "account.user.deleted",
        severity: .warning,
        summary: "An account disappeared from a host.",
        fields: ["user"]
    )

    /// An account on a host joined an administrative group.
    package static let accountUserPrivilegedGroupAdded = AuditEvent(
        code: "account.user.privileged_group_added",
        severity: .critical,
        summary: "An account on a host joined an administrative group.",
        fields: ["user", "group"]
    )

    /// The password of an account on a host expired.
    package static let accountPasswordExpired = AuditEvent(
        code: "account.password.expired",
        severity: .warning,
        summary: "The password of an account on a host expired.",
        fields: ["user"]
    )

    /// The password of an account on a host expires soon.
    package static let accountPasswordExpiring = AuditEvent(
        code: "account.password.expiring",
        severity: .info,
        summary: "The password of an account on a host expires soon.",
        fields: ["user", "days_remaining"]
    )

    /// An SSH key was authorised for an account on a host.
    package static let accountSSHKeyAdded = AuditEvent(
        code: "account.ssh_key.added",
        severity: .warning,
        summary: "An SSH key was authorised for an account on a host.",
        fields: ["user", "fingerprint"]
    )

    /// An SSH key of an account on a host is no longer authorised.
    package static let accountSSHKeyRemoved = AuditEvent(
        code: "account.ssh_key.removed",
        severity: .info,
        summary: "An SSH key of an account on a host is no longer authorised.",
        fields: ["user", "fingerprint"]
    )

    /// An account on a host failed to use sudo too often.
    package static let accountSudoFailureThreshold = AuditEvent(
        code: "account.sudo.failure_threshold",
        severity: .warning,
        summary: "An account on a host failed to use sudo too often.",
        fields: ["user", "count"]
    )

    /// An account on a host left an administrative group.
    package static let accountUserPrivilegedGroupRemoved = AuditEvent(
        code: "account.user.privileged_group_removed",
        severity: .warning,
        summary: "An account on a host left an administrative group.",
        fields: ["user", "group"]
    )

    /// The attributes of an account on a host changed.
    package static let accountUserModified = AuditEvent(
        code: "account.user.modified",
        severity: .warning,
        summary: "The attributes of an account on a host changed.",
        fields: ["user", "field", "prior", "current"]
    )

    /// The sudo policy of a host changed.
    package static let accountSudoPolicyChanged = AuditEvent(
        code: "account.sudo.policy_changed",
        severity: .error,
        summary: "The sudo policy of a host changed.",
        fields: ["path", "prior_hash", "current_hash"]
    )

    /// An account on a host was used from an address not seen before.
    package static let securityLoginNewSourceIP = AuditEvent(
        code: "security.login.new_source_ip",
        severity: .warning,
        summary: "An account on a host was used from an address not seen before.",
        fields: ["user", "source_ip"]
    )

    /// Too many sign-ins failed on a host.
    package static let securityLoginFailedThreshold = AuditEvent(
        code: "security.login.failed_threshold",
        severity: .warning,
        summary: "Too many sign-ins failed on a host.",
        fields: ["user", "count"]
    )

    /// SELinux refused an access on a host.
    package static let securitySelinuxDenied = AuditEvent(
        code: "security.selinux.denied",
        severity: .warning,
        summary: "SELinux refused an access on a host.",
        fields: ["denial"]
    )

    /// AppArmor refused an access on a host.
    package static let securityApparmorDenied = AuditEvent(
        code: "security.apparmor.denied",
        severity: .warning,
        summary: "AppArmor refused an access on a host.",
        fields: ["denial"]
    )

    /// The firewall rules of a host changed.
    package static let securityFirewallRuleChanged = AuditEvent(
        code: "security.firewall.rule_changed",
        severity: .error,
        summary: "The firewall rules of a host changed.",
        fields: ["prior_hash", "current_hash"]
    )

    /// A host began to listen on a port.
    package static let securityPortOpened = AuditEvent(
        code: "security.port.opened",
        severity: .error,
        summary: "A host began to listen on a port.",
        fields: ["port", "protocol"]
    )

    /// A host no longer listens on a port.
    package static let securityPortClosed = AuditEvent(
        code: "security.port.closed",
        severity: .info,
        summary: "A host no longer listens on a port.",
        fields: ["port", "protocol", "address"]
    )

    /// SELinux on a host was switched to another mode.
    package static let securitySelinuxModeChanged = AuditEvent(
        code: "security.selinux.mode_changed",
        severity: .error,
        summary: "SELinux on a host was switched to another mode.",
        fields: ["prior", "current"]
    )

    /// A credential was created. cloned_from names the one whose secrets it copied.
    package static let credentialCreated = AuditEvent(
        code: "credential.created",
        severity: .info,
        summary: "A credential was created. cloned_from names the one whose secrets it copied.",
        fields: ["credential_id", "scope", "auth_method", "cloned_from"]
    )

    /// A credential was changed.
    package static let credentialUpdated = AuditEvent(
        code: "credential.updated",
        severity: .info,
        summary: "A credential was changed.",
        fields: ["credential_id", "scope", "auth_method", "secret_rotated"]
    )

    /// A credential was deleted.
    package static let credentialDeleted = AuditEvent(
        code: "credential.deleted", severity: .warning, summary: "A credential was deleted.", fields: ["credential_id"])

    /// The secrets of a credential were decrypted for a connection to a host.
    package static let credentialUsed = AuditEvent(
        code: "credential.used",
        severity: .info,
        summary: "The secrets of a credential were decrypted for a connection to a host.",
        fields: ["credential_id", "host_id", "scope", "prior_uses"]
    )

    /// Stored secrets of all kinds were encrypted again with the current key.
    package static let credentialSecretsRekeyed = AuditEvent(
        code: "credential.secrets_rekeyed",
        severity: .warning,
        summary: "Stored secrets of all kinds were encrypted again with the current key.",
        fields: ["key_id", "converted", "remaining", "unreadable"]
    )

    /// A scan was placed in the queue.
    package static let scanQueued = AuditEvent(
        code: "scan.queued",
        severity: .info,
        summary: "A scan was placed in the queue.",
        fields: ["framework", "template_id"]
    )

    /// A scan began.
    package static let scanStarted = AuditEvent(
        code: "scan.started", severity: .info, summary: "A scan began.", fields: [])

    /// A scan ended with a result.
    package static let scanCompleted = AuditEvent(
        code: "scan.completed",
        severity: .info,
        summary: "A scan ended with a result.",
        fields: ["compliance_score", "passed", "failed", "skipped"]
    )

    /// A scan ended without a result.
    package static let scanFailed = AuditEvent(
        code: "scan.failed",
        severity: .error,
        summary: "A scan ended without a result.",
        fields: ["error_code", "error_message"]
    )

    /// A scan was stopped on request.
    package static let scanCancelled = AuditEvent(
        code: "scan.cancelled",
        severity: .warning,
        summary: "A scan was stopped on request.",
        fields: ["cancellation_reason"]
    )

    /// Scans of several hosts were started together.
    package static let scanSessionCreated = AuditEvent(
        code: "scan.session.created",
        severity: .info,
        summary: "Scans of several hosts were started together.",
        fields: ["total_hosts"]
    )

    /// Scans of several hosts were stopped together.
    package static let scanSessionCancelled = AuditEvent(
        code: "scan.session.cancelled",
        severity: .warning,
        summary: "Scans of several hosts were stopped together.",
        fields: []
    )

    /// A scan template was created.
    package static let scanTemplateCreated = AuditEvent(
        code: "scan.template.created", severity: .info, summary: "A scan template was created.", fields: [])

    /// A scan template was changed.
    package static let scanTemplateUpdated = AuditEvent(
        code: "scan.template.updated", severity: .info, summary: "A scan template was changed.", fields: [])

    /// A scan template was deleted.
    package static let scanTemplateDeleted = AuditEvent(
        code: "scan.template.deleted", severity: .warning, summary: "A scan template was deleted.", fields: [])

    /// The state of a rule on a host changed.
    package static let complianceStateChanged = AuditEvent(
        code: "compliance.state.changed",
        severity: .info,
        summary: "The state of a rule on a host changed.",
        fields: ["rule_id", "previous_status", "new_status"]
    )

    /// An exception was asked for.
    package static let complianceExceptionRequested = AuditEvent(
        code: "compliance.exception.requested", severity: .info, summary: "An exception was asked for.", fields: [])

    /// An exception was granted.
    package static let complianceExceptionApproved = AuditEvent(
        code: "compliance.exception.approved", severity: .warning, summary: "An exception was granted.", fields: [])

    /// An exception was refused.
    package static let complianceExceptionRejected = AuditEvent(
        code: "compliance.exception.rejected", severity: .info, summary: "An exception was refused.", fields: [])

    /// An exception was ended early.
    package static let complianceExceptionRevoked = AuditEvent(
        code: "compliance.exception.revoked", severity: .warning, summary: "An exception was ended early.", fields: [])

    /// An exception reached its end.
    package static let complianceExceptionExpired = AuditEvent(
        code: "compliance.exception.expired", severity: .info, summary: "An exception reached its end.", fields: [])

    /// A baseline was set.
    package static let complianceBaselineEstablished = AuditEvent(
        code: "compliance.baseline.established", severity: .info, summary: "A baseline was set.", fields: [])

    /// A baseline was removed.
    package static let complianceBaselineCleared = AuditEvent(
        code: "compliance.baseline.cleared", severity: .warning, summary: "A baseline was removed.", fields: [])

    /// Posture moved away from the state before.
    package static let complianceDriftDetected = AuditEvent(
        code: "compliance.drift.detected",
        severity: .warning,
        summary: "Posture moved away from the state before.",
        fields: ["drift_type", "score_delta"]
    )

    /// A posture snapshot was taken.
    package static let complianceSnapshotCreated = AuditEvent(
        code: "compliance.snapshot.created", severity: .info, summary: "A posture snapshot was taken.", fields: [])

    /// A finding was stored because it is new or changed.
    package static let findingPersisted = AuditEvent(
        code: "finding.persisted",
        severity: .info,
        summary: "A finding was stored because it is new or changed.",
        fields: ["host_id", "rule_id", "scan_id", "change_kind", "status", "prior_status"]
    )

    /// The results of a scan could not be stored.
    package static let writerApplyFailed = AuditEvent(
        code: "writer.apply.failed",
        severity: .error,
        summary: "The results of a scan could not be stored.",
        fields: ["scan_id", "host_id", "reason", "rule_count_attempted", "offending_rule_id"]
    )

    /// An alert was raised.
    package static let alertCreated = AuditEvent(
        code: "alert.created",
        severity: .info,
        summary: "An alert was raised.",
        fields: ["alert_type", "alert_severity"]
    )

    /// Somebody took note of an alert.
    package static let alertAcknowledged = AuditEvent(
        code: "alert.acknowledged", severity: .info, summary: "Somebody took note of an alert.", fields: [])

    /// An alert was muted.
    package static let alertSilenced = AuditEvent(
        code: "alert.silenced",
        severity: .info,
        summary: "An alert was muted.",
        fields: ["prior_state", "until", "reason"]
    )

    /// The muting of an alert ran out.
    package static let alertUnsilencedAuto = AuditEvent(
        code: "alert.unsilenced.auto",
        severity: .info,
        summary: "The muting of an alert ran out.",
        fields: ["silenced_until"]
    )

    /// An alert was resolved.
    package static let alertResolved = AuditEvent(
        code: "alert.resolved", severity: .info, summary: "An alert was resolved.", fields: [])

    /// An alert was dismissed.
    package static let alertDismissed = AuditEvent(
        code: "alert.dismissed",
        severity: .warning,
        summary: "An alert was dismissed.",
        fields: ["prior_state", "reason"]
    )

    /// An alert threshold was changed.
    package static let alertThresholdChanged = AuditEvent(
        code: "alert.threshold.changed", severity: .warning, summary: "An alert threshold was changed.", fields: [])

    /// A notification was handed to a channel.
    package static let notificationDispatched = AuditEvent(
        code: "notification.dispatched",
        severity: .info,
        summary: "A notification was handed to a channel.",
        fields: ["channel_type", "delivery_id"]
    )

    /// A channel could not deliver a notification.
    package static let notificationDeliveryFailed = AuditEvent(
        code: "notification.delivery.failed",
        severity: .error,
        summary: "A channel could not deliver a notification.",
        fields: []
    )

    /// A channel delivered a notification.
    package static let notificationDeliverySucceeded = AuditEvent(
        code: "notification.delivery.succeeded",
        severity: .info,
        summary: "A channel delivered a notification.",
        fields: []
    )

    /// A delivery channel was created.
    package static let notificationChannelCreated = AuditEvent(
        code: "notification.channel.created", severity: .info, summary: "A delivery channel was created.", fields: [])

    /// A delivery channel was changed.
    package static let notificationChannelUpdated = AuditEvent(
        code: "notification.channel.updated", severity: .info, summary: "A delivery channel was changed.", fields: [])

    /// A delivery channel was deleted.
    package static let notificationChannelDeleted = AuditEvent(
        code: "notification.channel.deleted",
        severity: .warning,
        summary: "A delivery channel was deleted.",
        fields: []
    )

    /// A licence came into force.
    package static let licenseInstalled = AuditEvent(
        code: "license.installed",
        severity: .info,
        summary: "A licence came into force.",
        fields: [
            "source",
            "tier",
            "customer_id",
            "features_count",
            "using_prev_key",
            "in_grace_period",
            "mismatched_key_id",
        ]
    )

    /// A licence was written to license.file on the server's machine; the server reads it at SIGHUP.
    package static let licenseWritten = AuditEvent(
        code: "license.written",
        severity: .info,
        summary: "A licence was written to license.file on the server's machine; the server reads it at SIGHUP.",
        fields: ["path", "customer_id"]
    )

    /// The licence file is gone and the free tier remains.
    package static let licenseRemoved = AuditEvent(
        code: "license.removed",
        severity: .warning,
        summary: "The licence file is gone and the free tier remains.",
        fields: ["source", "customer_id"]
    )

    /// A licence was refused.
    package static let licenseInvalid = AuditEvent(
        code: "license.invalid",
        severity: .error,
        summary: "A licence was refused.",
        fields: ["source", "reason", "error"]
    )

    /// The licence ends soon, or has ended and is in its grace period.
    package static let licenseExpiringSoon = AuditEvent(
        code: "license.expiring_soon",
        severity: .warning,
        summary: "The licence ends soon, or has ended and is in its grace period.",
        fields: ["source", "expires_at", "in_grace_period"]
    )

    /// The licence and its grace period have ended.
    package static let licenseExpired = AuditEvent(
        code: "license.expired",
        severity: .error,
        summary: "The licence and its grace period have ended.",
        fields: ["source", "expires_at"]
    )

    /// A request was refused because the licence lacks a feature.
    package static let licenseFeatureCheckDenied = AuditEvent(
        code: "license.feature_check_denied",
        severity: .warning,
        summary: "A request was refused because the licence lacks a feature.",
        fields: ["feature", "route", "suppressed_count"]
    )

    /// An allowance of the licence was exceeded.
    package static let licenseQuotaExceeded = AuditEvent(
        code: "license.quota_exceeded",
        severity: .warning,
        summary: "An allowance of the licence was exceeded.",
        fields: ["quota", "limit", "current"]
    )

    /// The system clock was set back.
    package static let licenseClockRollbackDetected = AuditEvent(
        code: "license.clock_rollback_detected",
        severity: .critical,
        summary: "The system clock was set back.",
        fields: ["source", "last_known_good", "current_time"]
    )

    /// The licence belongs to another installation.
    package static let licenseTampered = AuditEvent(
        code: "license.tampered",
        severity: .critical,
        summary: "The licence belongs to another installation.",
        fields: ["source", "reason"]
    )

    /// A policy came into force.
    package static let policyLoaded = AuditEvent(
        code: "policy.loaded",
        severity: .info,
        summary: "A policy came into force.",
        fields: ["policy_type", "policy_version"]
    )

    /// A policy was refused.
    package static let policyInvalid = AuditEvent(
        code: "policy.invalid", severity: .error, summary: "A policy was refused.", fields: [])

    /// A policy decided something.
    package static let policyApplied = AuditEvent(
        code: "policy.applied",
        severity: .info,
        summary: "A policy decided something.",
        fields: ["policy_type", "policy_version", "decision"]
    )

    /// A remediation was asked for.
    package static let remediationRequested = AuditEvent(
        code: "remediation.requested", severity: .info, summary: "A remediation was asked for.", fields: [])

    /// A remediation was approved.
    package static let remediationApproved = AuditEvent(
        code: "remediation.approved", severity: .warning, summary: "A remediation was approved.", fields: [])

    /// A remediation was carried out.
    package static let remediationExecuted = AuditEvent(
        code: "remediation.executed",
        severity: .warning,
        summary: "A remediation was carried out.",
        fields: ["dry_run", "steps_succeeded", "steps_failed"]
    )

    /// A remediation was undone.
    package static let remediationRolledBack = AuditEvent(
        code: "remediation.rolled_back", severity: .warning, summary: "A remediation was undone.", fields: [])

    /// A webhook call was accepted.
    package static let integrationWebhookDelivered = AuditEvent(
        code: "integration.webhook.delivered", severity: .info, summary: "A webhook call was accepted.", fields: [])

    /// A webhook call failed for good.
    package static let integrationWebhookFailed = AuditEvent(
        code: "integration.webhook.failed", severity: .error, summary: "A webhook call failed for good.", fields: [])

    /// A webhook was registered.
    package static let integrationWebhookSubscribed = AuditEvent(
        code: "integration.webhook.subscribed",
        severity: .info,
        summary: "A webhook was registered.",
        fields: ["event_types", "target_url"]
    )

    /// A webhook was removed.
    package static let integrationWebhookUnsubscribed = AuditEvent(
        code: "integration.webhook.unsubscribed", severity: .warning, summary: "A webhook was removed.", fields: [])

    /// An integration was installed.
    package static let integrationPluginInstalled = AuditEvent(
        code: "integration.plugin.installed", severity: .info, summary: "An integration was installed.", fields: [])

    /// An integration was called.
    package static let integrationPluginExecuted = AuditEvent(
        code: "integration.plugin.executed", severity: .info, summary: "An integration was called.", fields: [])

    /// A plugin became ready for calls.
    package static let pluginLoaded = AuditEvent(
        code: "plugin.loaded",
        severity: .info,
        summary: "A plugin became ready for calls.",
        fields: ["count", "since", "plugin_id", "version", "isolation", "generation", "pid"]
    )

    /// A plugin was not loaded: signature, manifest, path, ABI or licence.
    package static let pluginRejected = AuditEvent(
        code: "plugin.rejected",
        severity: .error,
        summary: "A plugin was not loaded: signature, manifest, path, ABI or licence.",
        fields: ["plugin_id", "path", "reason", "version", "count", "since"]
    )

    /// The runner of a plugin ended unexpectedly.
    package static let pluginCrashed = AuditEvent(
        code: "plugin.crashed",
        severity: .error,
        summary: "The runner of a plugin ended unexpectedly.",
        fields: ["count", "since", "plugin_id", "generation", "signal", "exit_code", "probe", "version", "message"]
    )

    /// The runner of a plugin was started again.
    package static let pluginRestarted = AuditEvent(
        code: "plugin.restarted",
        severity: .warning,
        summary: "The runner of a plugin was started again.",
        fields: ["count", "since", "plugin_id", "generation", "restarts", "version", "pid"]
    )

    /// A plugin broke its contract and the call was ended or its result discarded.
    package static let pluginMisbehaved = AuditEvent(
        code: "plugin.misbehaved",
        severity: .warning,
        summary: "A plugin broke its contract and the call was ended or its result discarded.",
        fields: ["plugin_id", "probe", "rule", "detail"]
    )

    /// A plugin package was installed.
    package static let pluginInstalled = AuditEvent(
        code: "plugin.installed",
        severity: .warning,
        summary: "A plugin package was installed.",
        fields: ["count", "since", "plugin_id", "version", "manifest_sha256", "grants", "reason", "trust"]
    )

    /// A plugin package was found in the package store without a record of its installation.
    package static let pluginAdopted = AuditEvent(
        code: "plugin.adopted",
        severity: .warning,
        summary: "A plugin package was found in the package store without a record of its installation.",
        fields: ["count", "since", "plugin_id", "version", "manifest_sha256", "grants", "reason", "trust"]
    )

    /// An installed plugin package was removed.
    package static let pluginRemoved = AuditEvent(
        code: "plugin.removed",
        severity: .warning,
        summary: "An installed plugin package was removed.",
        fields: ["count", "since", "plugin_id", "version", "manifest_sha256", "grants", "reason", "trust"]
    )

    /// A plugin was taken into use.
    package static let pluginEnabled = AuditEvent(
        code: "plugin.enabled",
        severity: .info,
        summary: "A plugin was taken into use.",
        fields: ["count", "since", "plugin_id", "version", "manifest_sha256", "grants", "reason", "trust"]
    )

    /// A plugin was taken out of use.
    package static let pluginDisabled = AuditEvent(
        code: "plugin.disabled",
        severity: .warning,
        summary: "A plugin was taken out of use.",
        fields: ["count", "since", "plugin_id", "version", "manifest_sha256", "grants", "reason", "trust"]
    )

    /// The grants that a plugin asks for were approved.
    package static let pluginApproved = AuditEvent(
        code: "plugin.approved",
        severity: .warning,
        summary: "The grants that a plugin asks for were approved.",
        fields: ["count", "since", "plugin_id", "version", "manifest_sha256", "grants", "reason", "trust"]
    )

    /// The approval of a plugin was taken back.
    package static let pluginApprovalRevoked = AuditEvent(
        code: "plugin.approval_revoked",
        severity: .warning,
        summary: "The approval of a plugin was taken back.",
        fields: ["count", "since", "plugin_id", "version", "manifest_sha256", "grants", "reason", "trust"]
    )

    /// The runner of a plugin was replaced on request.
    package static let pluginRestartRequested = AuditEvent(
        code: "plugin.restart_requested",
        severity: .info,
        summary: "The runner of a plugin was replaced on request.",
        fields: ["count", "since", "plugin_id", "version", "manifest_sha256", "grants", "reason", "trust"]
    )

    /// The quarantine and the isolations of a plugin were ended on request.
    package static let pluginReset = AuditEvent(
        code: "plugin.reset",
        severity: .info,
        summary: "The quarantine and the isolations of a plugin were ended on request.",
        fields: ["count", "since", "plugin_id", "version", "manifest_sha256", "grants", "reason", "trust"]
    )

    /// The configuration of a plugin was changed; its values are not on record.
    package static let pluginConfigured = AuditEvent(
        code: "plugin.configured",
        severity: .warning,
        summary: "The configuration of a plugin was changed; its values are not on record.",
        fields: ["count", "since", "plugin_id", "version", "manifest_sha256", "grants", "reason", "trust"]
    )

    /// The version of a plugin that is to run was chosen.
    package static let pluginVersionChosen = AuditEvent(
        code: "plugin.version_chosen",
        severity: .info,
        summary: "The version of a plugin that is to run was chosen.",
        fields: ["count", "since", "plugin_id", "version", "manifest_sha256", "grants", "reason", "trust"]
    )

    /// A role was given to a plugin's probe, or back to the first plugin that claims it.
    package static let pluginRoleAssigned = AuditEvent(
        code: "plugin.role_assigned",
        severity: .warning,
        summary: "A role was given to a plugin's probe, or back to the first plugin that claims it.",
        fields: ["role", "plugin_id", "probe"]
    )

    /// A version of a plugin has proved itself and replaced the one before.
    package static let pluginUpgraded = AuditEvent(
        code: "plugin.upgraded",
        severity: .info,
        summary: "A version of a plugin has proved itself and replaced the one before.",
        fields: ["count", "since", "plugin_id", "version", "manifest_sha256", "grants", "reason", "trust"]
    )

    /// A version of a plugin failed and the one before is in use again.
    package static let pluginRolledBack = AuditEvent(
        code: "plugin.rolled_back",
        severity: .error,
        summary: "A version of a plugin failed and the one before is in use again.",
        fields: ["count", "since", "plugin_id", "version", "manifest_sha256", "grants", "reason", "trust"]
    )

    /// A plugin failed too often and takes no calls.
    package static let pluginQuarantined = AuditEvent(
        code: "plugin.quarantined",
        severity: .error,
        summary: "A plugin failed too often and takes no calls.",
        fields: ["plugin_id", "version", "until", "count", "since"]
    )

    /// A probe crashed its plugin twice on one host and is held back there.
    package static let pluginProbeIsolated = AuditEvent(
        code: "plugin.probe_isolated",
        severity: .warning,
        summary: "A probe crashed its plugin twice on one host and is held back there.",
        fields: ["count", "since", "plugin_id", "probe", "host_id", "until", "version"]
    )

    /// The licence in force lacks the feature that a plugin needs; it is drained and takes no calls.
    package static let pluginLocked = AuditEvent(
        code: "plugin.locked",
        severity: .warning,
        summary: "The licence in force lacks the feature that a plugin needs; it is drained and takes no calls.",
        fields: ["plugin_id", "version", "feature", "count", "since"]
    )

    /// A plugin may run again.
    package static let pluginUnlocked = AuditEvent(
        code: "plugin.unlocked",
        severity: .info,
        summary: "A plugin may run again.",
        fields: ["count", "since", "plugin_id", "version", "manifest_sha256", "grants", "reason", "trust"]
    )

    /// A plugin has looked at a secret of its configuration.
    package static let pluginSecretRevealed = AuditEvent(
        code: "plugin.secret.revealed",
        severity: .info,
        summary: "A plugin has looked at a secret of its configuration.",
        fields: ["count", "since", "plugin_id", "version", "generation", "pointer"]
    )

    /// A plugin asked for a secret with a handle that is not in force. Once for each runner.
    package static let pluginSecretRefused = AuditEvent(
        code: "plugin.secret.refused",
        severity: .warning,
        summary: "A plugin asked for a secret with a handle that is not in force. Once for each runner.",
        fields: ["count", "since", "plugin_id", "version", "generation", "pointer"]
    )

    /// The sandbox refused a system call of a plugin.
    package static let pluginSandboxDenied = AuditEvent(
        code: "plugin.sandbox.denied",
        severity: .warning,
        summary: "The sandbox refused a system call of a plugin.",
        fields: ["plugin_id", "version", "what", "count", "since"]
    )

    /// A package appeared on a host.
    package static let systemPackageInstalled = AuditEvent(
        code: "system.package.installed",
        severity: .info,
        summary: "A package appeared on a host.",
        fields: ["name", "version"]
    )

    /// The version of a package on a host changed, up or down.
    package static let systemPackageUpdated = AuditEvent(
        code: "system.package.updated",
        severity: .info,
        summary: "The version of a package on a host changed, up or down.",
        fields: ["name", "prior", "current"]
    )

    /// A package disappeared from a host.
    package static let systemPackageRemoved = AuditEvent(
        code: "system.package.removed",
        severity: .warning,
        summary: "A package disappeared from a host.",
        fields: ["name"]
    )

    /// A host runs another kernel release than before.
    package static let systemKernelUpdated = AuditEvent(
        code: "system.kernel.updated",
        severity: .warning,
        summary: "A host runs another kernel release than before.",
        fields: ["prior", "current"]
    )

    /// A host asks for a reboot.
    package static let systemRebootRequired = AuditEvent(
        code: "system.reboot.required", severity: .warning, summary: "A host asks for a reboot.", fields: [])

    /// A host was rebooted.
    package static let systemRebootCompleted = AuditEvent(
        code: "system.reboot.completed", severity: .info, summary: "A host was rebooted.", fields: [])

    /// A watched configuration file on a host changed.
    package static let systemConfigFileChanged = AuditEvent(
        code: "system.config.file_changed",
        severity: .error,
        summary: "A watched configuration file on a host changed.",
        fields: ["path", "prior_hash", "current_hash"]
    )

    /// A service on a host started.
    package static let systemServiceStarted = AuditEvent(
        code: "system.service.started", severity: .info, summary: "A service on a host started.", fields: ["unit"])

    /// A service on a host stopped.
    package static let systemServiceStopped = AuditEvent(
        code: "system.service.stopped", severity: .info, summary: "A service on a host stopped.", fields: ["unit"])

    /// A service on a host failed.
    package static let systemServiceFailed = AuditEvent(
        code: "system.service.failed", severity: .error, summary: "A service on a host failed.", fields: ["unit"])

    /// A file system was mounted on a host.
    package static let systemFilesystemMounted = AuditEvent(
        code: "system.filesystem.mounted",
        severity: .info,
        summary: "A file system was mounted on a host.",
        fields: ["mountpoint", "source"]
    )

    /// A file system was unmounted on a host.
    package static let systemFilesystemUnmounted = AuditEvent(
        code: "system.filesystem.unmounted",
        severity: .warning,
        summary: "A file system was unmounted on a host.",
        fields: ["mountpoint"]
    )

    /// A server process is ready.
    package static let systemStartup = AuditEvent(
        code: "system.startup", severity: .info, summary: "A server process is ready.", fields: ["version"])

    /// A server process is stopping.
    package static let systemShutdown = AuditEvent(
        code: "system.shutdown", severity: .info, summary: "A server process is stopping.", fields: [])

    /// A setting was changed.
    package static let systemConfigChanged = AuditEvent(
        code: "system.config.changed",
        severity: .warning,
        summary: "A setting was changed.",
        fields: ["config_key", "old_value", "new_value", "changed_by"]
    )

    /// A stored password was given to sudo while collecting from a host.
    package static let systemIntelligenceSudoPasswordUsed = AuditEvent(
        code: "system.intelligence.sudo_password_used",
        severity: .warning,
        summary: "A stored password was given to sudo while collecting from a host.",
        fields: ["credential_id", "host_id", "command_count", "probe"]
    )

    /// One database migration was applied.
    package static let systemMigrationApplied = AuditEvent(
        code: "system.migration.applied",
        severity: .info,
        summary: "One database migration was applied.",
        fields: ["migration_id"]
    )

    /// A component of the server is impaired.
    package static let systemHealthDegraded = AuditEvent(
        code: "system.health.degraded",
        severity: .error,
        summary: "A component of the server is impaired.",
        fields: ["component", "reason"]
    )

    /// An impaired component of the server works again.
    package static let systemHealthRecovered = AuditEvent(
        code: "system.health.recovered",
        severity: .info,
        summary: "An impaired component of the server works again.",
        fields: []
    )

    /// The server made key material of its own because none existed.
    package static let systemKeyCreated = AuditEvent(
        code: "system.key.created",
        severity: .warning,
        summary: "The server made key material of its own because none existed.",
        fields: ["purpose", "path"]
    )

    /// The listener uses its certificate and key as the files have them now.
    package static let systemCertificateReloaded = AuditEvent(
        code: "system.certificate.reloaded",
        severity: .info,
        summary: "The listener uses its certificate and key as the files have them now.",
        fields: ["fingerprint", "not_after"]
    )

    /// A new certificate or key could not be used; the listener keeps the pair before.
    package static let systemCertificateRejected = AuditEvent(
        code: "system.certificate.rejected",
        severity: .error,
        summary: "A new certificate or key could not be used; the listener keeps the pair before.",
        fields: ["reason", "path"]
    )

    /// The database schema was brought to a newer version.
    package static let systemSchemaMigrated = AuditEvent(
        code: "system.schema.migrated",
        severity: .info,
        summary: "The database schema was brought to a newer version.",
        fields: ["from_version", "to_version", "from", "to"]
    )

    /// A service on a host was set to start at boot.
    package static let systemServiceEnabled = AuditEvent(
        code: "system.service.enabled",
        severity: .info,
        summary: "A service on a host was set to start at boot.",
        fields: ["unit"]
    )

    /// A service on a host no longer starts at boot.
    package static let systemServiceDisabled = AuditEvent(
        code: "system.service.disabled",
        severity: .warning,
        summary: "A service on a host no longer starts at boot.",
        fields: ["unit"]
    )

    /// A file system on a host has other mount options.
    package static let systemMountOptionsChanged = AuditEvent(
        code: "system.mount.options_changed",
        severity: .warning,
        summary: "A file system on a host has other mount options.",
        fields: ["mountpoint", "prior", "current"]
    )

    /// The scheduler could not start.
    package static let schedulerStartupFailed = AuditEvent(
        code: "scheduler.startup.failed",
        severity: .error,
        summary: "The scheduler could not start.",
        fields: ["reason", "policy_path"]
    )

    /// The schedule of a host changed.
    package static let schedulerScheduleUpdated = AuditEvent(
        code: "scheduler.schedule.updated",
        severity: .info,
        summary: "The schedule of a host changed.",
        fields: ["host_id", "change_kind", "prior", "new"]
    )

    /// A new scheduling policy was refused; the old one stays in force.
    package static let schedulerPolicyReloadRejected = AuditEvent(
        code: "scheduler.policy.reload.rejected",
        severity: .error,
        summary: "A new scheduling policy was refused; the old one stays in force.",
        fields: ["reason", "policy_version_attempted", "policy_version_active"]
    )

    /// A scheduling interval was moved into its allowed range.
    package static let schedulerPolicyClamped = AuditEvent(
        code: "scheduler.policy.clamped",
        severity: .warning,
        summary: "A scheduling interval was moved into its allowed range.",
        fields: ["tier", "original_minutes", "clamped_minutes", "clamp_kind"]
    )

    /// A scheduling policy was refused because its key is revoked.
    package static let schedulerPolicyRevokedKeyRejected = AuditEvent(
        code: "scheduler.policy.revoked_key.rejected",
        severity: .error,
        summary: "A scheduling policy was refused because its key is revoked.",
        fields: ["key_fingerprint", "policy_version"]
    )

    /// A queued job was refused because its seal does not verify.
    package static let schedulerJobHMACRejected = AuditEvent(
        code: "scheduler.job.hmac_rejected",
        severity: .error,
        summary: "A queued job was refused because its seal does not verify.",
        fields: ["job_id", "host_id", "failure"]
    )

    /// The scheduler placed due work in the queue.
    package static let schedulerTickDispatched = AuditEvent(
        code: "scheduler.tick.dispatched",
        severity: .info,
        summary: "The scheduler placed due work in the queue.",
        fields: ["due_count", "dispatched_count", "skipped_maintenance_count", "skipped_backoff_count"]
    )

    /// A worker reported its state.
    package static let workerLoopTick = AuditEvent(
        code: "worker.loop.tick",
        severity: .info,
        summary: "A worker reported its state.",
        fields: ["idle_count", "claimed_count", "in_flight_count", "completed_since_last_tick"]
    )

    /// A user account was created.
    package static let adminUserCreated = AuditEvent(
        code: "admin.user.created",
        severity: .warning,
        summary: "A user account was created.",
        fields: ["username", "role_id"]
    )

    /// A user account was changed.
    package static let adminUserUpdated = AuditEvent(
        code: "admin.user.updated",
        severity: .warning,
        summary: "A user account was changed.",
        fields: ["username", "email_changed"]
    )

    /// A user account was deleted.
    package static let adminUserDeleted = AuditEvent(
        code: "admin.user.deleted",
        severity: .warning,
        summary: "A user account was deleted.",
        fields: ["username", "sessions_ended", "api_keys_revoked"]
    )

    /// The password of a user was reset.
    package static let adminUserPasswordReset = AuditEvent(
        code: "admin.user.password_reset",
        severity: .warning,
        summary: "The password of a user was reset.",
        fields: ["target_user_id", "self", "sessions_ended", "api_keys_revoked"]
    )

    /// A user account was disabled.
    package static let adminUserDisabled = AuditEvent(
        code: "admin.user.disabled",
        severity: .warning,
        summary: "A user account was disabled.",
        fields: ["target_user_id", "sessions_ended", "api_keys_revoked"]
    )

    /// A user account was enabled.
    package static let adminUserEnabled = AuditEvent(
        code: "admin.user.enabled",
        severity: .warning,
        summary: "A user account was enabled.",
        fields: ["target_user_id"]
    )

    /// A role was changed.
    package static let adminRoleChanged = AuditEvent(
        code: "admin.role.changed",
        severity: .warning,
        summary: "A role was changed.",
        fields: ["added", "removed", "deleted"]
    )

    /// An installation-wide setting was changed.
    package static let adminSystemSettingChanged = AuditEvent(
        code: "admin.system_setting.changed",
        severity: .warning,
        summary: "An installation-wide setting was changed.",
        fields: []
    )

    /// A retention period was changed.
    package static let adminRetentionPolicyChanged = AuditEvent(
        code: "admin.retention_policy.changed",
        severity: .warning,
        summary: "A retention period was changed.",
        fields: []
    )

    /// A single sign-on provider was added.
    package static let adminSSOProviderCreated = AuditEvent(
        code: "admin.sso_provider.created",
        severity: .warning,
        summary: "A single sign-on provider was added.",
        fields: []
    )

    /// A single sign-on provider was changed.
    package static let adminSSOProviderUpdated = AuditEvent(
        code: "admin.sso_provider.updated",
        severity: .warning,
        summary: "A single sign-on provider was changed.",
        fields: ["provider_type", "fields_changed"]
    )

    /// A single sign-on provider was removed.
    package static let adminSSOProviderDeleted = AuditEvent(
        code: "admin.sso_provider.deleted",
        severity: .warning,
        summary: "A single sign-on provider was removed.",
        fields: []
    )

    /// A diagnostic job ran.
    package static let diagnosticsTestJobCompleted = AuditEvent(
        code: "diagnostics.test_job_completed", severity: .info, summary: "A diagnostic job ran.", fields: [])

    /// The audit log was exported.
    package static let auditEventsExported = AuditEvent(
        code: "audit.events.exported",
        severity: .warning,
        summary: "The audit log was exported.",
        fields: ["format", "truncated", "filter"]
    )

    /// Audit rows older than the retention policy allows were removed.
    package static let auditEventsRemoved = AuditEvent(
        code: "audit.events.removed",
        severity: .warning,
        summary: "Audit rows older than the retention policy allows were removed.",
        fields: ["rows", "position", "before", "retention_days"]
    )

    /// Every entry, in the order of the registry.
    package static let all: [AuditEvent] = [
        .authLoginSuccess,
        .authLoginFailure,
        .authLogout,
        .authTokenIssued,
        .authTokenRefreshed,
        .authTokenRevoked,
        .authMFAEnrolled,
        .authMFAEnrollmentStarted,
        .authMFARecoveryCodesCreated,
        .authMFAValidated,
        .authMFAFailed,
        .authMFADisabled,
        .authSessionCreated,
        .authSessionExpired,
        .authSessionRevoked,
        .authReauthenticated,
        .authProfileUpdated,
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
        .credentialUsed,
        .credentialSecretsRekeyed,
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
        .licenseWritten,
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
        .pluginAdopted,
        .pluginRemoved,
        .pluginEnabled,
        .pluginDisabled,
        .pluginApproved,
        .pluginApprovalRevoked,
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
        .systemCertificateReloaded,
        .systemCertificateRejected,
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
        .auditEventsExported,
        .auditEventsRemoved,
    ]
}
