// Made by scripts/generate-contract from contract/error-codes.yaml. Change that file, not this one.

extension ErrorCode {
    /// The request carries no identity and the operation needs one. Sign in or send a bearer token.
    package static let authRequired = ErrorCode(
        code: "auth.required", httpStatus: 401, fault: .client, retryable: false)

    /// User name or password is wrong. Also answered for unknown, disabled and deleted users, so that accounts cannot
    /// be probed.
    package static let authInvalidCredentials = ErrorCode(
        code: "auth.invalid_credentials", httpStatus: 401, fault: .client, retryable: false)

    /// The token was valid once and its lifetime is over. Obtain a new one and repeat the request.
    package static let authTokenExpired = ErrorCode(
        code: "auth.token_expired", httpStatus: 401, fault: .client, retryable: true)

    /// The token was withdrawn before its lifetime ended.
    package static let authTokenRevoked = ErrorCode(
        code: "auth.token_revoked", httpStatus: 401, fault: .client, retryable: false)

    /// The token is malformed or its signature does not verify.
    package static let authTokenInvalid = ErrorCode(
        code: "auth.token_invalid", httpStatus: 401, fault: .client, retryable: false)

    /// The password is right and the account needs a one-time code as well.
    package static let authMFARequired = ErrorCode(
        code: "auth.mfa_required", httpStatus: 401, fault: .client, retryable: false)

    /// A second factor was presented and is not acceptable.
    package static let authMFAFailed = ErrorCode(
        code: "auth.mfa_failed", httpStatus: 401, fault: .client, retryable: false)

    /// The account is locked, by an administrator or after too many failures.
    package static let authAccountLocked = ErrorCode(
        code: "auth.account_locked", httpStatus: 403, fault: .client, retryable: false)

    /// The session reached its idle or absolute limit.
    package static let authSessionExpired = ErrorCode(
        code: "auth.session_expired", httpStatus: 401, fault: .client, retryable: false)

    /// The session cookie or bearer token was rejected; detail.reason says why. A browser refreshes its session and
    /// repeats the request once.
    package static let authSessionInvalid = ErrorCode(
        code: "auth.session_invalid", httpStatus: 401, fault: .client, retryable: true)

    /// The one-time code is wrong, has the wrong length or was used before.
    package static let authMFAInvalid = ErrorCode(
        code: "auth.mfa_invalid", httpStatus: 401, fault: .client, retryable: false)

    /// The refresh token is unknown, withdrawn or too old, or its account may not sign in. Sign in again.
    package static let authRefreshInvalid = ErrorCode(
        code: "auth.refresh_invalid", httpStatus: 401, fault: .client, retryable: false)

    /// The refresh token was exchanged before, so somebody holds a copy of it. Every session of the account was ended.
    /// Sign in again and change the password.
    package static let authRefreshReused = ErrorCode(
        code: "auth.refresh_reused", httpStatus: 401, fault: .policy, retryable: false)

    /// The operation needs a proof of identity from the last ten minutes. POST /auth/reauthenticate and repeat the
    /// request.
    package static let authReauthenticationRequired = ErrorCode(
        code: "auth.reauthentication_required", httpStatus: 401, fault: .client, retryable: false)

    /// The session waits for the second factor. POST /auth/mfa:verify first.
    package static let authSecondFactorRequired = ErrorCode(
        code: "auth.second_factor_required", httpStatus: 403, fault: .policy, retryable: false)

    /// The sign-in policy asks for a second factor. POST /auth/mfa:enroll and /auth/mfa:verify first.
    package static let authMFAEnrollmentRequired = ErrorCode(
        code: "auth.mfa_enrollment_required", httpStatus: 403, fault: .policy, retryable: false)

    /// The password has to be changed. POST /auth/password:change first.
    package static let authPasswordChangeRequired = ErrorCode(
        code: "auth.password_change_required", httpStatus: 403, fault: .policy, retryable: false)

    /// The password is too short, too long or too easy to guess. detail.reason says which.
    package static let authPasswordPolicy = ErrorCode(
        code: "auth.password_policy", httpStatus: 400, fault: .client, retryable: false)

