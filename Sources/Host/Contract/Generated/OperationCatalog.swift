// Made by scripts/generate-contract from contract/openapi.yaml. Change that file, not this one.

/// Every operation of the API, as the contract states it.
package enum OperationCatalog {
    /// Sign in.
    package static let postAuthLogin = OperationDescription(
        operationID: "postAuthLogin",
        method: .post,
        path: "/api/v1/auth/login",
        access: .anonymous,
        feature: nil,
        idempotency: .none,
        successStatus: 200,
        errors: [
            .validationFieldRange,
            .validationFieldRequired,
            .validationInvalidBody,
            .authInvalidCredentials,
            .authMFAInvalid,
            .authMFARequired,
            .validationBodyTooLarge,
            .requestUnsupportedMediaType,
            .rateLimited,
            .serverError,
            .serverUnavailable,
        ],
        auditEvents: [.authLoginSuccess, .authLoginFailure, .authMFAFailed, .authMFAValidated]
    )

    /// Sign out.
    package static let postAuthLogout = OperationDescription(
        operationID: "postAuthLogout",
        method: .post,
        path: "/api/v1/auth/logout",
        access: .anonymous,
        feature: nil,
        idempotency: .none,
        successStatus: 204,
        errors: [.authLogoutIncomplete, .serverError, .serverUnavailable],
        auditEvents: [.authLogout]
    )

    /// Who am I.
    package static let getAuthMe = OperationDescription(
        operationID: "getAuthMe",
        method: .get,
        path: "/api/v1/auth/me",
        access: .authenticated,
        feature: nil,
        idempotency: .none,
        successStatus: 200,
        errors: [.authRequired, .authSessionInvalid, .serverError, .serverUnavailable],
        auditEvents: []
    )

    /// Change the own profile.
    package static let patchAuthMe = OperationDescription(
        operationID: "patchAuthMe",
        method: .patch,
        path: "/api/v1/auth/me",
        access: .authenticated,
        feature: nil,
        idempotency: .none,
        successStatus: 200,
        errors: [
            .authRequired,
            .authSessionInvalid,
            .authzCSRFInvalid,
            .requestUnsupportedMediaType,
            .serverError,
            .serverUnavailable,
            .usersEmailTaken,
            .validationBodyTooLarge,
            .validationFieldInvalid,
            .validationFieldRange,
            .validationInvalidBody,
        ],
        auditEvents: [.authProfileUpdated]
    )

    /// Exchange a refresh token.
    package static let postAuthRefresh = OperationDescription(
        operationID: "postAuthRefresh",
        method: .post,
        path: "/api/v1/auth/refresh",
        access: .anonymous,
        feature: nil,
        idempotency: .none,
        successStatus: 200,
        errors: [
            .authRefreshInvalid,
            .authRefreshReused,
            .requestUnsupportedMediaType,
            .serverError,
            .serverUnavailable,
            .validationBodyTooLarge,
            .validationFieldRange,
            .validationFieldRequired,
            .validationInvalidBody,
        ],
        auditEvents: [.authTokenRefreshed, .authTokenRevoked, .authLoginFailure]
    )

    /// Exchange the refresh cookie.
    package static let postAuthRefreshCookie = OperationDescription(
        operationID: "postAuthRefreshCookie",
        method: .post,
        path: "/api/v1/auth/refresh-cookie",
        access: .anonymous,
        feature: nil,
        idempotency: .none,
        successStatus: 200,
        errors: [.authRefreshInvalid, .authRefreshReused, .authSessionExpired, .serverError, .serverUnavailable],
        auditEvents: [.authTokenRefreshed, .authTokenRevoked, .authLoginFailure]
    )

    /// Prove again who you are.
    package static let postAuthReauthenticate = OperationDescription(
        operationID: "postAuthReauthenticate",
        method: .post,
        path: "/api/v1/auth/reauthenticate",
        access: .authenticated,
        feature: nil,
        idempotency: .none,
        successStatus: 204,
        errors: [
            .authInvalidCredentials,
            .authMFAInvalid,
            .authMFARequired,
            .authRequired,
            .authSessionInvalid,
            .authzCSRFInvalid,
            .rateLimited,
            .requestUnsupportedMediaType,
            .serverError,
            .serverUnavailable,
            .validationBodyTooLarge,
            .validationFieldRange,
            .validationInvalidBody,
        ],
        auditEvents: [.authReauthenticated, .authLoginFailure, .authMFAFailed]
    )

    /// List the own sessions.
    package static let getAuthMeSessions = OperationDescription(
        operationID: "getAuthMeSessions",
        method: .get,
        path: "/api/v1/auth/me/sessions",
        access: .authenticated,
        feature: nil,
        idempotency: .none,
        successStatus: 200,
        errors: [.authRequired, .authSessionInvalid, .serverError, .serverUnavailable],
        auditEvents: []
    )

    /// End one of the own sessions.
    package static let deleteAuthMeSession = OperationDescription(
        operationID: "deleteAuthMeSession",
        method: .delete,
        path: "/api/v1/auth/me/sessions/{id}",
        access: .authenticated,
        feature: nil,
        idempotency: .none,
        successStatus: 204,
        errors: [
            .authRequired,
            .authSessionInvalid,
            .authzCSRFInvalid,
            .serverError,
            .serverUnavailable,
            .sessionsNotFound,
            .validationFieldFormat,
        ],
        auditEvents: [.authSessionRevoked]
    )

    /// End all other own sessions.
    package static let postAuthMeSessionsRevokeOthers = OperationDescription(
        operationID: "postAuthMeSessionsRevokeOthers",
        method: .post,
        path: "/api/v1/auth/me/sessions:revoke-others",
        access: .authenticated,
        feature: nil,
        idempotency: .none,
        successStatus: 204,
        errors: [.authRequired, .authSessionInvalid, .authzCSRFInvalid, .serverError, .serverUnavailable],
        auditEvents: [.authSessionRevoked]
    )

    /// What may I do.
    package static let getAuthMePermissions = OperationDescription(
        operationID: "getAuthMePermissions",
        method: .get,
        path: "/api/v1/auth/me/permissions",
        access: .anonymous,
        feature: nil,
        idempotency: .none,
        successStatus: 200,
        errors: [.serverError, .serverUnavailable],
        auditEvents: []
    )

    /// Every permission and built-in role.
    package static let getAuthPermissionsRegistry = OperationDescription(
        operationID: "getAuthPermissionsRegistry",
        method: .get,
        path: "/api/v1/auth/permissions:registry",
        access: .anonymous,
        feature: nil,
        idempotency: .none,
        successStatus: 200,
        errors: [.serverError, .serverUnavailable],
        auditEvents: []
    )

    /// The own second factor.
    package static let getAuthMFA = OperationDescription(
        operationID: "getAuthMFA",
        method: .get,
        path: "/api/v1/auth/mfa",
        access: .authenticated,
        feature: nil,
        idempotency: .none,
        successStatus: 200,
        errors: [.authRequired, .authSessionInvalid, .serverError, .serverUnavailable],
        auditEvents: []
    )

    /// Begin to set up a second factor.
    package static let postAuthMFAEnroll = OperationDescription(
        operationID: "postAuthMFAEnroll",
        method: .post,
        path: "/api/v1/auth/mfa:enroll",
        access: .authenticated,
        feature: nil,
        idempotency: .none,
        successStatus: 200,
        errors: [
            .authReauthenticationRequired,
            .authRequired,
            .authSessionInvalid,
            .authzCSRFInvalid,
            .serverError,
            .serverUnavailable,
        ],
        auditEvents: [.authMFAEnrollmentStarted]
    )

    /// Show a one-time code.
    package static let postAuthMFAVerify = OperationDescription(
        operationID: "postAuthMFAVerify",
        method: .post,
        path: "/api/v1/auth/mfa:verify",
        access: .authenticated,
        feature: nil,
        idempotency: .none,
        successStatus: 204,
        errors: [
            .authMFAInvalid,
            .authMFANotEnrolled,
            .authRequired,
            .authSessionInvalid,
            .authzCSRFInvalid,
            .rateLimited,
            .requestUnsupportedMediaType,
            .serverError,
            .serverUnavailable,
            .validationBodyTooLarge,
            .validationFieldRange,
            .validationFieldRequired,
            .validationInvalidBody,
        ],
        auditEvents: [.authMFAEnrolled, .authMFAValidated, .authMFAFailed]
    )

    /// Remove the own second factor.
    package static let postAuthMFADisable = OperationDescription(
        operationID: "postAuthMFADisable",
        method: .post,
        path: "/api/v1/auth/mfa:disable",
        access: .authenticated,
        feature: nil,
        idempotency: .none,
        successStatus: 204,
        errors: [
            .authMFANotEnrolled,
            .authReauthenticationRequired,
            .authRequired,
            .authSessionInvalid,
            .authzCSRFInvalid,
            .serverError,
            .serverUnavailable,
        ],
        auditEvents: [.authMFADisabled]
    )

    /// Make recovery codes.
    package static let postAuthMFARecoveryCodes = OperationDescription(
        operationID: "postAuthMFARecoveryCodes",
        method: .post,
        path: "/api/v1/auth/mfa/recovery-codes",
        access: .authenticated,
        feature: nil,
        idempotency: .none,
        successStatus: 200,
        errors: [
            .authMFANotEnrolled,
            .authReauthenticationRequired,
            .authRequired,
            .authSessionInvalid,
            .authzCSRFInvalid,
            .serverError,
            .serverUnavailable,
        ],
        auditEvents: [.authMFARecoveryCodesCreated]
    )

    /// Change the own password.
    package static let postAuthPasswordChange = OperationDescription(
        operationID: "postAuthPasswordChange",
        method: .post,
        path: "/api/v1/auth/password:change",
        access: .authenticated,
        feature: nil,
        idempotency: .none,
        successStatus: 204,
        errors: [
            .authInvalidCredentials,
            .authPasswordPolicy,
            .authRequired,
            .authSessionInvalid,
            .authzCSRFInvalid,
            .rateLimited,
            .requestUnsupportedMediaType,
            .serverError,
            .serverUnavailable,
            .validationBodyTooLarge,
            .validationFieldRange,
            .validationFieldRequired,
            .validationInvalidBody,
        ],
        auditEvents: [.authPasswordChanged, .authPasswordPolicyFailed, .authLoginFailure]
    )

    /// The sign-in policy.
    package static let getAuthPolicy = OperationDescription(
        operationID: "getAuthPolicy",
        method: .get,
        path: "/api/v1/auth-policy",
        access: .permission(.systemAuthPolicyRead),
        feature: nil,
        idempotency: .none,
        successStatus: 200,
        errors: [.authRequired, .authSessionInvalid, .authzPermissionDenied, .serverError, .serverUnavailable],
        auditEvents: [.authzPermissionDenied]
    )

    /// Replace the sign-in policy.
    package static let putAuthPolicy = OperationDescription(
        operationID: "putAuthPolicy",
        method: .put,
        path: "/api/v1/auth-policy",
        access: .permission(.systemAuthPolicyWrite),
        feature: nil,
        idempotency: .none,
        successStatus: 200,
        errors: [
            .authRequired,
            .authSessionInvalid,
            .authPolicyInvalid,
            .authzCSRFInvalid,
            .authzPermissionDenied,
            .requestUnsupportedMediaType,
            .serverError,
            .serverUnavailable,
            .validationBodyTooLarge,
            .validationFieldRequired,
            .validationInvalidBody,
        ],
        auditEvents: [.authPolicyUpdated, .authzPermissionDenied]
    )

    /// The own preferences.
    package static let getUsersMePreferences = OperationDescription(
        operationID: "getUsersMePreferences",
        method: .get,
        path: "/api/v1/users/me/preferences",
        access: .authenticated,
        feature: nil,
        idempotency: .none,
        successStatus: 200,
        errors: [.authRequired, .authSessionInvalid, .serverError, .serverUnavailable],
        auditEvents: []
    )

    /// Change the own preferences.
    package static let patchUsersMePreferences = OperationDescription(
        operationID: "patchUsersMePreferences",
        method: .patch,
        path: "/api/v1/users/me/preferences",
        access: .authenticated,
        feature: nil,
        idempotency: .none,
        successStatus: 200,
        errors: [
            .authRequired,
            .authSessionInvalid,
            .authzCSRFInvalid,
            .requestUnsupportedMediaType,
            .serverError,
            .serverUnavailable,
            .validationBodyTooLarge,
            .validationInvalidBody,
            .validationInvalidValue,
        ],
        auditEvents: []
    )

    /// List hosts.
    package static let getHosts = OperationDescription(
        operationID: "getHosts",
        method: .get,
        path: "/api/v1/hosts",
        access: .permission(.hostRead),
        feature: nil,
        idempotency: .none,
        successStatus: 200,
        errors: [
            .paginationCursorInvalid,
            .paginationLimitExceeded,
            .validationFieldFormat,
            .validationFieldRange,
            .authRequired,
            .authSessionInvalid,
            .authzPermissionDenied,
            .serverError,
            .serverUnavailable,
        ],
        auditEvents: [.authzPermissionDenied]
    )

    /// Add a host.
    package static let postHosts = OperationDescription(
        operationID: "postHosts",
        method: .post,
        path: "/api/v1/hosts",
        access: .permission(.hostWrite),
        feature: nil,
        idempotency: .accepted,
        successStatus: 201,
        errors: [
            .hostsInvalidCreator,
            .hostsInvalidInput,
            .requestHeaderInvalid,
            .validationFieldRange,
            .validationFieldRequired,
            .validationInvalidBody,
            .authRequired,
            .authSessionInvalid,
            .authzCSRFInvalid,
            .authzPermissionDenied,
            .hostsDuplicate,
            .idempotencyInFlight,
            .idempotencyKeyReused,
            .validationBodyTooLarge,
            .requestUnsupportedMediaType,
            .serverError,
            .serverUnavailable,
        ],
        auditEvents: [.hostCreated, .authzPermissionDenied]
    )

    /// View a host.
    package static let getHostByID = OperationDescription(
        operationID: "getHostByID",
        method: .get,
        path: "/api/v1/hosts/{id}",
        access: .permission(.hostRead),
        feature: nil,
        idempotency: .none,
        successStatus: 200,
        errors: [
            .validationFieldFormat,
            .validationFieldRange,
            .authRequired,
            .authSessionInvalid,
            .authzPermissionDenied,
            .hostsNotFound,
            .serverError,
            .serverUnavailable,
        ],
        auditEvents: [.authzPermissionDenied]
    )

    /// Change a host.
    package static let patchHostByID = OperationDescription(
        operationID: "patchHostByID",
        method: .patch,
        path: "/api/v1/hosts/{id}",
        access: .permission(.hostWrite),
        feature: nil,
        idempotency: .accepted,
        successStatus: 200,
        errors: [
            .hostsInvalidInput,
            .requestHeaderInvalid,
            .validationFieldFormat,
            .validationFieldRange,
            .validationFieldRequired,
            .validationInvalidBody,
            .authRequired,
            .authSessionInvalid,
            .authzCSRFInvalid,
            .authzPermissionDenied,
            .hostsNotFound,
            .hostsDuplicate,
            .idempotencyInFlight,
            .idempotencyKeyReused,
            .validationBodyTooLarge,
            .requestUnsupportedMediaType,
            .serverError,
            .serverUnavailable,
        ],
        auditEvents: [.hostUpdated, .authzPermissionDenied]
    )

    /// Delete a host.
    package static let deleteHostByID = OperationDescription(
        operationID: "deleteHostByID",
        method: .delete,
        path: "/api/v1/hosts/{id}",
        access: .permission(.hostDelete),
        feature: nil,
        idempotency: .accepted,
        successStatus: 204,
        errors: [
            .requestHeaderInvalid,
            .validationFieldFormat,
            .authRequired,
            .authSessionInvalid,
            .authzCSRFInvalid,
            .authzPermissionDenied,
            .hostsNotFound,
            .idempotencyInFlight,
            .idempotencyKeyReused,
            .serverError,
            .serverUnavailable,
        ],
        auditEvents: [.hostDeleted, .authzPermissionDenied]
    )

    /// Check whether a host can be reached.
    package static let postHostConnectivityCheck = OperationDescription(
        operationID: "postHostConnectivityCheck",
        method: .post,
        path: "/api/v1/hosts/{id}/connectivity:check",
        access: .permission(.hostConnectivityCheck),
        feature: nil,
        idempotency: .required,
        successStatus: 200,
        errors: [
            .idempotencyKeyRequired,
            .requestHeaderInvalid,
            .validationFieldFormat,
            .authRequired,
            .authSessionInvalid,
            .authzCSRFInvalid,
            .authzPermissionDenied,
            .hostsNotFound,
            .conflictProbeInFlight,
            .idempotencyInFlight,
            .idempotencyKeyReused,
            .serverError,
            .pluginsProbeFailed,
            .pluginsResultInvalid,
            .pluginsUnavailable,
            .serverUnavailable,
        ],
        auditEvents: [
            .hostConnectivityChecked,
            .hostSSHKeyPinned,
            .hostSSHKeyMismatch,
            .hostProbeFailed,
            .pluginCrashed,
            .pluginMisbehaved,
            .authzPermissionDenied,
        ]
    )

    /// Discover what a host is.
    package static let postHostDiscoveryRun = OperationDescription(
        operationID: "postHostDiscoveryRun",
        method: .post,
        path: "/api/v1/hosts/{id}/discovery:run",
        access: .permission(.hostWrite),
        feature: nil,
        idempotency: .required,
        successStatus: 200,
        errors: [
            .idempotencyKeyRequired,
            .requestHeaderInvalid,
            .validationFieldFormat,
            .authRequired,
            .authSessionInvalid,
            .authzCSRFInvalid,
            .authzPermissionDenied,
            .hostsNotFound,
            .conflictProbeInFlight,
            .idempotencyInFlight,
            .idempotencyKeyReused,
            .serverError,
            .hostSSHAuthenticationFailed,
            .hostSSHHostKeyMismatch,
            .hostUnreachable,
            .pluginsProbeFailed,
            .pluginsResultInvalid,
            .pluginsUnavailable,
            .serverUnavailable,
        ],
        auditEvents: [
            .hostDiscoveryCompleted,
            .hostSSHKeyPinned,
            .hostSSHKeyMismatch,
            .hostProbeFailed,
            .pluginCrashed,
            .pluginMisbehaved,
            .authzPermissionDenied,
        ]
    )

    /// View what discovery found.
    package static let getHostSystemInfo = OperationDescription(
        operationID: "getHostSystemInfo",
        method: .get,
        path: "/api/v1/hosts/{id}/system-info",
        access: .permission(.hostRead),
        feature: nil,
        idempotency: .none,
        successStatus: 200,
        errors: [
            .validationFieldFormat,
            .authRequired,
            .authSessionInvalid,
            .authzPermissionDenied,
            .hostsNotFound,
            .serverError,
            .serverUnavailable,
        ],
        auditEvents: [.authzPermissionDenied]
    )

    /// Collect system information now.
    package static let postHostIntelligenceRefresh = OperationDescription(
        operationID: "postHostIntelligenceRefresh",
        method: .post,
        path: "/api/v1/hosts/{id}/intelligence:refresh",
        access: .permission(.hostIntelligenceRefresh),
        feature: nil,
        idempotency: .required,
        successStatus: 200,
        errors: [
            .idempotencyKeyRequired,
            .requestHeaderInvalid,
            .validationFieldFormat,
            .authRequired,
            .authSessionInvalid,
            .authzCSRFInvalid,
            .authzPermissionDenied,
            .hostsNotFound,
            .conflictProbeInFlight,
            .idempotencyInFlight,
            .idempotencyKeyReused,
            .serverError,
            .hostSSHAuthenticationFailed,
            .hostSSHHostKeyMismatch,
            .hostUnreachable,
            .pluginsProbeFailed,
            .pluginsResultInvalid,
            .pluginsUnavailable,
            .serverUnavailable,
        ],
        auditEvents: [
            .hostIntelligenceRefreshed,
            .systemIntelligenceSudoPasswordUsed,
            .hostSSHKeyPinned,
            .hostSSHKeyMismatch,
            .hostProbeFailed,
            .pluginCrashed,
            .pluginMisbehaved,
            .authzPermissionDenied,
        ]
    )

    /// List accounts.
    package static let getUsers = OperationDescription(
        operationID: "getUsers",
        method: .get,
        path: "/api/v1/users",
        access: .permission(.userRead),
        feature: nil,
        idempotency: .none,
        successStatus: 200,
        errors: [
            .paginationCursorInvalid,
            .paginationLimitExceeded,
            .validationFieldInvalid,
            .validationFieldRange,
            .authRequired,
            .authSessionInvalid,
            .authzPermissionDenied,
            .serverError,
            .serverUnavailable,
        ],
        auditEvents: [.authzPermissionDenied]
    )

    /// Create an account.
    package static let postUsers = OperationDescription(
        operationID: "postUsers",
        method: .post,
        path: "/api/v1/users",
        access: .permission(.userWrite),
        feature: nil,
        idempotency: .accepted,
        successStatus: 201,
        errors: [
            .authPasswordPolicy,
            .requestHeaderInvalid,
            .validationFieldInvalid,
            .validationFieldRange,
            .validationFieldRequired,
            .validationInvalidBody,
            .authRequired,
            .authSessionInvalid,
            .authzCSRFInvalid,
            .authzPermissionDenied,
            .idempotencyInFlight,
            .idempotencyKeyReused,
            .usersTaken,
            .validationBodyTooLarge,
            .requestUnsupportedMediaType,
            .serverError,
            .serverUnavailable,
        ],
        auditEvents: [.adminUserCreated, .authzPermissionDenied]
    )

    /// View an account.
    package static let getUserByID = OperationDescription(
        operationID: "getUserByID",
        method: .get,
        path: "/api/v1/users/{id}",
        access: .permission(.userRead),
        feature: nil,
        idempotency: .none,
        successStatus: 200,
        errors: [
            .validationFieldFormat,
            .authRequired,
            .authSessionInvalid,
            .authzPermissionDenied,
            .usersNotFound,
            .serverError,
            .serverUnavailable,
        ],
        auditEvents: [.authzPermissionDenied]
    )

    /// Change an account.
    package static let patchUserByID = OperationDescription(
        operationID: "patchUserByID",
        method: .patch,
        path: "/api/v1/users/{id}",
        access: .permission(.userWrite),
        feature: nil,
        idempotency: .accepted,
        successStatus: 200,
        errors: [
            .requestHeaderInvalid,
            .validationFieldFormat,
            .validationFieldInvalid,
            .validationFieldRange,
            .validationFieldRequired,
            .validationInvalidBody,
            .authRequired,
            .authSessionInvalid,
            .authzCSRFInvalid,
            .authzPermissionDenied,
            .authzRoleExceedsGrant,
            .usersNotFound,
            .idempotencyInFlight,
            .idempotencyKeyReused,
            .usersTaken,
            .validationBodyTooLarge,
            .requestUnsupportedMediaType,
            .serverError,
            .serverUnavailable,
        ],
        auditEvents: [.adminUserUpdated, .authzPermissionDenied]
    )

    /// Delete an account.
    package static let deleteUserByID = OperationDescription(
        operationID: "deleteUserByID",
        method: .delete,
        path: "/api/v1/users/{id}",
        access: .permission(.userDelete),
        feature: nil,
        idempotency: .accepted,
        successStatus: 204,
        errors: [
            .requestHeaderInvalid,
            .validationFieldFormat,
            .authRequired,
            .authSessionInvalid,
            .authzCSRFInvalid,
            .authzPermissionDenied,
            .authzRoleExceedsGrant,
            .usersNotFound,
            .idempotencyInFlight,
            .idempotencyKeyReused,
            .usersLastAdmin,
            .validationBodyTooLarge,
            .requestUnsupportedMediaType,
            .serverError,
            .serverUnavailable,
        ],
        auditEvents: [.adminUserDeleted, .authzPermissionDenied]
    )

    /// Give a role.
    package static let postUserRolesAssign = OperationDescription(
        operationID: "postUserRolesAssign",
        method: .post,
        path: "/api/v1/users/{id}/roles:assign",
        access: .permission(.roleAssign),
        feature: nil,
        idempotency: .accepted,
        successStatus: 204,
        errors: [
            .requestHeaderInvalid,
            .usersUnknownRole,
            .validationFieldFormat,
            .validationFieldRange,
            .validationFieldRequired,
            .validationInvalidBody,
            .authRequired,
            .authSessionInvalid,
            .authzCSRFInvalid,
            .authzPermissionDenied,
            .authzRoleExceedsGrant,
            .usersNotFound,
            .idempotencyInFlight,
            .idempotencyKeyReused,
            .validationBodyTooLarge,
            .requestUnsupportedMediaType,
            .serverError,
            .serverUnavailable,
        ],
        auditEvents: [.authzRoleAssigned, .authzPermissionDenied]
    )

    /// Take a role.
    package static let postUserRolesUnassign = OperationDescription(
        operationID: "postUserRolesUnassign",
        method: .post,
        path: "/api/v1/users/{id}/roles:unassign",
        access: .permission(.roleAssign),
        feature: nil,
        idempotency: .accepted,
        successStatus: 204,
        errors: [
            .requestHeaderInvalid,
            .validationFieldFormat,
            .validationFieldRange,
            .validationFieldRequired,
            .validationInvalidBody,
            .authRequired,
            .authSessionInvalid,
            .authzCSRFInvalid,
            .authzPermissionDenied,
            .authzRoleExceedsGrant,
            .usersNotFound,
            .idempotencyInFlight,
            .idempotencyKeyReused,
            .usersLastAdmin,
            .validationBodyTooLarge,
            .requestUnsupportedMediaType,
            .serverError,
            .serverUnavailable,
        ],
        auditEvents: [.authzRoleRemoved, .authzPermissionDenied]
    )

    /// Reset a password.
    package static let postUserResetPassword = OperationDescription(
        operationID: "postUserResetPassword",
        method: .post,
        path: "/api/v1/users/{id}:reset-password",
        access: .permission(.adminUserManage),
        feature: nil,
        idempotency: .accepted,
        successStatus: 204,
        errors: [
            .requestHeaderInvalid,
            .validationFieldFormat,
            .validationFieldRange,
            .validationFieldRequired,
            .validationInvalidBody,
            .validationPasswordPolicy,
            .authRequired,
            .authSessionInvalid,
            .authzCSRFInvalid,
            .authzPermissionDenied,
            .authzRoleExceedsGrant,
            .usersNotFound,
            .idempotencyInFlight,
            .idempotencyKeyReused,
            .validationBodyTooLarge,
            .requestUnsupportedMediaType,
            .serverError,
            .serverUnavailable,
        ],
        auditEvents: [.adminUserPasswordReset, .authzPermissionDenied]
    )

    /// Disable an account.
    package static let postUserDisable = OperationDescription(
        operationID: "postUserDisable",
        method: .post,
        path: "/api/v1/users/{id}:disable",
        access: .permission(.adminUserManage),
        feature: nil,
        idempotency: .accepted,
        successStatus: 200,
        errors: [
            .requestHeaderInvalid,
            .validationFieldFormat,
            .authRequired,
            .authSessionInvalid,
            .authzCSRFInvalid,
            .authzPermissionDenied,
            .authzRoleExceedsGrant,
            .usersNotFound,
            .idempotencyInFlight,
            .idempotencyKeyReused,
            .usersCannotDisableSelf,
            .usersLastAdmin,
            .validationBodyTooLarge,
            .requestUnsupportedMediaType,
            .serverError,
            .serverUnavailable,
        ],
        auditEvents: [.adminUserDisabled, .authzPermissionDenied]
    )

    /// Enable an account.
    package static let postUserEnable = OperationDescription(
        operationID: "postUserEnable",
        method: .post,
        path: "/api/v1/users/{id}:enable",
        access: .permission(.adminUserManage),
        feature: nil,
        idempotency: .accepted,
        successStatus: 200,
        errors: [
            .requestHeaderInvalid,
            .validationFieldFormat,
            .authRequired,
            .authSessionInvalid,
            .authzCSRFInvalid,
            .authzPermissionDenied,
            .authzRoleExceedsGrant,
            .usersNotFound,
            .idempotencyInFlight,
            .idempotencyKeyReused,
            .validationBodyTooLarge,
            .requestUnsupportedMediaType,
            .serverError,
            .serverUnavailable,
        ],
        auditEvents: [.adminUserEnabled, .authzPermissionDenied]
    )

    /// List roles.
    package static let getRoles = OperationDescription(
        operationID: "getRoles",
        method: .get,
        path: "/api/v1/roles",
        access: .permission(.roleRead),
        feature: nil,
        idempotency: .none,
        successStatus: 200,
        errors: [.authRequired, .authSessionInvalid, .authzPermissionDenied, .serverError, .serverUnavailable],
        auditEvents: [.authzPermissionDenied]
    )

    /// Create a role.
    package static let postRolesCreate = OperationDescription(
        operationID: "postRolesCreate",
        method: .post,
        path: "/api/v1/roles:create",
        access: .permission(.roleWrite),
        feature: nil,
        idempotency: .accepted,
        successStatus: 201,
        errors: [
            .requestHeaderInvalid,
            .usersUnknownPermission,
            .validationFieldFormat,
            .validationFieldRange,
            .validationFieldRequired,
            .validationInvalidBody,
            .authRequired,
            .authSessionInvalid,
            .authzCSRFInvalid,
            .authzPermissionDenied,
            .authzRoleExceedsGrant,
            .idempotencyInFlight,
            .idempotencyKeyReused,
            .usersRoleIDTaken,
            .validationBodyTooLarge,
            .requestUnsupportedMediaType,
            .serverError,
            .serverUnavailable,
        ],
        auditEvents: [.authzRoleAssigned, .authzPermissionDenied]
    )

    /// Change a custom role.
    package static let patchRole = OperationDescription(
        operationID: "patchRole",
        method: .patch,
        path: "/api/v1/roles/{role}",
        access: .permission(.roleWrite),
        feature: nil,
        idempotency: .accepted,
        successStatus: 200,
        errors: [
            .requestHeaderInvalid,
            .usersUnknownPermission,
            .validationFieldRange,
            .validationFieldRequired,
            .validationInvalidBody,
            .authRequired,
            .authSessionInvalid,
            .authzCSRFInvalid,
            .authzPermissionDenied,
            .authzRoleExceedsGrant,
            .rolesNotFound,
            .idempotencyInFlight,
            .idempotencyKeyReused,
            .rolesBuiltIn,
            .validationBodyTooLarge,
            .requestUnsupportedMediaType,
            .serverError,
            .serverUnavailable,
        ],
        auditEvents: [.adminRoleChanged, .authzPermissionDenied]
    )

    /// Delete a custom role.
    package static let deleteRole = OperationDescription(
        operationID: "deleteRole",
        method: .delete,
        path: "/api/v1/roles/{role}",
        access: .permission(.roleWrite),
        feature: nil,
        idempotency: .accepted,
        successStatus: 204,
        errors: [
            .requestHeaderInvalid,
            .authRequired,
            .authSessionInvalid,
            .authzCSRFInvalid,
            .authzPermissionDenied,
            .authzRoleExceedsGrant,
            .rolesNotFound,
            .idempotencyInFlight,
            .idempotencyKeyReused,
            .rolesBuiltIn,
            .rolesInUse,
            .validationBodyTooLarge,
            .requestUnsupportedMediaType,
            .serverError,
            .serverUnavailable,
        ],
        auditEvents: [.adminRoleChanged, .authzPermissionDenied]
    )

    /// List API tokens.
    package static let getAPITokens = OperationDescription(
        operationID: "getAPITokens",
        method: .get,
        path: "/api/v1/tokens",
        access: .permission(.tokenRead),
        feature: nil,
        idempotency: .none,
        successStatus: 200,
        errors: [.authRequired, .authSessionInvalid, .authzPermissionDenied, .serverError, .serverUnavailable],
        auditEvents: [.authzPermissionDenied]
    )

    /// Create an API token.
    package static let postAPIToken = OperationDescription(
        operationID: "postAPIToken",
        method: .post,
        path: "/api/v1/tokens",
        access: .permission(.tokenWrite),
        feature: nil,
        idempotency: .none,
        successStatus: 201,
        errors: [
            .requestHeaderInvalid,
            .tokensInvalid,
            .validationFieldRange,
            .validationFieldRequired,
            .validationInvalidBody,
            .authRequired,
            .authSessionInvalid,
            .authzCSRFInvalid,
            .authzPermissionDenied,
            .authzRoleExceedsGrant,
            .validationBodyTooLarge,
            .requestUnsupportedMediaType,
            .serverError,
            .serverUnavailable,
        ],
        auditEvents: [.authAPIKeyCreated, .authzPermissionDenied]
    )

    /// Revoke an API token.
    package static let deleteAPIToken = OperationDescription(
        operationID: "deleteAPIToken",
        method: .delete,
        path: "/api/v1/tokens/{id}",
        access: .permission(.tokenDelete),
        feature: nil,
        idempotency: .accepted,
        successStatus: 204,
        errors: [
            .requestHeaderInvalid,
            .validationFieldFormat,
            .authRequired,
            .authSessionInvalid,
            .authzCSRFInvalid,
            .authzPermissionDenied,
            .idempotencyInFlight,
            .idempotencyKeyReused,
            .validationBodyTooLarge,
            .requestUnsupportedMediaType,
            .serverError,
            .serverUnavailable,
        ],
        auditEvents: [.authAPIKeyRevoked, .authzPermissionDenied]
    )

    /// List credentials.
    package static let getCredentials = OperationDescription(
        operationID: "getCredentials",
        method: .get,
        path: "/api/v1/credentials",
        access: .permission(.credentialRead),
        feature: nil,
        idempotency: .none,
        successStatus: 200,
        errors: [.authRequired, .authSessionInvalid, .authzPermissionDenied, .serverError, .serverUnavailable],
        auditEvents: [.authzPermissionDenied]
    )

    /// Create a credential.
    package static let postCredentials = OperationDescription(
        operationID: "postCredentials",
        method: .post,
        path: "/api/v1/credentials",
        access: .permission(.credentialWrite),
        feature: nil,
        idempotency: .accepted,
        successStatus: 201,
        errors: [
            .credentialsHostNotFound,
            .credentialsInvalidKey,
            .credentialsInvalidScope,
            .credentialsMissingSecret,
            .requestHeaderInvalid,
            .validationFieldInvalid,
            .validationFieldRange,
            .validationFieldRequired,
            .validationInvalidBody,
            .authRequired,
            .authSessionInvalid,
            .authzCSRFInvalid,
            .authzPermissionDenied,
            .credentialsDuplicate,
            .credentialsMultipleSystemDefaults,
            .idempotencyInFlight,
            .idempotencyKeyReused,
            .validationBodyTooLarge,
            .requestUnsupportedMediaType,
            .serverError,
            .serverUnavailable,
        ],
        auditEvents: [.credentialCreated, .authzPermissionDenied]
    )

    /// View a credential.
    package static let getCredentialByID = OperationDescription(
        operationID: "getCredentialByID",
        method: .get,
        path: "/api/v1/credentials/{id}",
        access: .permission(.credentialRead),
        feature: nil,
        idempotency: .none,
        successStatus: 200,
        errors: [
            .validationFieldFormat,
            .authRequired,
            .authSessionInvalid,
            .authzPermissionDenied,
            .credentialsNotFound,
            .serverError,
            .serverUnavailable,
        ],
        auditEvents: [.authzPermissionDenied]
    )

    /// Change a credential.
    package static let patchCredentialByID = OperationDescription(
        operationID: "patchCredentialByID",
        method: .patch,
        path: "/api/v1/credentials/{id}",
        access: .permission(.credentialWrite),
        feature: nil,
        idempotency: .accepted,
        successStatus: 200,
        errors: [
            .credentialsInvalidKey,
            .credentialsInvalidScope,
            .credentialsMissingSecret,
            .requestHeaderInvalid,
            .validationFieldFormat,
            .validationFieldInvalid,
            .validationFieldRange,
            .validationFieldRequired,
            .validationInvalidBody,
            .authRequired,
            .authSessionInvalid,
            .authzCSRFInvalid,
            .authzPermissionDenied,
            .credentialsNotFound,
            .credentialsDuplicate,
            .idempotencyInFlight,
            .idempotencyKeyReused,
            .validationBodyTooLarge,
            .requestUnsupportedMediaType,
            .serverError,
            .serverUnavailable,
        ],
        auditEvents: [.credentialUpdated, .authzPermissionDenied]
    )

    /// Delete a credential.
    package static let deleteCredentialByID = OperationDescription(
        operationID: "deleteCredentialByID",
        method: .delete,
        path: "/api/v1/credentials/{id}",
        access: .permission(.credentialDelete),
        feature: nil,
        idempotency: .accepted,
        successStatus: 204,
        errors: [
            .requestHeaderInvalid,
            .validationFieldFormat,
            .authRequired,
            .authSessionInvalid,
            .authzCSRFInvalid,
            .authzPermissionDenied,
            .credentialsNotFound,
            .idempotencyInFlight,
            .idempotencyKeyReused,
            .serverError,
            .serverUnavailable,
        ],
        auditEvents: [.credentialDeleted, .authzPermissionDenied]
    )

    /// List what was recorded.
    package static let getAuditEvents = OperationDescription(
        operationID: "getAuditEvents",
        method: .get,
        path: "/api/v1/audit/events",
        access: .permission(.auditRead),
        feature: nil,
        idempotency: .none,
        successStatus: 200,
        errors: [
            .paginationCursorInvalid,
            .paginationLimitExceeded,
            .validationFieldFormat,
            .validationFieldRange,
            .authRequired,
            .authSessionInvalid,
            .authzPermissionDenied,
            .serverError,
            .serverUnavailable,
        ],
        auditEvents: [.authzPermissionDenied]
    )

    /// Export what was recorded.
    package static let getAuditEventsExport = OperationDescription(
        operationID: "getAuditEventsExport",
        method: .get,
        path: "/api/v1/audit/events/export",
        access: .permission(.auditRead),
        feature: nil,
        idempotency: .none,
        successStatus: 200,
        errors: [
            .validationFieldFormat,
            .validationFieldRange,
            .authRequired,
            .authSessionInvalid,
            .authzPermissionDenied,
            .serverError,
            .serverUnavailable,
        ],
        auditEvents: [.auditEventsExported, .authzPermissionDenied]
    )

    /// Copy a credential to another scope.
    package static let postCredentialClone = OperationDescription(
        operationID: "postCredentialClone",
        method: .post,
        path: "/api/v1/credentials/{id}:clone",
        access: .permission(.credentialWrite),
        feature: nil,
        idempotency: .accepted,
        successStatus: 201,
        errors: [
            .credentialsHostNotFound,
            .credentialsInvalidScope,
            .requestHeaderInvalid,
            .validationFieldFormat,
            .validationFieldRange,
            .validationFieldRequired,
            .validationInvalidBody,
            .authRequired,
            .authSessionInvalid,
            .authzCSRFInvalid,
            .authzPermissionDenied,
            .credentialsNotFound,
            .credentialsDuplicate,
            .credentialsMultipleSystemDefaults,
            .idempotencyInFlight,
            .idempotencyKeyReused,
            .validationBodyTooLarge,
            .requestUnsupportedMediaType,
            .serverError,
            .serverUnavailable,
        ],
        auditEvents: [.credentialCreated, .authzPermissionDenied]
    )

    /// View the credential that a host is reached with.
    package static let postHostCredentialsResolve = OperationDescription(
        operationID: "postHostCredentialsResolve",
        method: .post,
        path: "/api/v1/hosts/{host_id}/credentials:resolve",
        access: .permission(.credentialRead),
        feature: nil,
        idempotency: .accepted,
        successStatus: 200,
        errors: [
            .requestHeaderInvalid,
            .validationFieldFormat,
            .authRequired,
            .authSessionInvalid,
            .authzCSRFInvalid,
            .authzPermissionDenied,
            .credentialsNoneAvailable,
            .hostsNotFound,
            .idempotencyInFlight,
            .idempotencyKeyReused,
            .validationBodyTooLarge,
            .serverError,
            .serverUnavailable,
        ],
        auditEvents: [.authzPermissionDenied]
    )

    /// List what changed on hosts.
    package static let getIntelligenceEvents = OperationDescription(
        operationID: "getIntelligenceEvents",
        method: .get,
        path: "/api/v1/intelligence/events",
        access: .permission(.hostRead),
        feature: nil,
        idempotency: .none,
        successStatus: 200,
        errors: [
            .paginationCursorInvalid,
            .paginationLimitExceeded,
            .validationFieldFormat,
            .validationFieldRange,
            .authRequired,
            .authSessionInvalid,
            .authzPermissionDenied,
            .serverError,
            .serverUnavailable,
        ],
        auditEvents: [.authzPermissionDenied]
    )

    /// View the latest snapshot of a host.
    package static let getIntelligenceState = OperationDescription(
        operationID: "getIntelligenceState",
        method: .get,
        path: "/api/v1/intelligence/state/{host_id}",
        access: .permission(.hostRead),
        feature: nil,
        idempotency: .none,
        successStatus: 200,
        errors: [
            .validationFieldFormat,
            .authRequired,
            .authSessionInvalid,
            .authzPermissionDenied,
            .hostsNotFound,
            .serverError,
            .serverUnavailable,
        ],
        auditEvents: [.authzPermissionDenied]
    )

    /// Follow the event stream.
    package static let getEvents = OperationDescription(
        operationID: "getEvents",
        method: .get,
        path: "/api/v1/events",
        access: .permission(.hostRead),
        feature: nil,
        idempotency: .none,
        successStatus: 200,
        errors: [
            .requestHeaderInvalid,
            .validationFieldRequired,
            .validationInvalidValue,
            .authRequired,
            .authSessionInvalid,
            .authzPermissionDenied,
            .rateLimited,
            .serverError,
            .serverUnavailable,
        ],
        auditEvents: [.authzPermissionDenied]
    )

    /// Is the server able to work.
    package static let getHealth = OperationDescription(
        operationID: "getHealth",
        method: .get,
        path: "/api/v1/health",
        access: .anonymous,
        feature: nil,
        idempotency: .none,
        successStatus: 200,
        errors: [.serverInternal, .serverUnavailable],
        auditEvents: []
    )

    /// What is running.
    package static let getVersion = OperationDescription(
        operationID: "getVersion",
        method: .get,
        path: "/api/v1/version",
        access: .anonymous,
        feature: nil,
        idempotency: .none,
        successStatus: 200,
        errors: [.serverInternal],
        auditEvents: []
    )

    /// List plugins.
    package static let getPlugins = OperationDescription(
        operationID: "getPlugins",
        method: .get,
        path: "/api/v1/plugins",
        access: .permission(.systemRead),
        feature: nil,
        idempotency: .none,
        successStatus: 200,
        errors: [.authRequired, .authSessionInvalid, .authzPermissionDenied, .serverError, .serverUnavailable],
        auditEvents: [.authzPermissionDenied]
    )

    /// View the licence in force.
    package static let getLicense = OperationDescription(
        operationID: "getLicense",
        method: .get,
        path: "/api/v1/license",
        access: .anonymous,
        feature: nil,
        idempotency: .none,
        successStatus: 200,
        errors: [.serverError, .serverUnavailable],
        auditEvents: []
    )

    /// What this installation can do.
    package static let getCapabilities = OperationDescription(
        operationID: "getCapabilities",
        method: .get,
        path: "/api/v1/capabilities",
        access: .anonymous,
        feature: nil,
        idempotency: .none,
        successStatus: 200,
        errors: [.serverError, .serverUnavailable],
        auditEvents: []
    )

    /// Check a licence without installing it.
    package static let postAdminLicenseVerify = OperationDescription(
        operationID: "postAdminLicenseVerify",
        method: .post,
        path: "/api/v1/admin/license:verify",
        access: .permission(.systemRead),
        feature: nil,
        idempotency: .accepted,
        successStatus: 200,
        errors: [
            .requestHeaderInvalid,
            .validationFieldRequired,
            .validationInvalidBody,
            .authRequired,
            .authSessionInvalid,
            .authzCSRFInvalid,
            .authzPermissionDenied,
            .idempotencyInFlight,
            .idempotencyKeyReused,
            .validationBodyTooLarge,
            .requestUnsupportedMediaType,
            .serverError,
            .serverUnavailable,
        ],
        auditEvents: [.authzPermissionDenied]
    )

    /// Install a licence.
    package static let postAdminLicenseInstall = OperationDescription(
        operationID: "postAdminLicenseInstall",
        method: .post,
        path: "/api/v1/admin/license:install",
        access: .permission(.licenseInstall),
        feature: nil,
        idempotency: .required,
        successStatus: 200,
        errors: [
            .idempotencyKeyRequired,
            .licenseInvalid,
            .requestHeaderInvalid,
            .validationFieldRequired,
            .validationInvalidBody,
            .authRequired,
            .authSessionInvalid,
            .authzCSRFInvalid,
            .authzPermissionDenied,
            .idempotencyInFlight,
            .idempotencyKeyReused,
            .validationBodyTooLarge,
            .requestUnsupportedMediaType,
            .licenseNotStored,
            .serverError,
            .serverUnavailable,
        ],
        auditEvents: [.licenseInstalled, .licenseInvalid, .licenseTampered, .licenseExpired, .authzPermissionDenied]
    )

    /// Read the licence file again.
    package static let postAdminLicenseReload = OperationDescription(
        operationID: "postAdminLicenseReload",
        method: .post,
        path: "/api/v1/admin/license:reload",
        access: .permission(.licenseInstall),
        feature: nil,
        idempotency: .accepted,
        successStatus: 200,
        errors: [
            .requestHeaderInvalid,
            .authRequired,
            .authSessionInvalid,
            .authzCSRFInvalid,
            .authzPermissionDenied,
            .idempotencyInFlight,
            .idempotencyKeyReused,
            .serverError,
            .serverUnavailable,
        ],
        auditEvents: [
            .licenseInstalled,
            .licenseInvalid,
            .licenseTampered,
            .licenseExpired,
            .licenseRemoved,
            .licenseClockRollbackDetected,
            .authzPermissionDenied,
        ]
    )

    /// View a plugin.
    package static let getPlugin = OperationDescription(
        operationID: "getPlugin",
        method: .get,
        path: "/api/v1/plugins/{id}",
        access: .permission(.systemRead),
        feature: nil,
        idempotency: .none,
        successStatus: 200,
        errors: [
            .authRequired,
            .authSessionInvalid,
            .authzPermissionDenied,
            .pluginsNotFound,
            .serverError,
            .serverUnavailable,
        ],
        auditEvents: [.authzPermissionDenied]
    )

    /// Remove an installed plugin.
    package static let deletePlugin = OperationDescription(
        operationID: "deletePlugin",
        method: .delete,
        path: "/api/v1/plugins/{id}",
        access: .permission(.systemConfigWrite),
        feature: nil,
        idempotency: .accepted,
        successStatus: 204,
        errors: [
            .authRequired,
            .authSessionInvalid,
            .authzCSRFInvalid,
            .authzPermissionDenied,
            .idempotencyInFlight,
            .idempotencyKeyReused,
            .pluginsNotFound,
            .pluginsStateConflict,
            .requestHeaderInvalid,
            .serverError,
            .serverUnavailable,
            .validationFieldRange,
        ],
        auditEvents: [.pluginRemoved, .authzPermissionDenied]
    )

    /// Install a plugin package.
    package static let postPluginsInstall = OperationDescription(
        operationID: "postPluginsInstall",
        method: .post,
        path: "/api/v1/plugins:install",
        access: .permission(.systemConfigWrite),
        feature: nil,
        idempotency: .accepted,
        successStatus: 201,
        errors: [
            .authRequired,
            .authSessionInvalid,
            .authzCSRFInvalid,
            .authzPermissionDenied,
            .idempotencyInFlight,
            .idempotencyKeyReused,
            .pluginsRejected,
            .requestHeaderInvalid,
            .requestUnsupportedMediaType,
            .serverError,
            .serverUnavailable,
            .validationBodyTooLarge,
        ],
        auditEvents: [.pluginInstalled, .pluginRejected, .authzPermissionDenied]
    )

    /// Take a plugin into use.
    package static let postPluginEnable = OperationDescription(
        operationID: "postPluginEnable",
        method: .post,
        path: "/api/v1/plugins/{id}:enable",
        access: .permission(.systemConfigWrite),
        feature: nil,
        idempotency: .accepted,
        successStatus: 200,
        errors: [
            .authRequired,
            .authSessionInvalid,
            .authzCSRFInvalid,
            .authzPermissionDenied,
            .idempotencyInFlight,
            .idempotencyKeyReused,
            .pluginsNotFound,
            .requestHeaderInvalid,
            .serverError,
            .serverUnavailable,
        ],
        auditEvents: [.pluginEnabled, .authzPermissionDenied]
    )

    /// Take a plugin out of use.
    package static let postPluginDisable = OperationDescription(
        operationID: "postPluginDisable",
        method: .post,
        path: "/api/v1/plugins/{id}:disable",
        access: .permission(.systemConfigWrite),
        feature: nil,
        idempotency: .accepted,
        successStatus: 200,
        errors: [
            .authRequired,
            .authSessionInvalid,
            .authzCSRFInvalid,
            .authzPermissionDenied,
            .idempotencyInFlight,
            .idempotencyKeyReused,
            .pluginsNotFound,
            .requestHeaderInvalid,
            .serverError,
            .serverUnavailable,
        ],
        auditEvents: [.pluginDisabled, .authzPermissionDenied]
    )

    /// Approve what a plugin asks for.
    package static let postPluginApprove = OperationDescription(
        operationID: "postPluginApprove",
        method: .post,
        path: "/api/v1/plugins/{id}:approve",
        access: .permission(.systemConfigWrite),
        feature: nil,
        idempotency: .accepted,
        successStatus: 200,
        errors: [
            .authRequired,
            .authSessionInvalid,
            .authzCSRFInvalid,
            .authzPermissionDenied,
            .idempotencyInFlight,
            .idempotencyKeyReused,
            .pluginsContentChanged,
            .pluginsNotFound,
            .pluginsStateConflict,
            .requestHeaderInvalid,
            .requestUnsupportedMediaType,
            .serverError,
            .serverUnavailable,
            .validationBodyTooLarge,
            .validationFieldFormat,
            .validationFieldRequired,
            .validationInvalidBody,
        ],
        auditEvents: [.pluginApproved, .authzPermissionDenied]
    )

    /// Take an approval back.
    package static let postPluginRevoke = OperationDescription(
        operationID: "postPluginRevoke",
        method: .post,
        path: "/api/v1/plugins/{id}:revoke",
        access: .permission(.systemConfigWrite),
        feature: nil,
        idempotency: .accepted,
        successStatus: 200,
        errors: [
            .authRequired,
            .authSessionInvalid,
            .authzCSRFInvalid,
            .authzPermissionDenied,
            .idempotencyInFlight,
            .idempotencyKeyReused,
            .pluginsNotFound,
            .pluginsStateConflict,
            .requestHeaderInvalid,
            .requestUnsupportedMediaType,
            .serverError,
            .serverUnavailable,
            .validationBodyTooLarge,
            .validationFieldFormat,
            .validationInvalidBody,
        ],
        auditEvents: [.pluginApprovalRevoked, .authzPermissionDenied]
    )

    /// Replace the runner of a plugin.
    package static let postPluginRestart = OperationDescription(
        operationID: "postPluginRestart",
        method: .post,
        path: "/api/v1/plugins/{id}:restart",
        access: .permission(.systemConfigWrite),
        feature: nil,
        idempotency: .accepted,
        successStatus: 200,
        errors: [
            .authRequired,
            .authSessionInvalid,
            .authzCSRFInvalid,
            .authzPermissionDenied,
            .idempotencyInFlight,
            .idempotencyKeyReused,
            .pluginsNotFound,
            .pluginsStateConflict,
            .pluginsUnavailable,
            .requestHeaderInvalid,
            .serverError,
            .serverUnavailable,
        ],
        auditEvents: [.pluginRestartRequested, .authzPermissionDenied]
    )

    /// End quarantine and isolations.
    package static let postPluginReset = OperationDescription(
        operationID: "postPluginReset",
        method: .post,
        path: "/api/v1/plugins/{id}:reset",
        access: .permission(.systemConfigWrite),
        feature: nil,
        idempotency: .accepted,
        successStatus: 200,
        errors: [
            .authRequired,
            .authSessionInvalid,
            .authzCSRFInvalid,
            .authzPermissionDenied,
            .idempotencyInFlight,
            .idempotencyKeyReused,
            .pluginsNotFound,
            .requestHeaderInvalid,
            .serverError,
            .serverUnavailable,
        ],
        auditEvents: [.pluginReset, .authzPermissionDenied]
    )

    /// Choose the version to run.
    package static let postPluginActivate = OperationDescription(
        operationID: "postPluginActivate",
        method: .post,
        path: "/api/v1/plugins/{id}:activate",
        access: .permission(.systemConfigWrite),
        feature: nil,
        idempotency: .accepted,
        successStatus: 200,
        errors: [
            .authRequired,
            .authSessionInvalid,
            .authzCSRFInvalid,
            .authzPermissionDenied,
            .idempotencyInFlight,
            .idempotencyKeyReused,
            .pluginsNotFound,
            .pluginsStateConflict,
            .requestHeaderInvalid,
            .requestUnsupportedMediaType,
            .serverError,
            .serverUnavailable,
            .validationBodyTooLarge,
            .validationInvalidBody,
        ],
        auditEvents: [.pluginVersionChosen, .authzPermissionDenied]
    )

    /// View the configuration of a plugin.
    package static let getPluginConfig = OperationDescription(
        operationID: "getPluginConfig",
        method: .get,
        path: "/api/v1/plugins/{id}/config",
        access: .permission(.systemRead),
        feature: nil,
        idempotency: .none,
        successStatus: 200,
        errors: [
            .authRequired,
            .authSessionInvalid,
            .authzPermissionDenied,
            .pluginsNotFound,
            .serverError,
            .serverUnavailable,
        ],
        auditEvents: [.authzPermissionDenied]
    )

    /// Configure a plugin.
    package static let putPluginConfig = OperationDescription(
        operationID: "putPluginConfig",
        method: .put,
        path: "/api/v1/plugins/{id}/config",
        access: .permission(.systemConfigWrite),
        feature: nil,
        idempotency: .accepted,
        successStatus: 200,
        errors: [
            .authRequired,
            .authSessionInvalid,
            .authzCSRFInvalid,
            .authzPermissionDenied,
            .idempotencyInFlight,
            .idempotencyKeyReused,
            .pluginsConfigInvalid,
            .pluginsNotFound,
            .pluginsStateConflict,
            .requestHeaderInvalid,
            .requestUnsupportedMediaType,
            .serverError,
            .serverUnavailable,
            .validationBodyTooLarge,
            .validationFieldRequired,
            .validationInvalidBody,
        ],
        auditEvents: [.pluginConfigured, .authzPermissionDenied]
    )

    /// List roles and who fills them.
    package static let getPluginRoles = OperationDescription(
        operationID: "getPluginRoles",
        method: .get,
        path: "/api/v1/plugin-roles",
        access: .permission(.systemRead),
        feature: nil,
        idempotency: .none,
        successStatus: 200,
        errors: [.authRequired, .authSessionInvalid, .authzPermissionDenied, .serverError, .serverUnavailable],
        auditEvents: [.authzPermissionDenied]
    )

    /// Choose the plugin that fills a role.
    package static let putPluginRole = OperationDescription(
        operationID: "putPluginRole",
        method: .put,
        path: "/api/v1/plugin-roles/{role}",
        access: .permission(.systemConfigWrite),
        feature: nil,
        idempotency: .accepted,
        successStatus: 200,
        errors: [
            .authRequired,
            .authSessionInvalid,
            .authzCSRFInvalid,
            .authzPermissionDenied,
            .idempotencyInFlight,
            .idempotencyKeyReused,
            .pluginsNotFound,
            .requestHeaderInvalid,
            .requestUnsupportedMediaType,
            .serverError,
            .serverUnavailable,
            .validationBodyTooLarge,
            .validationFieldInvalid,
            .validationInvalidBody,
        ],
        auditEvents: [.pluginRoleAssigned, .authzPermissionDenied]
    )

    /// This document.
    package static let getOpenAPIDocument = OperationDescription(
        operationID: "getOpenAPIDocument",
        method: .get,
        path: "/api/v1/openapi.yaml",
        access: .anonymous,
        feature: nil,
        idempotency: .none,
        successStatus: 200,
        errors: [.serverInternal],
        auditEvents: []
    )

    /// Every operation, in the order of the document.
    package static let all: [OperationDescription] = [
        postAuthLogin,
        postAuthLogout,
        getAuthMe,
        patchAuthMe,
        postAuthRefresh,
        postAuthRefreshCookie,
        postAuthReauthenticate,
        getAuthMeSessions,
        deleteAuthMeSession,
        postAuthMeSessionsRevokeOthers,
        getAuthMePermissions,
        getAuthPermissionsRegistry,
        getAuthMFA,
        postAuthMFAEnroll,
        postAuthMFAVerify,
        postAuthMFADisable,
        postAuthMFARecoveryCodes,
        postAuthPasswordChange,
        getAuthPolicy,
        putAuthPolicy,
        getUsersMePreferences,
        patchUsersMePreferences,
        getHosts,
        postHosts,
        getHostByID,
        patchHostByID,
        deleteHostByID,
        postHostConnectivityCheck,
        postHostDiscoveryRun,
        getHostSystemInfo,
        postHostIntelligenceRefresh,
        getUsers,
        postUsers,
        getUserByID,
        patchUserByID,
        deleteUserByID,
        postUserRolesAssign,
        postUserRolesUnassign,
        postUserResetPassword,
        postUserDisable,
        postUserEnable,
        getRoles,
        postRolesCreate,
        patchRole,
        deleteRole,
        getAPITokens,
        postAPIToken,
        deleteAPIToken,
        getCredentials,
        postCredentials,
        getCredentialByID,
        patchCredentialByID,
        deleteCredentialByID,
        getAuditEvents,
        getAuditEventsExport,
        postCredentialClone,
        postHostCredentialsResolve,
        getIntelligenceEvents,
        getIntelligenceState,
        getEvents,
        getHealth,
        getVersion,
        getPlugins,
        getLicense,
        getCapabilities,
        postAdminLicenseVerify,
        postAdminLicenseInstall,
        postAdminLicenseReload,
        getPlugin,
        deletePlugin,
        postPluginsInstall,
        postPluginEnable,
        postPluginDisable,
        postPluginApprove,
        postPluginRevoke,
        postPluginRestart,
        postPluginReset,
        postPluginActivate,
        getPluginConfig,
        putPluginConfig,
        getPluginRoles,
        putPluginRole,
        getOpenAPIDocument,
    ]
}