    /// The account has no second factor, or no new one waits for its first code. POST /auth/mfa:enroll first.
    package static let authMFANotEnrolled = ErrorCode(
        code: "auth.mfa_not_enrolled", httpStatus: 409, fault: .client, retryable: false)

    /// The policy is out of its bounds. detail.field names the field at fault.
    package static let authPolicyInvalid = ErrorCode(
        code: "auth_policy.invalid", httpStatus: 400, fault: .client, retryable: false)

    /// The caller has no such session, or it has ended.
    package static let sessionsNotFound = ErrorCode(
        code: "sessions.not_found", httpStatus: 404, fault: .client, retryable: false)

    /// Another account has this e-mail address.
    package static let usersEmailTaken = ErrorCode(
        code: "users.email_taken", httpStatus: 409, fault: .client, retryable: false)

    /// The cookies were cleared and the session could not be revoked in the database. Repeat the logout.
    package static let authLogoutIncomplete = ErrorCode(
        code: "auth.logout_incomplete", httpStatus: 500, fault: .server, retryable: true)

    /// The identity is known and lacks the permission that detail.required_permission names.
    package static let authzPermissionDenied = ErrorCode(
        code: "authz.permission_denied", httpStatus: 403, fault: .policy, retryable: false)

    /// The operation is reserved for the role that detail.required_role names.
    package static let authzRoleRequired = ErrorCode(
        code: "authz.role_required", httpStatus: 403, fault: .policy, retryable: false)

    /// An unsafe request on a cookie session came without a matching X-CSRF-Token header.
    package static let authzCSRFInvalid = ErrorCode(
        code: "authz.csrf_invalid", httpStatus: 403, fault: .client, retryable: false)

    /// A mandatory field or parameter is missing or blank.
    package static let validationFieldRequired = ErrorCode(
        code: "validation.field_required", httpStatus: 400, fault: .client, retryable: false)

    /// A field or parameter does not have the expected form.
    package static let validationFieldFormat = ErrorCode(
        code: "validation.field_format", httpStatus: 400, fault: .client, retryable: false)

    /// A value lies outside its bounds or outside its list of allowed values.
    package static let validationFieldRange = ErrorCode(
        code: "validation.field_range", httpStatus: 400, fault: .client, retryable: false)

    /// The request names a field that the operation does not know.
    package static let validationFieldUnknown = ErrorCode(
        code: "validation.field_unknown", httpStatus: 400, fault: .client, retryable: false)

    /// The request body exceeds the size limit; nothing of it was processed.
    package static let validationBodyTooLarge = ErrorCode(
        code: "validation.body_too_large", httpStatus: 413, fault: .client, retryable: false)

    /// A field holds a value that its meaning forbids.
    package static let validationFieldInvalid = ErrorCode(
        code: "validation.field_invalid", httpStatus: 400, fault: .client, retryable: false)

    /// The request body is not well-formed JSON of the expected shape.
    package static let validationInvalidBody = ErrorCode(
        code: "validation.invalid_body", httpStatus: 400, fault: .client, retryable: false)

    /// A value is none of the choices allowed for its field.
    package static let validationInvalidValue = ErrorCode(
        code: "validation.invalid_value", httpStatus: 400, fault: .client, retryable: false)

    /// The page size asked for is below 1 or above the maximum of this list.
    package static let paginationLimitExceeded = ErrorCode(
        code: "pagination.limit_exceeded", httpStatus: 400, fault: .client, retryable: false)

    /// The cursor was not issued by this list or was altered. Start again without one.
    package static let paginationCursorInvalid = ErrorCode(
        code: "pagination.cursor_invalid", httpStatus: 400, fault: .client, retryable: false)

    /// The Idempotency-Key was used before with a different request.
    package static let idempotencyKeyReused = ErrorCode(
        code: "idempotency.key_reused", httpStatus: 409, fault: .client, retryable: false)

    /// The operation must be repeatable, so the Idempotency-Key header is mandatory and may not be blank.
    package static let idempotencyKeyRequired = ErrorCode(
        code: "idempotency.key_required", httpStatus: 400, fault: .client, retryable: false)

    /// The first request with this Idempotency-Key is still being worked on.
    package static let idempotencyInFlight = ErrorCode(
        code: "idempotency.in_flight", httpStatus: 409, fault: .client, retryable: true)

    /// The first request with this Idempotency-Key took effect, but its answer was lost with the server. It is not run
    /// again: read the resource, and send a new request under a new key.
    package static let idempotencyAnswerLost = ErrorCode(
        code: "idempotency.answer_lost", httpStatus: 409, fault: .server, retryable: false)

    /// The object is in a state from which the requested state cannot be reached.
    package static let transitionInvalid = ErrorCode(
        code: "transition.invalid", httpStatus: 409, fault: .client, retryable: false)

    /// The object does not exist or is not visible to the caller.
    package static let resourceNotFound = ErrorCode(
        code: "resource.not_found", httpStatus: 404, fault: .client, retryable: false)

    /// The request collides with another object, usually on a unique field.
    package static let resourceConflict = ErrorCode(
        code: "resource.conflict", httpStatus: 409, fault: .client, retryable: false)

    /// The object existed and was removed for good.
    package static let resourceGone = ErrorCode(
        code: "resource.gone", httpStatus: 410, fault: .client, retryable: false)

    /// Objects that ship with the product cannot be altered or removed.
    package static let resourceBuiltin = ErrorCode(
        code: "resource.builtin", httpStatus: 405, fault: .client, retryable: false)

    /// No such host. Generic spelling; host operations answer hosts.not_found.
    package static let hostNotFound = ErrorCode(
        code: "host.not_found", httpStatus: 404, fault: .client, retryable: false)

    /// No usable SSH connection to the host could be made: no route, refused, timed out or no credential.
    package static let hostUnreachable = ErrorCode(
        code: "host.unreachable", httpStatus: 502, fault: .external, retryable: true)

    /// The host answered and refused every authentication method that its credential allows.
    package static let hostSSHAuthenticationFailed = ErrorCode(
        code: "host.ssh_authentication_failed", httpStatus: 502, fault: .external, retryable: false)

    /// The host presented a key other than the pinned one. Nothing was sent to it. Compare fingerprints before trusting
    /// the new key.
    package static let hostSSHHostKeyMismatch = ErrorCode(
        code: "host.ssh_host_key_mismatch", httpStatus: 502, fault: .external, retryable: false)

    /// A host with this name exists. Generic spelling; host operations answer hosts.duplicate.
    package static let hostDuplicate = ErrorCode(
        code: "host.duplicate", httpStatus: 409, fault: .client, retryable: false)

    /// The operating system of the host is outside what the operation supports.
    package static let hostPlatformUnsupported = ErrorCode(
        code: "host.platform_unsupported", httpStatus: 422, fault: .client, retryable: false)

    /// No such scan.
    package static let scanNotFound = ErrorCode(
        code: "scan.not_found", httpStatus: 404, fault: .client, retryable: false)

    /// A scan of this host is in progress; wait for it or cancel it.
    package static let scanAlreadyRunning = ErrorCode(
        code: "scan.already_running", httpStatus: 409, fault: .client, retryable: true)

    /// The scan was stopped before it produced a result.
    package static let scanAborted = ErrorCode(code: "scan.aborted", httpStatus: 409, fault: .client, retryable: false)

    /// The compliance engine reported a failure of its own.
    package static let scanKensaError = ErrorCode(
        code: "scan.kensa_error", httpStatus: 502, fault: .external, retryable: true)

    /// The scan template cannot be used as it stands.
    package static let scanTemplateInvalid = ErrorCode(
        code: "scan.template_invalid", httpStatus: 400, fault: .client, retryable: false)

    /// The policy document breaks its schema or its rules.
    package static let policyInvalid = ErrorCode(
        code: "policy.invalid", httpStatus: 400, fault: .client, retryable: false)

    /// The policy was changed by somebody else since it was read.
    package static let policyVersionMismatch = ErrorCode(
        code: "policy.version_mismatch", httpStatus: 409, fault: .client, retryable: false)

    /// A policy in force forbids this request.
    package static let policyDenied = ErrorCode(
        code: "policy.denied", httpStatus: 403, fault: .policy, retryable: false)

    /// No such policy.
    package static let policyNotFound = ErrorCode(
        code: "policy.not_found", httpStatus: 404, fault: .client, retryable: false)

    /// The licence is not valid; verify_result names the check that failed.
    package static let licenseInvalid = ErrorCode(
        code: "license.invalid", httpStatus: 400, fault: .client, retryable: false)

    /// The licence is valid and the server cannot write its licence file.
    package static let licenseNotStored = ErrorCode(
        code: "license.not_stored", httpStatus: 500, fault: .server, retryable: false)

    /// The licence and its period of grace have ended.
    package static let licenseExpired = ErrorCode(
        code: "license.expired", httpStatus: 402, fault: .policy, retryable: false)

    /// The licence in force does not include the feature that the operation needs.
    package static let licenseFeatureUnavailable = ErrorCode(
        code: "license.feature_unavailable", httpStatus: 402, fault: .policy, retryable: false)

    /// The licence was issued for another installation.
    package static let licenseFingerprintMismatch = ErrorCode(
        code: "license.fingerprint_mismatch", httpStatus: 409, fault: .policy, retryable: false)

    /// The system clock is behind a time this installation has seen already.
    package static let licenseClockRollbackDetected = ErrorCode(
        code: "license.clock_rollback_detected", httpStatus: 409, fault: .policy, retryable: false)

    /// The number of hosts that the licence covers is reached.
    package static let quotaMaxHostsExceeded = ErrorCode(
        code: "quota.max_hosts_exceeded", httpStatus: 402, fault: .policy, retryable: false)

    /// The number of users that the licence covers is reached.
    package static let quotaMaxUsersExceeded = ErrorCode(
        code: "quota.max_users_exceeded", httpStatus: 402, fault: .policy, retryable: false)

    /// Today's allowance of scans is used up.
    package static let quotaMaxScansPerDayExceeded = ErrorCode(
        code: "quota.max_scans_per_day_exceeded", httpStatus: 402, fault: .policy, retryable: true)

    /// As many scans are running as may run at once.
    package static let quotaConcurrentScanLimit = ErrorCode(
        code: "quota.concurrent_scan_limit", httpStatus: 503, fault: .policy, retryable: true)

    /// The audit query cannot be understood.
    package static let auditQueryInvalid = ErrorCode(
        code: "audit.query_invalid", httpStatus: 400, fault: .client, retryable: false)

    /// The export would hold more rows than one export may.
    package static let auditExportTooLarge = ErrorCode(
        code: "audit.export_too_large", httpStatus: 413, fault: .client, retryable: false)

    /// The audit record could not be stored, so the operation was not carried out.
    package static let auditWriteFailed = ErrorCode(
        code: "audit.write_failed", httpStatus: 500, fault: .server, retryable: true)

    /// Too many requests in the window. Generic spelling; the wire carries rate.limited.
    package static let rateLimitExceeded = ErrorCode(
        code: "rate_limit.exceeded", httpStatus: 429, fault: .client, retryable: true)

    /// An unexpected fault in the server. The correlation id leads to the log entry.
    package static let serverInternal = ErrorCode(
        code: "server.internal", httpStatus: 500, fault: .server, retryable: true)

    /// A part of the server that the request needs is not available at the moment.
    package static let serverUnavailable = ErrorCode(
        code: "server.unavailable", httpStatus: 503, fault: .server, retryable: true)

    /// The server gave up because the work took longer than its deadline.
    package static let serverTimeout = ErrorCode(
        code: "server.timeout", httpStatus: 504, fault: .server, retryable: true)

    /// The operation failed inside the server. The correlation id leads to the log entry.
    package static let serverError = ErrorCode(code: "server.error", httpStatus: 500, fault: .server, retryable: true)

    /// No host with this id, or it was deleted, or nothing of the requested kind has been collected from it yet.
    package static let hostsNotFound = ErrorCode(
        code: "hosts.not_found", httpStatus: 404, fault: .client, retryable: false)

    /// A host field is blank, not an IP literal, out of bounds or otherwise unusable.
    package static let hostsInvalidInput = ErrorCode(
        code: "hosts.invalid_input", httpStatus: 400, fault: .client, retryable: false)

    /// The caller cannot own a host because it is not a user known to the database.
    package static let hostsInvalidCreator = ErrorCode(
        code: "hosts.invalid_creator", httpStatus: 400, fault: .client, retryable: false)

    /// Another host of the same environment has this host name.
    package static let hostsDuplicate = ErrorCode(
        code: "hosts.duplicate", httpStatus: 409, fault: .client, retryable: false)

    /// No credential with this id, or it was deleted.
    package static let credentialsNotFound = ErrorCode(
        code: "credentials.not_found", httpStatus: 404, fault: .client, retryable: false)

    /// The host has no credential of its own and there is no system default.
    package static let credentialsNoneAvailable = ErrorCode(
        code: "credentials.none_available", httpStatus: 404, fault: .client, retryable: false)

    /// scope_id names a host that does not exist.
    package static let credentialsHostNotFound = ErrorCode(
        code: "credentials.host_not_found", httpStatus: 400, fault: .client, retryable: false)

    /// The private key cannot be read, its passphrase is wrong, or its type or size is not accepted.
    package static let credentialsInvalidKey = ErrorCode(
        code: "credentials.invalid_key", httpStatus: 400, fault: .client, retryable: false)

    /// Scope and scope_id do not fit together: system has none, host needs one. Scope host_group is not served.
    package static let credentialsInvalidScope = ErrorCode(
        code: "credentials.invalid_scope", httpStatus: 400, fault: .client, retryable: false)

    /// The authentication method needs a secret that is neither in the request nor stored.
    package static let credentialsMissingSecret = ErrorCode(
        code: "credentials.missing_secret", httpStatus: 400, fault: .client, retryable: false)

    /// There is a system default credential already.
    package static let credentialsMultipleSystemDefaults = ErrorCode(
        code: "credentials.multiple_system_defaults", httpStatus: 409, fault: .client, retryable: false)

    /// An active credential of the same scope has this name.
    package static let credentialsDuplicate = ErrorCode(
        code: "credentials.duplicate", httpStatus: 409, fault: .client, retryable: false)

    /// No plugin that can answer is ready: none fills the role, or it is locked, draining or quarantined.
    package static let pluginsUnavailable = ErrorCode(
        code: "plugins.unavailable", httpStatus: 503, fault: .server, retryable: true)

    /// The plugin ended the probe without a result: it crashed, timed out or reported a fault.
    package static let pluginsProbeFailed = ErrorCode(
        code: "plugins.probe_failed", httpStatus: 502, fault: .external, retryable: true)

    /// The plugin returned a result that breaks the schema of its role; the result was discarded.
    package static let pluginsResultInvalid = ErrorCode(
        code: "plugins.result_invalid", httpStatus: 502, fault: .external, retryable: false)

    /// There is no plugin of this id, or it has no such version or probe.
    package static let pluginsNotFound = ErrorCode(
        code: "plugins.not_found", httpStatus: 404, fault: .client, retryable: false)

    /// The plugin is in a state that the operation does not fit: nothing waits for an approval, it is locked, or it is
    /// not in use.
    package static let pluginsStateConflict = ErrorCode(
        code: "plugins.state_conflict", httpStatus: 409, fault: .client, retryable: false)

    /// The version has another content than the one that the request names; nothing was approved. Look at it again.
    package static let pluginsContentChanged = ErrorCode(
        code: "plugins.content_changed", httpStatus: 409, fault: .client, retryable: false)

    /// The package is refused: its signature, manifest, hashes, version or paths are not acceptable. Nothing was
    /// installed.
    package static let pluginsRejected = ErrorCode(
        code: "plugins.rejected", httpStatus: 400, fault: .policy, retryable: false)

    /// The configuration breaks the plugin's schema, or the plugin refused to start with it; the one before is in
    /// force.
    package static let pluginsConfigInvalid = ErrorCode(
        code: "plugins.config_invalid", httpStatus: 400, fault: .client, retryable: false)

    /// The same probe is running against this host; repeat the request when it is done.
    package static let conflictProbeInFlight = ErrorCode(
        code: "conflict.probe_in_flight", httpStatus: 409, fault: .client, retryable: true)

    /// Too many requests; the Retry-After header says when to come back.
    package static let rateLimited = ErrorCode(code: "rate.limited", httpStatus: 429, fault: .client, retryable: true)

    /// No operation has this path.
    package static let requestNotFound = ErrorCode(
        code: "request.not_found", httpStatus: 404, fault: .client, retryable: false)

    /// The path exists and does not offer this method; the Allow header lists those it offers.
    package static let requestMethodNotAllowed = ErrorCode(
        code: "request.method_not_allowed", httpStatus: 405, fault: .client, retryable: false)

    /// The request body must be application/json.
    package static let requestUnsupportedMediaType = ErrorCode(
        code: "request.unsupported_media_type", httpStatus: 415, fault: .client, retryable: false)

    /// A request header is malformed or longer than allowed.
    package static let requestHeaderInvalid = ErrorCode(
        code: "request.header_invalid", httpStatus: 400, fault: .client, retryable: false)

    /// What was sent is no HTTP request: a fault in the request line, a header line or the framing of the body. The
    /// connection is closed.
    package static let requestMalformed = ErrorCode(
        code: "request.malformed", httpStatus: 400, fault: .client, retryable: false)

    /// The request was not sent within the time that the server waits for it. The connection is closed.
    package static let requestTimeout = ErrorCode(
        code: "request.timeout", httpStatus: 408, fault: .client, retryable: true)

    /// Path and query together are longer than the server reads.
    package static let requestURITooLong = ErrorCode(
        code: "request.uri_too_long", httpStatus: 414, fault: .client, retryable: false)

    /// The header fields are too many, or together longer than the server reads.
    package static let requestHeadersTooLarge = ErrorCode(
        code: "request.headers_too_large", httpStatus: 431, fault: .client, retryable: false)

    /// No operation has this method and HTTP does not define it. The connection is closed.
    package static let requestMethodUnknown = ErrorCode(
        code: "request.method_unknown", httpStatus: 501, fault: .client, retryable: false)

    /// The request line names a version of HTTP other than 1.0 and 1.1. The connection is closed.
    package static let requestVersionUnsupported = ErrorCode(
        code: "request.version_unsupported", httpStatus: 505, fault: .client, retryable: false)

    /// No account has this id, or it was deleted.
    package static let usersNotFound = ErrorCode(
        code: "users.not_found", httpStatus: 404, fault: .client, retryable: false)

    /// An account has this user name or e-mail address already. detail.field says which of the two.
    package static let usersTaken = ErrorCode(code: "users.taken", httpStatus: 409, fault: .client, retryable: false)

    /// Nobody disables their own account. Ask another administrator.
    package static let usersCannotDisableSelf = ErrorCode(
        code: "users.cannot_disable_self", httpStatus: 409, fault: .client, retryable: false)

    /// The change would leave no enabled account with the role admin. Give the role to somebody else first.
    package static let usersLastAdmin = ErrorCode(
        code: "users.last_admin", httpStatus: 409, fault: .policy, retryable: false)

    /// No role has this id.
    package static let usersUnknownRole = ErrorCode(
        code: "users.unknown_role", httpStatus: 400, fault: .client, retryable: false)

    /// The list names permissions that the registry does not have. Wildcards are not understood.
    package static let usersUnknownPermission = ErrorCode(
        code: "users.unknown_permission", httpStatus: 400, fault: .client, retryable: false)

    /// A role has this id already.
    package static let usersRoleIDTaken = ErrorCode(
        code: "users.role_id_taken", httpStatus: 409, fault: .client, retryable: false)

    /// No role has this id.
    package static let rolesNotFound = ErrorCode(
        code: "roles.not_found", httpStatus: 404, fault: .client, retryable: false)

    /// Built-in roles cannot be changed or deleted.
    package static let rolesBuiltIn = ErrorCode(
        code: "roles.built_in", httpStatus: 409, fault: .client, retryable: false)

    /// Users, API tokens or identity providers still have the role. detail counts them.
    package static let rolesInUse = ErrorCode(code: "roles.in_use", httpStatus: 409, fault: .client, retryable: false)

    /// The token cannot be made as asked for. detail.field names the field at fault.
    package static let tokensInvalid = ErrorCode(
        code: "tokens.invalid", httpStatus: 400, fault: .client, retryable: false)

    /// The caller would give, take or act on permissions that they do not hold themselves. detail.exceeds_grant lists
    /// them.
    package static let authzRoleExceedsGrant = ErrorCode(
        code: "authz.role_exceeds_grant", httpStatus: 403, fault: .client, retryable: false)

    /// The new password of the account is too short, too long or too easy to guess.
    package static let validationPasswordPolicy = ErrorCode(
        code: "validation.password_policy", httpStatus: 400, fault: .client, retryable: false)

    /// Every entry, in the order of the registry.
    package static let all: [ErrorCode] = [
        .authRequired,
        .authInvalidCredentials,
        .authTokenExpired,
        .authTokenRevoked,
        .authTokenInvalid,
        .authMFARequired,
        .authMFAFailed,
        .authAccountLocked,
        .authSessionExpired,
        .authSessionInvalid,
        .authMFAInvalid,
        .authRefreshInvalid,
        .authRefreshReused,
        .authReauthenticationRequired,
        .authSecondFactorRequired,
        .authMFAEnrollmentRequired,
        .authPasswordChangeRequired,
        .authPasswordPolicy,
        .authMFANotEnrolled,
        .authPolicyInvalid,
        .sessionsNotFound,
        .usersEmailTaken,
        .authLogoutIncomplete,
        .authzPermissionDenied,
        .authzRoleRequired,
        .authzCSRFInvalid,
        .validationFieldRequired,
        .validationFieldFormat,
        .validationFieldRange,
        .validationFieldUnknown,
        .validationBodyTooLarge,
        .validationFieldInvalid,
        .validationInvalidBody,
        .validationInvalidValue,
        .paginationLimitExceeded,
        .paginationCursorInvalid,
        .idempotencyKeyReused,
        .idempotencyKeyRequired,
        .idempotencyInFlight,
        .idempotencyAnswerLost,
        .transitionInvalid,
        .resourceNotFound,
        .resourceConflict,
        .resourceGone,
        .resourceBuiltin,
        .hostNotFound,
        .hostUnreachable,
        .hostSSHAuthenticationFailed,
        .hostSSHHostKeyMismatch,
        .hostDuplicate,
        .hostPlatformUnsupported,
        .scanNotFound,
        .scanAlreadyRunning,
        .scanAborted,
        .scanKensaError,
        .scanTemplateInvalid,
        .policyInvalid,
        .policyVersionMismatch,
        .policyDenied,
        .policyNotFound,
        .licenseInvalid,
        .licenseNotStored,
        .licenseExpired,
        .licenseFeatureUnavailable,
        .licenseFingerprintMismatch,
        .licenseClockRollbackDetected,
        .quotaMaxHostsExceeded,
        .quotaMaxUsersExceeded,
        .quotaMaxScansPerDayExceeded,
        .quotaConcurrentScanLimit,
        .auditQueryInvalid,
        .auditExportTooLarge,
        .auditWriteFailed,
        .rateLimitExceeded,
        .serverInternal,
        .serverUnavailable,
        .serverTimeout,
        .serverError,
        .hostsNotFound,
        .hostsInvalidInput,
        .hostsInvalidCreator,
        .hostsDuplicate,
        .credentialsNotFound,
        .credentialsNoneAvailable,
        .credentialsHostNotFound,
        .credentialsInvalidKey,
        .credentialsInvalidScope,
        .credentialsMissingSecret,
        .credentialsMultipleSystemDefaults,
        .credentialsDuplicate,
        .pluginsUnavailable,
        .pluginsProbeFailed,
        .pluginsResultInvalid,
        .pluginsNotFound,
        .pluginsStateConflict,
        .pluginsContentChanged,
        .pluginsRejected,
        .pluginsConfigInvalid,
        .conflictProbeInFlight,
        .rateLimited,
        .requestNotFound,
        .requestMethodNotAllowed,
        .requestUnsupportedMediaType,
        .requestHeaderInvalid,
        .requestMalformed,
        .requestTimeout,
        .requestURITooLong,
        .requestHeadersTooLarge,
        .requestMethodUnknown,
        .requestVersionUnsupported,
        .usersNotFound,
        .usersTaken,
        .usersCannotDisableSelf,
        .usersLastAdmin,
        .usersUnknownRole,
        .usersUnknownPermission,
        .usersRoleIDTaken,
        .rolesNotFound,
        .rolesBuiltIn,
        .rolesInUse,
        .tokensInvalid,
        .authzRoleExceedsGrant,
        .validationPasswordPolicy,
    ]
}
