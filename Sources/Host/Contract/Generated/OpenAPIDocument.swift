// Made by scripts/generate-contract from contract/openapi.yaml. Change that file, not this one.
// swift-format-ignore-file

/// The contract document as it is served.
package enum OpenAPIDocument {
    package static let bytes = Array(text.utf8)

    private static let text = ##"""
openapi: 3.0.3
info:
  title: OpenWatch API
  version: 0.1.0
  description: |
    Hosts, their credentials, checks and discovery, the stream of what changes on them, and the plugins that answer.

    Conventions of every operation:

    * JSON in UTF-8, snake_case keys, ids as lower-case UUIDs, times as RFC 3339 in UTC with `Z`.
    * An optional field without a value is left out, also where the schema says nullable. Unknown request keys are
      ignored. Lengths count Unicode code points. A request body may hold 1 MiB at most.
    * Every response carries `X-Correlation-Id`; a client may choose it (1 to 64 of `A-Z a-z 0-9 _ -`).
    * Every error has the same envelope, whatever its cause, and repeats the correlation id in its body. An unknown path
      answers 404 `request.not_found`, a method that a path lacks 405 `request.method_not_allowed` with `Allow`.
    * What never becomes a request is answered likewise, and the connection is closed: 400 `request.malformed`, 408
      `request.timeout` (10 s for the header, 30 s for the body), 501 `request.method_unknown` over HTTP/1.1 for a method
      that HTTP does not define, 505 `request.version_unsupported`. Path and query may have 8 KiB (414
      `request.uri_too_long`), all header fields together 32 KiB (431 `request.headers_too_large`); above 96 KiB, as its
      SETTINGS say, an HTTP/2 connection ends with GOAWAY.
    * Every operation may answer 429 `rate.limited` with `Retry-After`: for too many requests of one identity or one
      address, and for too many open event streams of one identity.
      `x-error-codes` lists the codes of an operation; the registry error-codes.yaml gives their status and meaning.
    * Checks run in this order: identity (401), CSRF (403), steps that the session has left (403), permission (401 or
      403), licence feature (402), idempotency (400 or 409), headers, parameters and body (400, 413, 415), and then the
      work itself.
    * Unsafe methods on a cookie session need the header `X-CSRF-Token` with the value of the cookie `XSRF-TOKEN`.
      Operations that are open to anybody are exempt, such as sign-in and sign-out, and so are callers that authenticate
      with a bearer token.
    * A session can have a step left, as its sign-in tells. Until it is done, every operation but those of the step and
      those that are open to anybody answers 403 `auth.second_factor_required`, `auth.password_change_required` or
      `auth.mfa_enrollment_required`. `auth/me`, sign-out and refreshing always work.
    * `x-idempotency: required` means that the request must carry an `Idempotency-Key`; `accepted` that it may. A
      successful answer is kept for 24 hours per caller and key and is given again, with `Idempotency-Replayed: true`,
      to the same request: same method, path, query and body. A repetition waits up to 10 s for a first request that
      still runs and then answers 409 `idempotency.in_flight`. Should the server die between the effect of a request and
      its answer, the repetition answers 409 `idempotency.answer_lost` instead of running again. Operations without
      `x-idempotency` ignore the header; each whose answer holds a secret is one of them.
servers:
  - url: https://localhost:8443
tags:
  - {name: auth, description: Sign-in and sign-out.}
  - {name: users, description: Accounts and their roles.}
  - {name: roles, description: 'What may be done, in bundles.'}
  - {name: tokens, description: Access for programs.}
  - {name: hosts, description: Managed machines.}
  - {name: probes, description: Questions asked of one host on demand.}
  - {name: credentials, description: Stored SSH secrets.}
  - {name: intelligence, description: What is known about hosts and what changed.}
  - {name: plugins, description: 'Probe plugins: what they may do, how they run, which version.'}
  - {name: system, description: The server itself.}
  - {name: audit, description: Who did what.}
  - {name: license, description: The licence and what it switches on.}
security:
  - session: []
  - bearer: []
paths:
  /api/v1/auth/login:
    post:
      operationId: postAuthLogin
      tags: [auth]
      summary: Sign in
      description: |
        Checks user name, password and, for accounts with a second factor, the one-time code. Answers tokens for API
        use and sets the cookies `openwatch_session` and `XSRF-TOKEN` for browsers. The refresh token belongs to the
        session and is withdrawn with it. The codes of 401 do not tell an unknown user from a wrong password. At most 20
        attempts per minute and client address. From the fifth failure in a row a name has to wait, whether it is one
        of an account or not: a second, then twice as long each time, up to 15 minutes.
      security: []
      x-access: anonymous
      x-audit-events: [auth.login.success, auth.login.failure, auth.mfa.failed, auth.mfa.validated]
      x-error-codes:
        [validation.field_range, validation.field_required, validation.invalid_body, auth.invalid_credentials,
         auth.mfa_invalid, auth.mfa_required, validation.body_too_large, request.unsupported_media_type,
         rate.limited, server.error, server.unavailable]
      requestBody:
        required: true
        content:
          application/json:
            schema: {$ref: '#/components/schemas/AuthLoginRequest'}
      responses:
        '200':
          description: Signed in.
          content:
            application/json:
              schema: {$ref: '#/components/schemas/AuthLoginResponse'}
        '400': {$ref: '#/components/responses/BadRequest'}
        '401': {$ref: '#/components/responses/Unauthorized'}
        '413': {$ref: '#/components/responses/BodyTooLarge'}
        '415': {$ref: '#/components/responses/UnsupportedMediaType'}
        '429': {$ref: '#/components/responses/TooManyRequests'}
        '500': {$ref: '#/components/responses/InternalError'}
        '503': {$ref: '#/components/responses/Unavailable'}
  /api/v1/auth/logout:
    post:
      operationId: postAuthLogout
      tags: [auth]
      summary: Sign out
      description: |
        Revokes the session of the caller with every token issued from it, and clears the cookies. Answers 204 as well
        when there is nothing to revoke.
      security: []
      x-access: anonymous
      x-audit-events: [auth.logout]
      x-error-codes: [auth.logout_incomplete, server.error, server.unavailable]
      responses:
        '204':
          description: Signed out.
        '500': {$ref: '#/components/responses/InternalError'}
        '503': {$ref: '#/components/responses/Unavailable'}
  /api/v1/auth/me:
    get:
      operationId: getAuthMe
      tags: [auth]
      summary: Who am I
      description: |
        The user of the current session or token.
      x-access: authenticated
      x-error-codes: [auth.required, auth.session_invalid, server.error, server.unavailable]
      responses:
        '200':
          description: The caller.
          content:
            application/json:
              schema: {$ref: '#/components/schemas/AuthMeResponse'}
        '401': {$ref: '#/components/responses/Unauthorized'}
        '500': {$ref: '#/components/responses/InternalError'}
        '503': {$ref: '#/components/responses/Unavailable'}
    patch:
      operationId: patchAuthMe
      tags: [auth]
      summary: Change the own profile
      description: |
        An address that is taken is refused. Nothing happens to sessions.
      x-access: authenticated
      x-audit-events: [auth.profile.updated]
      x-error-codes:
        [auth.required, auth.session_invalid, authz.csrf_invalid, request.unsupported_media_type, server.error,
         server.unavailable, users.email_taken, validation.body_too_large, validation.field_invalid,
         validation.field_range, validation.invalid_body]
      parameters:
        - $ref: '#/components/parameters/CSRFToken'
      requestBody:
        required: true
        content:
          application/json:
            schema: {$ref: '#/components/schemas/AuthMeUpdateRequest'}
      responses:
        '200':
          description: The user as it is now.
          content:
            application/json:
              schema: {$ref: '#/components/schemas/AuthMeResponse'}
        '400': {$ref: '#/components/responses/BadRequest'}
        '401': {$ref: '#/components/responses/Unauthorized'}
        '403': {$ref: '#/components/responses/Forbidden'}
        '409': {$ref: '#/components/responses/Conflict'}
        '413': {$ref: '#/components/responses/BodyTooLarge'}
        '415': {$ref: '#/components/responses/UnsupportedMediaType'}
        '500': {$ref: '#/components/responses/InternalError'}
        '503': {$ref: '#/components/responses/Unavailable'}
  /api/v1/auth/refresh:
    post:
      operationId: postAuthRefresh
      tags: [auth]
      summary: Exchange a refresh token
      description: |
        The token is spent and a new one takes its place; the session stays the same, its idle limit begins anew and its
        absolute limit does not move. A spent token that shows up again after 10 seconds ends every session of the
        account; within them it is answered up to 5 times, because clients race.
      security: []
      x-access: anonymous
      x-audit-events: [auth.token.refreshed, auth.token.revoked, auth.login.failure]
      x-error-codes:
        [auth.refresh_invalid, auth.refresh_reused, request.unsupported_media_type, server.error, server.unavailable,
         validation.body_too_large, validation.field_range, validation.field_required, validation.invalid_body]
      requestBody:
        required: true
        content:
          application/json:
            schema: {$ref: '#/components/schemas/AuthRefreshRequest'}
      responses:
        '200':
          description: New tokens.
          content:
            application/json:
              schema: {$ref: '#/components/schemas/AuthLoginResponse'}
        '400': {$ref: '#/components/responses/BadRequest'}
        '401': {$ref: '#/components/responses/Unauthorized'}
        '413': {$ref: '#/components/responses/BodyTooLarge'}
        '415': {$ref: '#/components/responses/UnsupportedMediaType'}
        '500': {$ref: '#/components/responses/InternalError'}
        '503': {$ref: '#/components/responses/Unavailable'}
  /api/v1/auth/refresh-cookie:
    post:
      operationId: postAuthRefreshCookie
      tags: [auth]
      summary: Exchange the refresh cookie
      description: |
        As auth/refresh, with the cookie `openwatch_refresh`. Sets all three cookies anew; the session cookie until now
        is good for another 30 seconds. A refused token clears the cookies.
      security: []
      x-access: anonymous
      x-audit-events: [auth.token.refreshed, auth.token.revoked, auth.login.failure]
      x-error-codes: [auth.refresh_invalid, auth.refresh_reused, auth.session_expired, server.error, server.unavailable]
      responses:
        '200':
          description: The cookies are set.
          content:
            application/json:
              schema: {$ref: '#/components/schemas/AuthMeResponse'}
        '401': {$ref: '#/components/responses/Unauthorized'}
        '500': {$ref: '#/components/responses/InternalError'}
        '503': {$ref: '#/components/responses/Unavailable'}
  /api/v1/auth/reauthenticate:
    post:
      operationId: postAuthReauthenticate
      tags: [auth]
      summary: Prove again who you are
      description: |
        Operations on the second factor want a proof from the last 10 minutes: a sign-in or this. Accounts with a second
        factor need a code as well. Failures slow down as they do at sign-in.
      x-access: authenticated
      x-audit-events: [auth.reauthenticated, auth.login.failure, auth.mfa.failed]
      x-error-codes:
        [auth.invalid_credentials, auth.mfa_invalid, auth.mfa_required, auth.required, auth.session_invalid,
         authz.csrf_invalid, rate.limited, request.unsupported_media_type, server.error, server.unavailable,
         validation.body_too_large, validation.field_range, validation.invalid_body]
      parameters:
        - $ref: '#/components/parameters/CSRFToken'
      requestBody:
        required: true
        content:
          application/json:
            schema: {$ref: '#/components/schemas/AuthReauthenticateRequest'}
      responses:
        '204':
          description: Proved.
        '400': {$ref: '#/components/responses/BadRequest'}
        '401': {$ref: '#/components/responses/Unauthorized'}
        '403': {$ref: '#/components/responses/Forbidden'}
        '413': {$ref: '#/components/responses/BodyTooLarge'}
        '415': {$ref: '#/components/responses/UnsupportedMediaType'}
        '429': {$ref: '#/components/responses/TooManyRequests'}
        '500': {$ref: '#/components/responses/InternalError'}
        '503': {$ref: '#/components/responses/Unavailable'}
  /api/v1/auth/me/sessions:
    get:
      operationId: getAuthMeSessions
      tags: [auth]
      summary: List the own sessions
      description: |
        Sessions that can still be used or refreshed.
      x-access: authenticated
      x-error-codes: [auth.required, auth.session_invalid, server.error, server.unavailable]
      responses:
        '200':
          description: The sessions.
          content:
            application/json:
              schema: {$ref: '#/components/schemas/AuthSessionListResponse'}
        '401': {$ref: '#/components/responses/Unauthorized'}
        '500': {$ref: '#/components/responses/InternalError'}
        '503': {$ref: '#/components/responses/Unavailable'}
  /api/v1/auth/me/sessions/{id}:
    delete:
      operationId: deleteAuthMeSession
      tags: [auth]
      summary: End one of the own sessions
      description: |
        Its cookie, access tokens and refresh tokens end with it, at once.
      x-access: authenticated
      x-audit-events: [auth.session.revoked]
      x-error-codes:
        [auth.required, auth.session_invalid, authz.csrf_invalid, server.error, server.unavailable, sessions.not_found,
         validation.field_format]
      parameters:
        - $ref: '#/components/parameters/SessionId'
        - $ref: '#/components/parameters/CSRFToken'
      responses:
        '204':
          description: Ended.
        '400': {$ref: '#/components/responses/BadRequest'}
        '401': {$ref: '#/components/responses/Unauthorized'}
        '403': {$ref: '#/components/responses/Forbidden'}
        '404': {$ref: '#/components/responses/NotFound'}
        '500': {$ref: '#/components/responses/InternalError'}
        '503': {$ref: '#/components/responses/Unavailable'}
  /api/v1/auth/me/sessions:revoke-others:
    post:
      operationId: postAuthMeSessionsRevokeOthers
      tags: [auth]
      summary: End all other own sessions
      description: |
        Only the session of this request goes on.
      x-access: authenticated
      x-audit-events: [auth.session.revoked]
      x-error-codes: [auth.required, auth.session_invalid, authz.csrf_invalid, server.error, server.unavailable]
      parameters:
        - $ref: '#/components/parameters/CSRFToken'
      responses:
        '204':
          description: Ended.
        '401': {$ref: '#/components/responses/Unauthorized'}
        '403': {$ref: '#/components/responses/Forbidden'}
        '500': {$ref: '#/components/responses/InternalError'}
        '503': {$ref: '#/components/responses/Unavailable'}
  /api/v1/auth/me/permissions:
    get:
      operationId: getAuthMePermissions
      tags: [auth]
      summary: What may I do
      description: |
        Open to anybody; whoever is not signed in may do nothing.
      security: []
      x-access: anonymous
      x-error-codes: [server.error, server.unavailable]
      responses:
        '200':
          description: Identity and permissions.
          content:
            application/json:
              schema: {$ref: '#/components/schemas/AuthMePermissionsResponse'}
        '500': {$ref: '#/components/responses/InternalError'}
        '503': {$ref: '#/components/responses/Unavailable'}
  /api/v1/auth/permissions:registry:
    get:
      operationId: getAuthPermissionsRegistry
      tags: [auth]
      summary: Every permission and built-in role
      description: |
        The same for everybody.
      security: []
      x-access: anonymous
      x-error-codes: [server.error, server.unavailable]
      responses:
        '200':
          description: The registry.
          content:
            application/json:
              schema: {$ref: '#/components/schemas/PermissionsRegistryResponse'}
        '500': {$ref: '#/components/responses/InternalError'}
        '503': {$ref: '#/components/responses/Unavailable'}
  /api/v1/auth/mfa:
    get:
      operationId: getAuthMFA
      tags: [auth]
      summary: The own second factor
      description: |
        Whether there is one, and how many recovery codes are left.
      x-access: authenticated
      x-error-codes: [auth.required, auth.session_invalid, server.error, server.unavailable]
      responses:
        '200':
          description: What there is.
          content:
            application/json:
              schema: {$ref: '#/components/schemas/AuthMFAStatus'}
        '401': {$ref: '#/components/responses/Unauthorized'}
        '500': {$ref: '#/components/responses/InternalError'}
        '503': {$ref: '#/components/responses/Unavailable'}
  /api/v1/auth/mfa:enroll:
    post:
      operationId: postAuthMFAEnroll
      tags: [auth]
      summary: Begin to set up a second factor
      description: |
        Answers a secret for an authenticator app (TOTP, RFC 6238: SHA-1, 6 digits, 30 seconds). A factor that is in
        force stays so until a code of the new one is verified, for which there are 15 minutes. Needs a recent sign-in
        or auth/reauthenticate.
      x-access: authenticated
      x-audit-events: [auth.mfa.enrollment.started]
      x-error-codes:
        [auth.reauthentication_required, auth.required, auth.session_invalid, authz.csrf_invalid, server.error,
         server.unavailable]
      parameters:
        - $ref: '#/components/parameters/CSRFToken'
      responses:
        '200':
          description: The new factor.
          content:
            application/json:
              schema: {$ref: '#/components/schemas/AuthMFAEnrollResponse'}
        '401': {$ref: '#/components/responses/Unauthorized'}
        '403': {$ref: '#/components/responses/Forbidden'}
        '500': {$ref: '#/components/responses/InternalError'}
        '503': {$ref: '#/components/responses/Unavailable'}
  /api/v1/auth/mfa:verify:
    post:
      operationId: postAuthMFAVerify
      tags: [auth]
      summary: Show a one-time code
      description: |
        Confirms a factor that is being set up, or proves the one in force; that is what a session with the step
        second_factor needs. Each code counts once.
      x-access: authenticated
      x-audit-events: [auth.mfa.enrolled, auth.mfa.validated, auth.mfa.failed]
      x-error-codes:
        [auth.mfa_invalid, auth.mfa_not_enrolled, auth.required, auth.session_invalid, authz.csrf_invalid,
         rate.limited, request.unsupported_media_type, server.error, server.unavailable, validation.body_too_large,
         validation.field_range, validation.field_required, validation.invalid_body]
      parameters:
        - $ref: '#/components/parameters/CSRFToken'
      requestBody:
        required: true
        content:
          application/json:
            schema: {$ref: '#/components/schemas/AuthMFAVerifyRequest'}
      responses:
        '204':
          description: The code is right.
        '400': {$ref: '#/components/responses/BadRequest'}
        '401': {$ref: '#/components/responses/Unauthorized'}
        '403': {$ref: '#/components/responses/Forbidden'}
        '409': {$ref: '#/components/responses/Conflict'}
        '413': {$ref: '#/components/responses/BodyTooLarge'}
        '415': {$ref: '#/components/responses/UnsupportedMediaType'}
        '429': {$ref: '#/components/responses/TooManyRequests'}
        '500': {$ref: '#/components/responses/InternalError'}
        '503': {$ref: '#/components/responses/Unavailable'}
  /api/v1/auth/mfa:disable:
    post:
      operationId: postAuthMFADisable
      tags: [auth]
      summary: Remove the own second factor
      description: |
        Recovery codes go with it. Needs a recent sign-in or auth/reauthenticate. Where policy asks for a second factor,
        the session has to set up another one before it may do anything else.
      x-access: authenticated
      x-audit-events: [auth.mfa.disabled]
      x-error-codes:
        [auth.mfa_not_enrolled, auth.reauthentication_required, auth.required, auth.session_invalid,
         authz.csrf_invalid, server.error, server.unavailable]
      parameters:
        - $ref: '#/components/parameters/CSRFToken'
      responses:
        '204':
          description: Removed.
        '401': {$ref: '#/components/responses/Unauthorized'}
        '403': {$ref: '#/components/responses/Forbidden'}
        '409': {$ref: '#/components/responses/Conflict'}
        '500': {$ref: '#/components/responses/InternalError'}
        '503': {$ref: '#/components/responses/Unavailable'}
  /api/v1/auth/mfa/recovery-codes:
    post:
      operationId: postAuthMFARecoveryCodes
      tags: [auth]
      summary: Make recovery codes
      description: |
        Ten new codes, shown once; older ones are void. Needs a recent sign-in or auth/reauthenticate.
      x-access: authenticated
      x-audit-events: [auth.mfa.recovery_codes.created]
      x-error-codes:
        [auth.mfa_not_enrolled, auth.reauthentication_required, auth.required, auth.session_invalid,
         authz.csrf_invalid, server.error, server.unavailable]
      parameters:
        - $ref: '#/components/parameters/CSRFToken'
      responses:
        '200':
          description: The codes.
          content:
            application/json:
              schema: {$ref: '#/components/schemas/AuthRecoveryCodes'}
        '401': {$ref: '#/components/responses/Unauthorized'}
        '403': {$ref: '#/components/responses/Forbidden'}
        '409': {$ref: '#/components/responses/Conflict'}
        '500': {$ref: '#/components/responses/InternalError'}
        '503': {$ref: '#/components/responses/Unavailable'}
  /api/v1/auth/password:change:
    post:
      operationId: postAuthPasswordChange
      tags: [auth]
      summary: Change the own password
      description: |
        Every other session of the account ends. A password has 8 to 128 characters, those of administrators at least
        15, and holds neither the user name nor the address and is not a known one. Failures slow down as they do at
        sign-in.
      x-access: authenticated
      x-audit-events: [auth.password.changed, auth.password.policy_failed, auth.login.failure]
      x-error-codes:
        [auth.invalid_credentials, auth.password_policy, auth.required, auth.session_invalid, authz.csrf_invalid,
         rate.limited, request.unsupported_media_type, server.error, server.unavailable, validation.body_too_large,
         validation.field_range, validation.field_required, validation.invalid_body]
      parameters:
        - $ref: '#/components/parameters/CSRFToken'
      requestBody:
        required: true
        content:
          application/json:
            schema: {$ref: '#/components/schemas/AuthPasswordChangeRequest'}
      responses:
        '204':
          description: Changed.
        '400': {$ref: '#/components/responses/BadRequest'}
        '401': {$ref: '#/components/responses/Unauthorized'}
        '403': {$ref: '#/components/responses/Forbidden'}
        '413': {$ref: '#/components/responses/BodyTooLarge'}
        '415': {$ref: '#/components/responses/UnsupportedMediaType'}
        '429': {$ref: '#/components/responses/TooManyRequests'}
        '500': {$ref: '#/components/responses/InternalError'}
        '503': {$ref: '#/components/responses/Unavailable'}
  /api/v1/auth-policy:
    get:
      operationId: getAuthPolicy
      tags: [auth]
      summary: The sign-in policy
      description: |
        As it is in force.
      x-required-permission: 'system:auth_policy_read'
      x-audit-events: [authz.permission.denied]
      x-error-codes: [auth.required, auth.session_invalid, authz.permission_denied, server.error, server.unavailable]
      responses:
        '200':
          description: The policy.
          content:
            application/json:
              schema: {$ref: '#/components/schemas/AuthPolicy'}
        '401': {$ref: '#/components/responses/Unauthorized'}
        '403': {$ref: '#/components/responses/Forbidden'}
        '500': {$ref: '#/components/responses/InternalError'}
        '503': {$ref: '#/components/responses/Unavailable'}
    put:
      operationId: putAuthPolicy
      tags: [auth]
      summary: Replace the sign-in policy
      description: |
        In force at once, on every server: the idle limit at the next use of a session, the absolute limit and the
        second factor at the next sign-in.
      x-required-permission: 'system:auth_policy_write'
      x-audit-events: [auth.policy.updated, authz.permission.denied]
      x-error-codes:
        [auth.required, auth.session_invalid, auth_policy.invalid, authz.csrf_invalid, authz.permission_denied,
         request.unsupported_media_type, server.error, server.unavailable, validation.body_too_large,
         validation.field_required, validation.invalid_body]
      parameters:
        - $ref: '#/components/parameters/CSRFToken'
      requestBody:
        required: true
        content:
          application/json:
            schema: {$ref: '#/components/schemas/AuthPolicyUpdateRequest'}
      responses:
        '200':
          description: The policy as it is now.
          content:
            application/json:
              schema: {$ref: '#/components/schemas/AuthPolicy'}
        '400': {$ref: '#/components/responses/BadRequest'}
        '401': {$ref: '#/components/responses/Unauthorized'}
        '403': {$ref: '#/components/responses/Forbidden'}
        '413': {$ref: '#/components/responses/BodyTooLarge'}
        '415': {$ref: '#/components/responses/UnsupportedMediaType'}
        '500': {$ref: '#/components/responses/InternalError'}
        '503': {$ref: '#/components/responses/Unavailable'}
  /api/v1/users/me/preferences:
    get:
      operationId: getUsersMePreferences
      tags: [auth]
      summary: The own preferences
      description: |
        Empty until something was chosen.
      x-access: authenticated
      x-error-codes: [auth.required, auth.session_invalid, server.error, server.unavailable]
      responses:
        '200':
          description: The preferences.
          content:
            application/json:
              schema: {$ref: '#/components/schemas/UserPreferences'}
        '401': {$ref: '#/components/responses/Unauthorized'}
        '500': {$ref: '#/components/responses/InternalError'}
        '503': {$ref: '#/components/responses/Unavailable'}
    patch:
      operationId: patchUsersMePreferences
      tags: [auth]
      summary: Change the own preferences
      description: |
        What is left out stays as it is.
      x-access: authenticated
      x-error-codes:
        [auth.required, auth.session_invalid, authz.csrf_invalid, request.unsupported_media_type, server.error,
         server.unavailable, validation.body_too_large, validation.invalid_body, validation.invalid_value]
      parameters:
        - $ref: '#/components/parameters/CSRFToken'
      requestBody:
        required: true
        content:
          application/json:
            schema: {$ref: '#/components/schemas/UserPreferences'}
      responses:
        '200':
          description: The preferences as they are now.
          content:
            application/json:
              schema: {$ref: '#/components/schemas/UserPreferences'}
        '400': {$ref: '#/components/responses/BadRequest'}
        '401': {$ref: '#/components/responses/Unauthorized'}
        '403': {$ref: '#/components/responses/Forbidden'}
        '413': {$ref: '#/components/responses/BodyTooLarge'}
        '415': {$ref: '#/components/responses/UnsupportedMediaType'}
        '500': {$ref: '#/components/responses/InternalError'}
        '503': {$ref: '#/components/responses/Unavailable'}
  /api/v1/hosts:
    get:
      operationId: getHosts
      tags: [hosts]
      summary: List hosts
      description: |
        Newest first. Without `limit` the whole list is answered. With it, `next_cursor` is present while there is
        more. Filters are exact, case-sensitive and combined.
      x-required-permission: 'host:read'
      x-audit-events: [authz.permission.denied]
      x-error-codes:
        [pagination.cursor_invalid, pagination.limit_exceeded, validation.field_format, validation.field_range,
         auth.required, auth.session_invalid, authz.permission_denied, server.error, server.unavailable]
      parameters:
        - name: environment
          in: query
          required: false
          description: Only hosts of this environment.
          schema: {type: string, maxLength: 64}
        - name: tag
          in: query
          required: false
          description: Only hosts that carry this tag.
          schema: {type: string, maxLength: 64}
        - name: limit
          in: query
          required: false
          description: Page size. Without it there are no pages.
          schema: {type: integer, minimum: 1, maximum: 1000}
        - name: cursor
          in: query
          required: false
          description: The next_cursor of the page before; only together with limit.
          schema: {type: string, maxLength: 128}
      responses:
        '200':
          description: The hosts.
          content:
            application/json:
              schema: {$ref: '#/components/schemas/HostListResponse'}
        '400': {$ref: '#/components/responses/BadRequest'}
        '401': {$ref: '#/components/responses/Unauthorized'}
        '403': {$ref: '#/components/responses/Forbidden'}
        '500': {$ref: '#/components/responses/InternalError'}
        '503': {$ref: '#/components/responses/Unavailable'}
    post:
      operationId: postHosts
      tags: [hosts]
      summary: Add a host
      description: |
        Port 0 or none means 22, no environment means `production`. The name is unique within its environment.
      x-required-permission: 'host:write'
      x-idempotency: accepted
      x-audit-events: [host.created, authz.permission.denied]
      x-error-codes:
        [hosts.invalid_creator, hosts.invalid_input, request.header_invalid, validation.field_range,
         validation.field_required, validation.invalid_body, auth.required, auth.session_invalid, authz.csrf_invalid,
         authz.permission_denied, hosts.duplicate, idempotency.in_flight, idempotency.key_reused,
         validation.body_too_large, request.unsupported_media_type, server.error, server.unavailable]
      parameters:
        - $ref: '#/components/parameters/IdempotencyKey'
        - $ref: '#/components/parameters/CSRFToken'
      requestBody:
        required: true
        content:
          application/json:
            schema: {$ref: '#/components/schemas/HostCreateRequest'}
      responses:
        '201':
          description: The new host.
          content:
            application/json:
              schema: {$ref: '#/components/schemas/HostResponse'}
        '400': {$ref: '#/components/responses/BadRequest'}
        '401': {$ref: '#/components/responses/Unauthorized'}
        '403': {$ref: '#/components/responses/Forbidden'}
        '409': {$ref: '#/components/responses/Conflict'}
        '413': {$ref: '#/components/responses/BodyTooLarge'}
        '415': {$ref: '#/components/responses/UnsupportedMediaType'}
        '500': {$ref: '#/components/responses/InternalError'}
        '503': {$ref: '#/components/responses/Unavailable'}
  /api/v1/hosts/{id}:
    get:
      operationId: getHostByID
      tags: [hosts]
      summary: View a host
      description: |
        With its reachability, when it was ever checked, and a compliance summary.
      x-required-permission: 'host:read'
      x-audit-events: [authz.permission.denied]
      x-error-codes:
        [validation.field_format, validation.field_range, auth.required, auth.session_invalid,
         authz.permission_denied, hosts.not_found, server.error, server.unavailable]
      parameters:
        - $ref: '#/components/parameters/HostId'
        - name: framework
          in: query
          required: false
          description: Count only rules of this framework in the compliance summary.
          schema: {type: string, maxLength: 128}
      responses:
        '200':
          description: The host.
          content:
            application/json:
              schema: {$ref: '#/components/schemas/HostDetailResponse'}
        '400': {$ref: '#/components/responses/BadRequest'}
        '401': {$ref: '#/components/responses/Unauthorized'}
        '403': {$ref: '#/components/responses/Forbidden'}
        '404': {$ref: '#/components/responses/NotFound'}
        '500': {$ref: '#/components/responses/InternalError'}
        '503': {$ref: '#/components/responses/Unavailable'}
    patch:
      operationId: patchHostByID
      tags: [hosts]
      summary: Change a host
      description: |
        Fields that are absent or null stay as they are. An empty display_name, description or username clears it.
        The host name cannot be changed.
      x-required-permission: 'host:write'
      x-idempotency: accepted
      x-audit-events: [host.updated, authz.permission.denied]
      x-error-codes:
        [hosts.invalid_input, request.header_invalid, validation.field_format, validation.field_range,
         validation.field_required, validation.invalid_body, auth.required, auth.session_invalid, authz.csrf_invalid,
         authz.permission_denied, hosts.not_found, hosts.duplicate, idempotency.in_flight, idempotency.key_reused,
         validation.body_too_large, request.unsupported_media_type, server.error, server.unavailable]
      parameters:
        - $ref: '#/components/parameters/HostId'
        - $ref: '#/components/parameters/IdempotencyKey'
        - $ref: '#/components/parameters/CSRFToken'
      requestBody:
        required: true
        content:
          application/json:
            schema: {$ref: '#/components/schemas/HostUpdateRequest'}
      responses:
        '200':
          description: The host after the change.
          content:
            application/json:
              schema: {$ref: '#/components/schemas/HostResponse'}
        '400': {$ref: '#/components/responses/BadRequest'}
        '401': {$ref: '#/components/responses/Unauthorized'}
        '403': {$ref: '#/components/responses/Forbidden'}
        '404': {$ref: '#/components/responses/NotFound'}
        '409': {$ref: '#/components/responses/Conflict'}
        '413': {$ref: '#/components/responses/BodyTooLarge'}
        '415': {$ref: '#/components/responses/UnsupportedMediaType'}
        '500': {$ref: '#/components/responses/InternalError'}
        '503': {$ref: '#/components/responses/Unavailable'}
    delete:
      operationId: deleteHostByID
      tags: [hosts]
      summary: Delete a host
      description: |
        The host disappears from every list; its history is kept. Its name can be used again.
      x-required-permission: 'host:delete'
      x-idempotency: accepted
      x-audit-events: [host.deleted, authz.permission.denied]
      x-error-codes:
        [request.header_invalid, validation.field_format, auth.required, auth.session_invalid, authz.csrf_invalid,
         authz.permission_denied, hosts.not_found, idempotency.in_flight, idempotency.key_reused, server.error,
         server.unavailable]
      parameters:
        - $ref: '#/components/parameters/HostId'
        - $ref: '#/components/parameters/IdempotencyKey'
        - $ref: '#/components/parameters/CSRFToken'
      responses:
        '204':
          description: Deleted.
        '400': {$ref: '#/components/responses/BadRequest'}
        '401': {$ref: '#/components/responses/Unauthorized'}
        '403': {$ref: '#/components/responses/Forbidden'}
        '404': {$ref: '#/components/responses/NotFound'}
        '409': {$ref: '#/components/responses/Conflict'}
        '500': {$ref: '#/components/responses/InternalError'}
        '503': {$ref: '#/components/responses/Unavailable'}
  /api/v1/hosts/{id}/connectivity:check:
    post:
      operationId: postHostConnectivityCheck
      tags: [probes]
      summary: Check whether a host can be reached
      description: |
        Runs the probe of the connectivity role now. A host that cannot be reached is a result, not an error: the
        answer is 200 with `reachable: false`. One check per host at a time.
      x-required-permission: 'host:connectivity_check'
      x-idempotency: required
      x-audit-events:
        [host.connectivity.checked, host.ssh_key.pinned, host.ssh_key.mismatch, host.probe.failed, plugin.crashed,
         plugin.misbehaved, authz.permission.denied]
      x-error-codes:
        [idempotency.key_required, request.header_invalid, validation.field_format, auth.required,
         auth.session_invalid, authz.csrf_invalid, authz.permission_denied, hosts.not_found,
         conflict.probe_in_flight, idempotency.in_flight, idempotency.key_reused, server.error, plugins.probe_failed,
         plugins.result_invalid, plugins.unavailable, server.unavailable]
      parameters:
        - $ref: '#/components/parameters/HostId'
        - $ref: '#/components/parameters/IdempotencyKeyRequired'
        - $ref: '#/components/parameters/CSRFToken'
      responses:
        '200':
          description: What the check found.
          content:
            application/json:
              schema: {$ref: '#/components/schemas/ConnectivityCheckResult'}
        '400': {$ref: '#/components/responses/BadRequest'}
        '401': {$ref: '#/components/responses/Unauthorized'}
        '403': {$ref: '#/components/responses/Forbidden'}
        '404': {$ref: '#/components/responses/NotFound'}
        '409': {$ref: '#/components/responses/Conflict'}
        '500': {$ref: '#/components/responses/InternalError'}
        '502': {$ref: '#/components/responses/BadGateway'}
        '503': {$ref: '#/components/responses/Unavailable'}
  /api/v1/hosts/{id}/discovery:run:
    post:
      operationId: postHostDiscoveryRun
      tags: [probes]
      summary: Discover what a host is
      description: |
        Runs the probe of the discovery role now, stores what it found and answers it.
      x-required-permission: 'host:write'
      x-idempotency: required
      x-audit-events:
        [host.discovery.completed, host.ssh_key.pinned, host.ssh_key.mismatch, host.probe.failed, plugin.crashed,
         plugin.misbehaved, authz.permission.denied]
      x-error-codes:
        [idempotency.key_required, request.header_invalid, validation.field_format, auth.required,
         auth.session_invalid, authz.csrf_invalid, authz.permission_denied, hosts.not_found,
         conflict.probe_in_flight, idempotency.in_flight, idempotency.key_reused, server.error,
         host.ssh_authentication_failed, host.ssh_host_key_mismatch, host.unreachable, plugins.probe_failed,
         plugins.result_invalid, plugins.unavailable, server.unavailable]
      parameters:
        - $ref: '#/components/parameters/HostId'
        - $ref: '#/components/parameters/IdempotencyKeyRequired'
        - $ref: '#/components/parameters/CSRFToken'
      responses:
        '200':
          description: What was found.
          content:
            application/json:
              schema: {$ref: '#/components/schemas/HostSystemInfo'}
        '400': {$ref: '#/components/responses/BadRequest'}
        '401': {$ref: '#/components/responses/Unauthorized'}
        '403': {$ref: '#/components/responses/Forbidden'}
        '404': {$ref: '#/components/responses/NotFound'}
        '409': {$ref: '#/components/responses/Conflict'}
        '500': {$ref: '#/components/responses/InternalError'}
        '502': {$ref: '#/components/responses/BadGateway'}
        '503': {$ref: '#/components/responses/Unavailable'}
  /api/v1/hosts/{id}/system-info:
    get:
      operationId: getHostSystemInfo
      tags: [hosts]
      summary: View what discovery found
      description: |
        404 also when nothing was discovered yet.
      x-required-permission: 'host:read'
      x-audit-events: [authz.permission.denied]
      x-error-codes:
        [validation.field_format, auth.required, auth.session_invalid, authz.permission_denied, hosts.not_found,
         server.error, server.unavailable]
      parameters:
        - $ref: '#/components/parameters/HostId'
      responses:
        '200':
          description: The latest discovery.
          content:
            application/json:
              schema: {$ref: '#/components/schemas/HostSystemInfo'}
        '400': {$ref: '#/components/responses/BadRequest'}
        '401': {$ref: '#/components/responses/Unauthorized'}
        '403': {$ref: '#/components/responses/Forbidden'}
        '404': {$ref: '#/components/responses/NotFound'}
        '500': {$ref: '#/components/responses/InternalError'}
        '503': {$ref: '#/components/responses/Unavailable'}
  /api/v1/hosts/{id}/intelligence:refresh:
    post:
      operationId: postHostIntelligenceRefresh
      tags: [probes]
      summary: Collect system information now
      description: |
        Runs the probe of the system-info role now, stores the snapshot and publishes the changes since the one
        before. The snapshot itself is read from intelligence/state.
      x-required-permission: 'host:intelligence_refresh'
      x-idempotency: required
      x-audit-events:
        [host.intelligence.refreshed, system.intelligence.sudo_password_used, host.ssh_key.pinned,
         host.ssh_key.mismatch, host.probe.failed, plugin.crashed, plugin.misbehaved, authz.permission.denied]
      x-error-codes:
        [idempotency.key_required, request.header_invalid, validation.field_format, auth.required,
         auth.session_invalid, authz.csrf_invalid, authz.permission_denied, hosts.not_found,
         conflict.probe_in_flight, idempotency.in_flight, idempotency.key_reused, server.error,
         host.ssh_authentication_failed, host.ssh_host_key_mismatch, host.unreachable, plugins.probe_failed,
         plugins.result_invalid, plugins.unavailable, server.unavailable]
      parameters:
        - $ref: '#/components/parameters/HostId'
        - $ref: '#/components/parameters/IdempotencyKeyRequired'
        - $ref: '#/components/parameters/CSRFToken'
      responses:
        '200':
          description: Collected.
          content:
            application/json:
              schema: {$ref: '#/components/schemas/IntelligenceRefreshResult'}
        '400': {$ref: '#/components/responses/BadRequest'}
        '401': {$ref: '#/components/responses/Unauthorized'}
        '403': {$ref: '#/components/responses/Forbidden'}
        '404': {$ref: '#/components/responses/NotFound'}
        '409': {$ref: '#/components/responses/Conflict'}
        '500': {$ref: '#/components/responses/InternalError'}
        '502': {$ref: '#/components/responses/BadGateway'}
        '503': {$ref: '#/components/responses/Unavailable'}
  /api/v1/users:
    get:
      operationId: getUsers
      tags: [users]
      summary: List accounts
      description: |
        Oldest first, disabled ones included. With `limit`, `next_cursor` is present while there is more.
      x-required-permission: 'user:read'
      x-audit-events: [authz.permission.denied]
      x-error-codes:
        [pagination.cursor_invalid, pagination.limit_exceeded, validation.field_invalid, validation.field_range,
         auth.required, auth.session_invalid, authz.permission_denied, server.error, server.unavailable]
      parameters:
        - name: q
          in: query
          required: false
          description: Only accounts whose user name, e-mail address or full name contains this text, in any case.
          schema: {type: string, maxLength: 256}
        - name: role
          in: query
          required: false
          description: Only accounts that have this role.
          schema: {type: string, maxLength: 64}
        - name: state
          in: query
          required: false
          description: '`enabled` or `disabled`; both without it.'
          schema: {type: string, enum: [enabled, disabled]}
        - name: limit
          in: query
          required: false
          description: Page size. Without it there are no pages.
          schema: {type: integer, minimum: 1, maximum: 1000}
        - name: cursor
          in: query
          required: false
          description: '`next_cursor` of the page before.'
          schema: {type: string, maxLength: 256}
      responses:
        '200':
          description: The accounts.
          content:
            application/json:
              schema: {$ref: '#/components/schemas/UsersListResponse'}
        '400': {$ref: '#/components/responses/BadRequest'}
        '401': {$ref: '#/components/responses/Unauthorized'}
        '403': {$ref: '#/components/responses/Forbidden'}
        '500': {$ref: '#/components/responses/InternalError'}
        '503': {$ref: '#/components/responses/Unavailable'}
    post:
      operationId: postUsers
      tags: [users]
      summary: Create an account
      description: |
        The account has no role yet and can do nothing until it is given one.
      x-required-permission: 'user:write'
      x-idempotency: accepted
      x-audit-events: [admin.user.created, authz.permission.denied]
      x-error-codes:
        [auth.password_policy, request.header_invalid, validation.field_invalid, validation.field_range,
         validation.field_required, validation.invalid_body, auth.required, auth.session_invalid, authz.csrf_invalid,
         authz.permission_denied, idempotency.in_flight, idempotency.key_reused, users.taken,
         validation.body_too_large, request.unsupported_media_type, server.error, server.unavailable]
      parameters:
        - $ref: '#/components/parameters/IdempotencyKey'
        - $ref: '#/components/parameters/CSRFToken'
      requestBody:
        required: true
        content:
          application/json:
            schema: {$ref: '#/components/schemas/UserCreateRequest'}
      responses:
        '201':
          description: The new account.
          content:
            application/json:
              schema: {$ref: '#/components/schemas/UserResponse'}
        '400': {$ref: '#/components/responses/BadRequest'}
        '401': {$ref: '#/components/responses/Unauthorized'}
        '403': {$ref: '#/components/responses/Forbidden'}
        '409': {$ref: '#/components/responses/Conflict'}
        '413': {$ref: '#/components/responses/BodyTooLarge'}
        '415': {$ref: '#/components/responses/UnsupportedMediaType'}
        '500': {$ref: '#/components/responses/InternalError'}
        '503': {$ref: '#/components/responses/Unavailable'}
  /api/v1/users/{id}:
    get:
      operationId: getUserByID
      tags: [users]
      summary: View an account
      x-required-permission: 'user:read'
      x-audit-events: [authz.permission.denied]
      x-error-codes:
        [validation.field_format, auth.required, auth.session_invalid, authz.permission_denied, users.not_found,
         server.error, server.unavailable]
      parameters:
        - $ref: '#/components/parameters/UserId'
      responses:
        '200':
          description: The account.
          content:
            application/json:
              schema: {$ref: '#/components/schemas/UserResponse'}
        '400': {$ref: '#/components/responses/BadRequest'}
        '401': {$ref: '#/components/responses/Unauthorized'}
        '403': {$ref: '#/components/responses/Forbidden'}
        '404': {$ref: '#/components/responses/NotFound'}
        '500': {$ref: '#/components/responses/InternalError'}
        '503': {$ref: '#/components/responses/Unavailable'}
    patch:
      operationId: patchUserByID
      tags: [users]
      summary: Change an account
      description: |
        Members that are left out stay as they are. The caller must hold every permission of the account.
      x-required-permission: 'user:write'
      x-idempotency: accepted
      x-audit-events: [admin.user.updated, authz.permission.denied]
      x-error-codes:
        [request.header_invalid, validation.field_format, validation.field_invalid, validation.field_range,
         validation.field_required, validation.invalid_body, auth.required, auth.session_invalid, authz.csrf_invalid,
         authz.permission_denied, authz.role_exceeds_grant, users.not_found, idempotency.in_flight,
         idempotency.key_reused, users.taken, validation.body_too_large, request.unsupported_media_type, server.error,
         server.unavailable]
      parameters:
        - $ref: '#/components/parameters/UserId'
        - $ref: '#/components/parameters/IdempotencyKey'
        - $ref: '#/components/parameters/CSRFToken'
      requestBody:
        required: true
        content:
          application/json:
            schema: {$ref: '#/components/schemas/UserUpdateRequest'}
      responses:
        '200':
          description: The account.
          content:
            application/json:
              schema: {$ref: '#/components/schemas/UserResponse'}
        '400': {$ref: '#/components/responses/BadRequest'}
        '401': {$ref: '#/components/responses/Unauthorized'}
        '403': {$ref: '#/components/responses/Forbidden'}
        '404': {$ref: '#/components/responses/NotFound'}
        '409': {$ref: '#/components/responses/Conflict'}
        '413': {$ref: '#/components/responses/BodyTooLarge'}
        '415': {$ref: '#/components/responses/UnsupportedMediaType'}
        '500': {$ref: '#/components/responses/InternalError'}
        '503': {$ref: '#/components/responses/Unavailable'}
    delete:
      operationId: deleteUserByID
      tags: [users]
      summary: Delete an account
      description: |
        Ends every session and revokes every API token of the account. User name and e-mail address are free again. The
        caller must hold every permission of the account.
      x-required-permission: 'user:delete'
      x-idempotency: accepted
      x-audit-events: [admin.user.deleted, authz.permission.denied]
      x-error-codes:
        [request.header_invalid, validation.field_format, auth.required, auth.session_invalid, authz.csrf_invalid,
         authz.permission_denied, authz.role_exceeds_grant, users.not_found, idempotency.in_flight,
         idempotency.key_reused, users.last_admin, validation.body_too_large, request.unsupported_media_type,
         server.error, server.unavailable]
      parameters:
        - $ref: '#/components/parameters/UserId'
        - $ref: '#/components/parameters/IdempotencyKey'
        - $ref: '#/components/parameters/CSRFToken'
      responses:
        '204':
          description: Deleted.
        '400': {$ref: '#/components/responses/BadRequest'}
        '401': {$ref: '#/components/responses/Unauthorized'}
        '403': {$ref: '#/components/responses/Forbidden'}
        '404': {$ref: '#/components/responses/NotFound'}
        '409': {$ref: '#/components/responses/Conflict'}
        '413': {$ref: '#/components/responses/BodyTooLarge'}
        '415': {$ref: '#/components/responses/UnsupportedMediaType'}
        '500': {$ref: '#/components/responses/InternalError'}
        '503': {$ref: '#/components/responses/Unavailable'}
  /api/v1/users/{id}/roles:assign:
    post:
      operationId: postUserRolesAssign
      tags: [users]
      summary: Give a role
      description: |
        Takes effect with the next request of the account. The caller must hold every permission of the role. Giving a
        role again changes nothing. An account that becomes an administrator with a password shorter than administrators
        need has to change it.
      x-required-permission: 'role:assign'
      x-idempotency: accepted
      x-audit-events: [authz.role.assigned, authz.permission.denied]
      x-error-codes:
        [request.header_invalid, users.unknown_role, validation.field_format, validation.field_range,
         validation.field_required, validation.invalid_body, auth.required, auth.session_invalid, authz.csrf_invalid,
         authz.permission_denied, authz.role_exceeds_grant, users.not_found, idempotency.in_flight,
         idempotency.key_reused, validation.body_too_large, request.unsupported_media_type, server.error,
         server.unavailable]
      parameters:
        - $ref: '#/components/parameters/UserId'
        - $ref: '#/components/parameters/IdempotencyKey'
        - $ref: '#/components/parameters/CSRFToken'
      requestBody:
        required: true
        content:
          application/json:
            schema: {$ref: '#/components/schemas/UserRoleAssignRequest'}
      responses:
        '204':
          description: The account has the role.
        '400': {$ref: '#/components/responses/BadRequest'}
        '401': {$ref: '#/components/responses/Unauthorized'}
        '403': {$ref: '#/components/responses/Forbidden'}
        '404': {$ref: '#/components/responses/NotFound'}
        '409': {$ref: '#/components/responses/Conflict'}
        '413': {$ref: '#/components/responses/BodyTooLarge'}
        '415': {$ref: '#/components/responses/UnsupportedMediaType'}
        '500': {$ref: '#/components/responses/InternalError'}
        '503': {$ref: '#/components/responses/Unavailable'}
  /api/v1/users/{id}/roles:unassign:
    post:
      operationId: postUserRolesUnassign
      tags: [users]
      summary: Take a role
      description: |
        Takes effect with the next request of the account. The caller must hold every permission of the role. Taking a
        role that the account does not have changes nothing.
      x-required-permission: 'role:assign'
      x-idempotency: accepted
      x-audit-events: [authz.role.removed, authz.permission.denied]
      x-error-codes:
        [request.header_invalid, validation.field_format, validation.field_range, validation.field_required,
         validation.invalid_body, auth.required, auth.session_invalid, authz.csrf_invalid, authz.permission_denied,
         authz.role_exceeds_grant, users.not_found, idempotency.in_flight, idempotency.key_reused, users.last_admin,
         validation.body_too_large, request.unsupported_media_type, server.error, server.unavailable]
      parameters:
        - $ref: '#/components/parameters/UserId'
        - $ref: '#/components/parameters/IdempotencyKey'
        - $ref: '#/components/parameters/CSRFToken'
      requestBody:
        required: true
        content:
          application/json:
            schema: {$ref: '#/components/schemas/UserRoleAssignRequest'}
      responses:
        '204':
          description: The account does not have the role.
        '400': {$ref: '#/components/responses/BadRequest'}
        '401': {$ref: '#/components/responses/Unauthorized'}
        '403': {$ref: '#/components/responses/Forbidden'}
        '404': {$ref: '#/components/responses/NotFound'}
        '409': {$ref: '#/components/responses/Conflict'}
        '413': {$ref: '#/components/responses/BodyTooLarge'}
        '415': {$ref: '#/components/responses/UnsupportedMediaType'}
        '500': {$ref: '#/components/responses/InternalError'}
        '503': {$ref: '#/components/responses/Unavailable'}
  /api/v1/users/{id}:reset-password:
    post:
      operationId: postUserResetPassword
      tags: [users]
      summary: Reset a password
      description: |
        Ends every session and revokes every API token of the account. Somebody else has to change the password at their
        next sign-in. The caller must hold every permission of the account.
      x-required-permission: 'admin:user_manage'
      x-idempotency: accepted
      x-audit-events: [admin.user.password_reset, authz.permission.denied]
      x-error-codes:
        [request.header_invalid, validation.field_format, validation.field_range, validation.field_required,
         validation.invalid_body, validation.password_policy, auth.required, auth.session_invalid, authz.csrf_invalid,
         authz.permission_denied, authz.role_exceeds_grant, users.not_found, idempotency.in_flight,
         idempotency.key_reused, validation.body_too_large, request.unsupported_media_type, server.error,
         server.unavailable]
      parameters:
        - $ref: '#/components/parameters/UserId'
        - $ref: '#/components/parameters/IdempotencyKey'
        - $ref: '#/components/parameters/CSRFToken'
      requestBody:
        required: true
        content:
          application/json:
            schema: {$ref: '#/components/schemas/UserPasswordResetRequest'}
      responses:
        '204':
          description: The password is set.
        '400': {$ref: '#/components/responses/BadRequest'}
        '401': {$ref: '#/components/responses/Unauthorized'}
        '403': {$ref: '#/components/responses/Forbidden'}
        '404': {$ref: '#/components/responses/NotFound'}
        '409': {$ref: '#/components/responses/Conflict'}
        '413': {$ref: '#/components/responses/BodyTooLarge'}
        '415': {$ref: '#/components/responses/UnsupportedMediaType'}
        '500': {$ref: '#/components/responses/InternalError'}
        '503': {$ref: '#/components/responses/Unavailable'}
  /api/v1/users/{id}:disable:
    post:
      operationId: postUserDisable
      tags: [users]
      summary: Disable an account
      description: |
        Ends every session and revokes every API token of the account. The caller must hold every permission of the
        account. Disabling it again changes nothing.
      x-required-permission: 'admin:user_manage'
      x-idempotency: accepted
      x-audit-events: [admin.user.disabled, authz.permission.denied]
      x-error-codes:
        [request.header_invalid, validation.field_format, auth.required, auth.session_invalid, authz.csrf_invalid,
         authz.permission_denied, authz.role_exceeds_grant, users.not_found, idempotency.in_flight,
         idempotency.key_reused, users.cannot_disable_self, users.last_admin, validation.body_too_large,
         request.unsupported_media_type, server.error, server.unavailable]
      parameters:
        - $ref: '#/components/parameters/UserId'
        - $ref: '#/components/parameters/IdempotencyKey'
        - $ref: '#/components/parameters/CSRFToken'
      responses:
        '200':
          description: The account.
          content:
            application/json:
              schema: {$ref: '#/components/schemas/UserResponse'}
        '400': {$ref: '#/components/responses/BadRequest'}
        '401': {$ref: '#/components/responses/Unauthorized'}
        '403': {$ref: '#/components/responses/Forbidden'}
        '404': {$ref: '#/components/responses/NotFound'}
        '409': {$ref: '#/components/responses/Conflict'}
        '413': {$ref: '#/components/responses/BodyTooLarge'}
        '415': {$ref: '#/components/responses/UnsupportedMediaType'}
        '500': {$ref: '#/components/responses/InternalError'}
        '503': {$ref: '#/components/responses/Unavailable'}
  /api/v1/users/{id}:enable:
    post:
      operationId: postUserEnable
      tags: [users]
      summary: Enable an account
      description: |
        The account can sign in again. What it was signed in with before stays revoked. The caller must hold every
        permission of the account.
      x-required-permission: 'admin:user_manage'
      x-idempotency: accepted
      x-audit-events: [admin.user.enabled, authz.permission.denied]
      x-error-codes:
        [request.header_invalid, validation.field_format, auth.required, auth.session_invalid, authz.csrf_invalid,
         authz.permission_denied, authz.role_exceeds_grant, users.not_found, idempotency.in_flight,
         idempotency.key_reused, validation.body_too_large, request.unsupported_media_type, server.error,
         server.unavailable]
      parameters:
        - $ref: '#/components/parameters/UserId'
        - $ref: '#/components/parameters/IdempotencyKey'
        - $ref: '#/components/parameters/CSRFToken'
      responses:
        '200':
          description: The account.
          content:
            application/json:
              schema: {$ref: '#/components/schemas/UserResponse'}
        '400': {$ref: '#/components/responses/BadRequest'}
        '401': {$ref: '#/components/responses/Unauthorized'}
        '403': {$ref: '#/components/responses/Forbidden'}
        '404': {$ref: '#/components/responses/NotFound'}
        '409': {$ref: '#/components/responses/Conflict'}
        '413': {$ref: '#/components/responses/BodyTooLarge'}
        '415': {$ref: '#/components/responses/UnsupportedMediaType'}
        '500': {$ref: '#/components/responses/InternalError'}
        '503': {$ref: '#/components/responses/Unavailable'}
  /api/v1/roles:
    get:
      operationId: getRoles
      tags: [roles]
      summary: List roles
      description: |
        The built-in roles by rank, then custom ones by id.
      x-required-permission: 'role:read'
      x-audit-events: [authz.permission.denied]
      x-error-codes:
        [auth.required, auth.session_invalid, authz.permission_denied, server.error, server.unavailable]
      responses:
        '200':
          description: The roles.
          content:
            application/json:
              schema: {$ref: '#/components/schemas/AdminRolesResponse'}
        '401': {$ref: '#/components/responses/Unauthorized'}
        '403': {$ref: '#/components/responses/Forbidden'}
        '500': {$ref: '#/components/responses/InternalError'}
        '503': {$ref: '#/components/responses/Unavailable'}
  /api/v1/roles:create:
    post:
      operationId: postRolesCreate
      tags: [roles]
      summary: Create a role
      description: |
        The caller must hold every permission that the role is to grant.
      x-required-permission: 'role:write'
      x-idempotency: accepted
      x-audit-events: [authz.role.assigned, authz.permission.denied]
      x-error-codes:
        [request.header_invalid, users.unknown_permission, validation.field_format, validation.field_range,
         validation.field_required, validation.invalid_body, auth.required, auth.session_invalid, authz.csrf_invalid,
         authz.permission_denied, authz.role_exceeds_grant, idempotency.in_flight, idempotency.key_reused,
         users.role_id_taken, validation.body_too_large, request.unsupported_media_type, server.error,
         server.unavailable]
      parameters:
        - $ref: '#/components/parameters/IdempotencyKey'
        - $ref: '#/components/parameters/CSRFToken'
      requestBody:
        required: true
        content:
          application/json:
            schema: {$ref: '#/components/schemas/CustomRoleCreateRequest'}
      responses:
        '201':
          description: The new role.
          content:
            application/json:
              schema: {$ref: '#/components/schemas/CustomRoleResponse'}
        '400': {$ref: '#/components/responses/BadRequest'}
        '401': {$ref: '#/components/responses/Unauthorized'}
        '403': {$ref: '#/components/responses/Forbidden'}
        '409': {$ref: '#/components/responses/Conflict'}
        '413': {$ref: '#/components/responses/BodyTooLarge'}
        '415': {$ref: '#/components/responses/UnsupportedMediaType'}
        '500': {$ref: '#/components/responses/InternalError'}
        '503': {$ref: '#/components/responses/Unavailable'}
  /api/v1/roles/{role}:
    patch:
      operationId: patchRole
      tags: [roles]
      summary: Change a custom role
      description: |
        Takes effect with the next request of everybody who has it. Members that are left out stay as they are. The
        caller must hold what the role grants now and what it is to grant.
      x-required-permission: 'role:write'
      x-idempotency: accepted
      x-audit-events: [admin.role.changed, authz.permission.denied]
      x-error-codes:
        [request.header_invalid, users.unknown_permission, validation.field_range, validation.field_required,
         validation.invalid_body, auth.required, auth.session_invalid, authz.csrf_invalid, authz.permission_denied,
         authz.role_exceeds_grant, roles.not_found, idempotency.in_flight, idempotency.key_reused, roles.built_in,
         validation.body_too_large, request.unsupported_media_type, server.error, server.unavailable]
      parameters:
        - $ref: '#/components/parameters/RoleId'
        - $ref: '#/components/parameters/IdempotencyKey'
        - $ref: '#/components/parameters/CSRFToken'
      requestBody:
        required: true
        content:
          application/json:
            schema: {$ref: '#/components/schemas/CustomRoleUpdateRequest'}
      responses:
        '200':
          description: The role.
          content:
            application/json:
              schema: {$ref: '#/components/schemas/CustomRoleResponse'}
        '400': {$ref: '#/components/responses/BadRequest'}
        '401': {$ref: '#/components/responses/Unauthorized'}
        '403': {$ref: '#/components/responses/Forbidden'}
        '404': {$ref: '#/components/responses/NotFound'}
        '409': {$ref: '#/components/responses/Conflict'}
        '413': {$ref: '#/components/responses/BodyTooLarge'}
        '415': {$ref: '#/components/responses/UnsupportedMediaType'}
        '500': {$ref: '#/components/responses/InternalError'}
        '503': {$ref: '#/components/responses/Unavailable'}
    delete:
      operationId: deleteRole
      tags: [roles]
      summary: Delete a custom role
      description: |
        Refused while a user, a live API token or an identity provider has it. The caller must hold what the role
        grants.
      x-required-permission: 'role:write'
      x-idempotency: accepted
      x-audit-events: [admin.role.changed, authz.permission.denied]
      x-error-codes:
        [request.header_invalid, auth.required, auth.session_invalid, authz.csrf_invalid, authz.permission_denied,
         authz.role_exceeds_grant, roles.not_found, idempotency.in_flight, idempotency.key_reused, roles.built_in,
         roles.in_use, validation.body_too_large, request.unsupported_media_type, server.error, server.unavailable]
      parameters:
        - $ref: '#/components/parameters/RoleId'
        - $ref: '#/components/parameters/IdempotencyKey'
        - $ref: '#/components/parameters/CSRFToken'
      responses:
        '204':
          description: Deleted.
        '400': {$ref: '#/components/responses/BadRequest'}
        '401': {$ref: '#/components/responses/Unauthorized'}
        '403': {$ref: '#/components/responses/Forbidden'}
        '404': {$ref: '#/components/responses/NotFound'}
        '409': {$ref: '#/components/responses/Conflict'}
        '413': {$ref: '#/components/responses/BodyTooLarge'}
        '415': {$ref: '#/components/responses/UnsupportedMediaType'}
        '500': {$ref: '#/components/responses/InternalError'}
        '503': {$ref: '#/components/responses/Unavailable'}
  /api/v1/tokens:
    get:
      operationId: getAPITokens
      tags: [tokens]
      summary: List API tokens
      description: |
        Newest first, revoked and expired ones included; never the token itself.
      x-required-permission: 'token:read'
      x-audit-events: [authz.permission.denied]
      x-error-codes:
        [auth.required, auth.session_invalid, authz.permission_denied, server.error, server.unavailable]
      responses:
        '200':
          description: The tokens.
          content:
            application/json:
              schema: {$ref: '#/components/schemas/ApiTokenList'}
        '401': {$ref: '#/components/responses/Unauthorized'}
        '403': {$ref: '#/components/responses/Forbidden'}
        '500': {$ref: '#/components/responses/InternalError'}
        '503': {$ref: '#/components/responses/Unavailable'}
    post:
      operationId: postAPIToken
      tags: [tokens]
      summary: Create an API token
      description: |
        The token itself is in this answer and nowhere else. It acts with one role, of which the caller must hold every
        permission, and works only while the account that made it is enabled. Without `expires_at` it ends when the
        longest life that the server allows is over.
      x-required-permission: 'token:write'
      x-audit-events: [auth.api_key.created, authz.permission.denied]
      x-error-codes:
        [request.header_invalid, tokens.invalid, validation.field_range, validation.field_required,
         validation.invalid_body, auth.required, auth.session_invalid, authz.csrf_invalid, authz.permission_denied,
         authz.role_exceeds_grant, validation.body_too_large,
         request.unsupported_media_type, server.error, server.unavailable]
      parameters:
        - $ref: '#/components/parameters/CSRFToken'
      requestBody:
        required: true
        content:
          application/json:
            schema: {$ref: '#/components/schemas/ApiTokenCreateRequest'}
      responses:
        '201':
          description: The new token.
          content:
            application/json:
              schema: {$ref: '#/components/schemas/ApiTokenCreated'}
        '400': {$ref: '#/components/responses/BadRequest'}
        '401': {$ref: '#/components/responses/Unauthorized'}
        '403': {$ref: '#/components/responses/Forbidden'}
        '413': {$ref: '#/components/responses/BodyTooLarge'}
        '415': {$ref: '#/components/responses/UnsupportedMediaType'}
        '500': {$ref: '#/components/responses/InternalError'}
        '503': {$ref: '#/components/responses/Unavailable'}
  /api/v1/tokens/{id}:
    delete:
      operationId: deleteAPIToken
      tags: [tokens]
      summary: Revoke an API token
      description: |
        Takes effect with the next request that shows it. Answers 204 as well when the token is revoked already or there
        is none with this id.
      x-required-permission: 'token:delete'
      x-idempotency: accepted
      x-audit-events: [auth.api_key.revoked, authz.permission.denied]
      x-error-codes:
        [request.header_invalid, validation.field_format, auth.required, auth.session_invalid, authz.csrf_invalid,
         authz.permission_denied, idempotency.in_flight, idempotency.key_reused, validation.body_too_large,
         request.unsupported_media_type, server.error, server.unavailable]
      parameters:
        - $ref: '#/components/parameters/TokenId'
        - $ref: '#/components/parameters/IdempotencyKey'
        - $ref: '#/components/parameters/CSRFToken'
      responses:
        '204':
          description: Revoked.
        '400': {$ref: '#/components/responses/BadRequest'}
        '401': {$ref: '#/components/responses/Unauthorized'}
        '403': {$ref: '#/components/responses/Forbidden'}
        '409': {$ref: '#/components/responses/Conflict'}
        '413': {$ref: '#/components/responses/BodyTooLarge'}
        '415': {$ref: '#/components/responses/UnsupportedMediaType'}
        '500': {$ref: '#/components/responses/InternalError'}
        '503': {$ref: '#/components/responses/Unavailable'}
  /api/v1/credentials:
    get:
      operationId: getCredentials
      tags: [credentials]
      summary: List credentials
      description: |
        Active credentials, oldest first, never their secrets.
      x-required-permission: 'credential:read'
      x-audit-events: [authz.permission.denied]
      x-error-codes: [auth.required, auth.session_invalid, authz.permission_denied, server.error, server.unavailable]
      responses:
        '200':
          description: The credentials.
          content:
            application/json:
              schema: {$ref: '#/components/schemas/CredentialListResponse'}
        '401': {$ref: '#/components/responses/Unauthorized'}
        '403': {$ref: '#/components/responses/Forbidden'}
        '500': {$ref: '#/components/responses/InternalError'}
        '503': {$ref: '#/components/responses/Unavailable'}
    post:
      operationId: postCredentials
      tags: [credentials]
      summary: Create a credential
      description: |
        The secrets are encrypted before they are stored and can never be read back. System credentials have no
        scope_id; those of a host need one. Only one system credential can be the default: a second one is refused.
        Scope `host_group` is refused with `detail.reason` `host_groups_not_served`. A private key that is not
        accepted is refused with `credentials.invalid_key` and one of these words in `detail.reason`: `key_invalid`
        (no private key, cut off or damaged), `key_is_public`, `key_is_putty`, `key_is_certificate`,
        `key_type_unsupported` (DSA, security tokens, foreign curves, unknown ciphers), `key_too_weak` (RSA below 2048
        bits), `key_passphrase_missing`, `key_passphrase_wrong`.
      x-required-permission: 'credential:write'
      x-idempotency: accepted
      x-audit-events: [credential.created, authz.permission.denied]
      x-error-codes:
        [credentials.host_not_found, credentials.invalid_key, credentials.invalid_scope, credentials.missing_secret,
         request.header_invalid, validation.field_invalid, validation.field_range, validation.field_required,
         validation.invalid_body, auth.required, auth.session_invalid, authz.csrf_invalid, authz.permission_denied,
         credentials.duplicate, credentials.multiple_system_defaults, idempotency.in_flight, idempotency.key_reused,
         validation.body_too_large, request.unsupported_media_type, server.error, server.unavailable]
      parameters:
        - $ref: '#/components/parameters/IdempotencyKey'
        - $ref: '#/components/parameters/CSRFToken'
      requestBody:
        required: true
        content:
          application/json:
            schema: {$ref: '#/components/schemas/CredentialCreateRequest'}
      responses:
        '201':
          description: The new credential.
          content:
            application/json:
              schema: {$ref: '#/components/schemas/CredentialResponse'}
        '400': {$ref: '#/components/responses/BadRequest'}
        '401': {$ref: '#/components/responses/Unauthorized'}
        '403': {$ref: '#/components/responses/Forbidden'}
        '409': {$ref: '#/components/responses/Conflict'}
        '413': {$ref: '#/components/responses/BodyTooLarge'}
        '415': {$ref: '#/components/responses/UnsupportedMediaType'}
        '500': {$ref: '#/components/responses/InternalError'}
        '503': {$ref: '#/components/responses/Unavailable'}
  /api/v1/credentials/{id}:
    get:
      operationId: getCredentialByID
      tags: [credentials]
      summary: View a credential
      x-required-permission: 'credential:read'
      x-audit-events: [authz.permission.denied]
      x-error-codes:
        [validation.field_format, auth.required, auth.session_invalid, authz.permission_denied,
         credentials.not_found, server.error, server.unavailable]
      parameters:
        - $ref: '#/components/parameters/CredentialId'
      responses:
        '200':
          description: The credential.
          content:
            application/json:
              schema: {$ref: '#/components/schemas/CredentialResponse'}
        '400': {$ref: '#/components/responses/BadRequest'}
        '401': {$ref: '#/components/responses/Unauthorized'}
        '403': {$ref: '#/components/responses/Forbidden'}
        '404': {$ref: '#/components/responses/NotFound'}
        '500': {$ref: '#/components/responses/InternalError'}
        '503': {$ref: '#/components/responses/Unavailable'}
    patch:
      operationId: patchCredentialByID
      tags: [credentials]
      summary: Change a credential
      description: |
        Fields that are absent or null stay as they are, and so does a secret that is empty. A narrower auth_method
        erases the secrets it no longer uses. Making a system credential the default takes that mark from the one
        that has it.
      x-required-permission: 'credential:write'
      x-idempotency: accepted
      x-audit-events: [credential.updated, authz.permission.denied]
      x-error-codes:
        [credentials.invalid_key, credentials.invalid_scope, credentials.missing_secret, request.header_invalid,
         validation.field_format, validation.field_invalid, validation.field_range, validation.field_required,
         validation.invalid_body, auth.required, auth.session_invalid, authz.csrf_invalid, authz.permission_denied,
         credentials.not_found, credentials.duplicate, idempotency.in_flight, idempotency.key_reused,
         validation.body_too_large, request.unsupported_media_type, server.error, server.unavailable]
      parameters:
        - $ref: '#/components/parameters/CredentialId'
        - $ref: '#/components/parameters/IdempotencyKey'
        - $ref: '#/components/parameters/CSRFToken'
      requestBody:
        required: true
        content:
          application/json:
            schema: {$ref: '#/components/schemas/CredentialUpdateRequest'}
      responses:
        '200':
          description: The credential after the change.
          content:
            application/json:
              schema: {$ref: '#/components/schemas/CredentialResponse'}
        '400': {$ref: '#/components/responses/BadRequest'}
        '401': {$ref: '#/components/responses/Unauthorized'}
        '403': {$ref: '#/components/responses/Forbidden'}
        '404': {$ref: '#/components/responses/NotFound'}
        '409': {$ref: '#/components/responses/Conflict'}
        '413': {$ref: '#/components/responses/BodyTooLarge'}
        '415': {$ref: '#/components/responses/UnsupportedMediaType'}
        '500': {$ref: '#/components/responses/InternalError'}
        '503': {$ref: '#/components/responses/Unavailable'}
    delete:
      operationId: deleteCredentialByID
      tags: [credentials]
      summary: Delete a credential
      description: |
        The secrets are erased. Deleting a deleted credential answers 204 again.
      x-required-permission: 'credential:delete'
      x-idempotency: accepted
      x-audit-events: [credential.deleted, authz.permission.denied]
      x-error-codes:
        [request.header_invalid, validation.field_format, auth.required, auth.session_invalid, authz.csrf_invalid,
         authz.permission_denied, credentials.not_found, idempotency.in_flight, idempotency.key_reused, server.error,
         server.unavailable]
      parameters:
        - $ref: '#/components/parameters/CredentialId'
        - $ref: '#/components/parameters/IdempotencyKey'
        - $ref: '#/components/parameters/CSRFToken'
      responses:
        '204':
          description: Deleted.
        '400': {$ref: '#/components/responses/BadRequest'}
        '401': {$ref: '#/components/responses/Unauthorized'}
        '403': {$ref: '#/components/responses/Forbidden'}
        '404': {$ref: '#/components/responses/NotFound'}
        '409': {$ref: '#/components/responses/Conflict'}
        '500': {$ref: '#/components/responses/InternalError'}
        '503': {$ref: '#/components/responses/Unavailable'}
  /api/v1/audit/events:
    get:
      operationId: getAuditEvents
      tags: [audit]
      summary: List what was recorded
      description: |
        Newest first. Rows are written with the change that they record, and a chain of hashes over them shows a row that
        was changed, removed or put in later. Unknown codes, actors and resources give an empty list.
      x-required-permission: 'audit:read'
      x-audit-events: [authz.permission.denied]
      x-error-codes:
        [pagination.cursor_invalid, pagination.limit_exceeded, validation.field_format, validation.field_range,
         auth.required, auth.session_invalid, authz.permission_denied, server.error, server.unavailable]
      parameters:
        - name: action
          in: query
          required: false
          description: Only rows with this code, or with codes that begin so when it ends in `.*`.
          schema: {type: string, minLength: 1, maxLength: 256}
        - name: actor_type
          in: query
          required: false
          description: Only rows of this kind of actor.
          schema: {type: string, minLength: 1, maxLength: 256}
        - name: actor_id
          in: query
          required: false
          description: Only rows of this actor.
          schema: {type: string, minLength: 1, maxLength: 256}
        - name: resource_type
          in: query
          required: false
          description: Only rows about this kind of thing.
          schema: {type: string, minLength: 1, maxLength: 256}
        - name: resource_id
          in: query
          required: false
          description: Only rows about the thing with this id.
          schema: {type: string, minLength: 1, maxLength: 256}
        - name: outcome
          in: query
          required: false
          description: Only rows of what ended so.
          schema: {type: string, enum: [success, failure, denied]}
        - name: severity
          in: query
          required: false
          description: Only rows of exactly this severity.
          schema: {type: string, enum: [info, warning, error, critical]}
        - name: since
          in: query
          required: false
          description: Occurred at this time or later.
          schema: {type: string, format: date-time}
        - name: until
          in: query
          required: false
          description: Occurred before this time.
          schema: {type: string, format: date-time}
        - name: correlation_id
          in: query
          required: false
          description: Only rows of the request, or of the server's own doing, with this correlation id.
          schema: {type: string, minLength: 1, maxLength: 256}
        - name: cursor
          in: query
          required: false
          description: The next_cursor of the page before.
          schema: {type: string, maxLength: 64}
        - name: limit
          in: query
          required: false
          description: Page size.
          schema: {type: integer, minimum: 1, maximum: 200, default: 50}
      responses:
        '200':
          description: One page of rows.
          content:
            application/json:
              schema: {$ref: '#/components/schemas/AuditEventsPage'}
        '400': {$ref: '#/components/responses/BadRequest'}
        '401': {$ref: '#/components/responses/Unauthorized'}
        '403': {$ref: '#/components/responses/Forbidden'}
        '500': {$ref: '#/components/responses/InternalError'}
        '503': {$ref: '#/components/responses/Unavailable'}
  /api/v1/audit/events/export:
    get:
      operationId: getAuditEventsExport
      tags: [audit]
      summary: Export what was recorded
      description: |
        A file with at most 10 000 rows, newest first. When there are more, the header `X-OpenWatch-Export-Truncated` is
        `true`; a smaller span of time, or `openwatch audit export` on the server, gives the rest. In CSV (RFC 4180) a
        cell that a spreadsheet would take for a formula has an apostrophe in front. JSON is an array. The export is
        itself recorded.
      x-required-permission: 'audit:read'
      x-audit-events: [audit.events.exported, authz.permission.denied]
      x-error-codes:
        [validation.field_format, validation.field_range, auth.required, auth.session_invalid,
         authz.permission_denied, server.error, server.unavailable]
      parameters:
        - name: format
          in: query
          required: false
          description: What file to make.
          schema: {type: string, enum: [csv, json], default: csv}
        - name: action
          in: query
          required: false
          description: Only rows with this code, or with codes that begin so when it ends in `.*`.
          schema: {type: string, minLength: 1, maxLength: 256}
        - name: actor_type
          in: query
          required: false
          description: Only rows of this kind of actor.
          schema: {type: string, minLength: 1, maxLength: 256}
        - name: actor_id
          in: query
          required: false
          description: Only rows of this actor.
          schema: {type: string, minLength: 1, maxLength: 256}
        - name: resource_type
          in: query
          required: false
          description: Only rows about this kind of thing.
          schema: {type: string, minLength: 1, maxLength: 256}
        - name: resource_id
          in: query
          required: false
          description: Only rows about the thing with this id.
          schema: {type: string, minLength: 1, maxLength: 256}
        - name: outcome
          in: query
          required: false
          description: Only rows of what ended so.
          schema: {type: string, enum: [success, failure, denied]}
        - name: severity
          in: query
          required: false
          description: Only rows of exactly this severity.
          schema: {type: string, enum: [info, warning, error, critical]}
        - name: since
          in: query
          required: false
          description: Occurred at this time or later.
          schema: {type: string, format: date-time}
        - name: until
          in: query
          required: false
          description: Occurred before this time.
          schema: {type: string, format: date-time}
      responses:
        '200':
          description: The file.
          headers:
            X-OpenWatch-Export-Truncated:
              description: '`true` when there are more rows than the file has; missing otherwise.'
              schema: {type: string}
          content:
            text/csv:
              schema: {type: string}
            application/json:
              schema:
                type: array
                items: {$ref: '#/components/schemas/AuditEvent'}
        '400': {$ref: '#/components/responses/BadRequest'}
        '401': {$ref: '#/components/responses/Unauthorized'}
        '403': {$ref: '#/components/responses/Forbidden'}
        '500': {$ref: '#/components/responses/InternalError'}
        '503': {$ref: '#/components/responses/Unavailable'}
  /api/v1/credentials/{id}:clone:
    post:
      operationId: postCredentialClone
      tags: [credentials]
      summary: Copy a credential to another scope
      description: |
        Makes a new credential with the secrets, user name and method of another one, without anybody seeing them. The
        name is that of the original with ` (clone)` behind it, unless one is given. Nothing connects the two
        afterwards. A second system default is refused; it never takes the mark from the one that has it.
      x-required-permission: 'credential:write'
      x-idempotency: accepted
      x-audit-events: [credential.created, authz.permission.denied]
      x-error-codes:
        [credentials.host_not_found, credentials.invalid_scope, request.header_invalid, validation.field_format,
         validation.field_range, validation.field_required, validation.invalid_body, auth.required,
         auth.session_invalid, authz.csrf_invalid, authz.permission_denied, credentials.not_found,
         credentials.duplicate, credentials.multiple_system_defaults, idempotency.in_flight, idempotency.key_reused,
         validation.body_too_large, request.unsupported_media_type, server.error, server.unavailable]
      parameters:
        - $ref: '#/components/parameters/CredentialId'
        - $ref: '#/components/parameters/IdempotencyKey'
        - $ref: '#/components/parameters/CSRFToken'
      requestBody:
        required: true
        content:
          application/json:
            schema: {$ref: '#/components/schemas/CredentialCloneRequest'}
      responses:
        '201':
          description: The new credential.
          content:
            application/json:
              schema: {$ref: '#/components/schemas/CredentialResponse'}
        '400': {$ref: '#/components/responses/BadRequest'}
        '401': {$ref: '#/components/responses/Unauthorized'}
        '403': {$ref: '#/components/responses/Forbidden'}
        '404': {$ref: '#/components/responses/NotFound'}
        '409': {$ref: '#/components/responses/Conflict'}
        '413': {$ref: '#/components/responses/BodyTooLarge'}
        '415': {$ref: '#/components/responses/UnsupportedMediaType'}
        '500': {$ref: '#/components/responses/InternalError'}
        '503': {$ref: '#/components/responses/Unavailable'}
  /api/v1/hosts/{host_id}/credentials:resolve:
    post:
      operationId: postHostCredentialsResolve
      tags: [credentials]
      summary: View the credential that a host is reached with
      description: |
        The host's own credential, the newest if it has several; else the system default; else none. All of it comes
        from one credential, nothing is mixed. Reads no secret and changes nothing.
      x-required-permission: 'credential:read'
      x-idempotency: accepted
      x-audit-events: [authz.permission.denied]
      x-error-codes:
        [request.header_invalid, validation.field_format, auth.required, auth.session_invalid, authz.csrf_invalid,
         authz.permission_denied, credentials.none_available, hosts.not_found, idempotency.in_flight,
         idempotency.key_reused, validation.body_too_large, server.error, server.unavailable]
      parameters:
        - name: host_id
          in: path
          required: true
          description: The host.
          schema: {type: string, format: uuid}
        - $ref: '#/components/parameters/IdempotencyKey'
        - $ref: '#/components/parameters/CSRFToken'
      responses:
        '200':
          description: The credential.
          content:
            application/json:
              schema: {$ref: '#/components/schemas/CredentialResponse'}
        '400': {$ref: '#/components/responses/BadRequest'}
        '401': {$ref: '#/components/responses/Unauthorized'}
        '403': {$ref: '#/components/responses/Forbidden'}
        '404': {$ref: '#/components/responses/NotFound'}
        '409': {$ref: '#/components/responses/Conflict'}
        '413': {$ref: '#/components/responses/BodyTooLarge'}
        '500': {$ref: '#/components/responses/InternalError'}
        '503': {$ref: '#/components/responses/Unavailable'}
  /api/v1/intelligence/events:
    get:
      operationId: getIntelligenceEvents
      tags: [intelligence]
      summary: List what changed on hosts
      description: |
        Newest first by detection. `next_cursor` is present when the page is full; the page after it may be empty.
        Unknown hosts, codes and plugins give an empty list.
      x-required-permission: 'host:read'
      x-audit-events: [authz.permission.denied]
      x-error-codes:
        [pagination.cursor_invalid, pagination.limit_exceeded, validation.field_format, validation.field_range,
         auth.required, auth.session_invalid, authz.permission_denied, server.error, server.unavailable]
      parameters:
        - name: host_id
          in: query
          required: false
          description: Only events of this host.
          schema: {type: string, format: uuid}
        - name: event_code
          in: query
          required: false
          description: Only events with this code.
          schema: {type: string, minLength: 1, maxLength: 64}
        - name: severity
          in: query
          required: false
          description: Only events of exactly this severity.
          schema: {$ref: '#/components/schemas/IntelligenceSeverity'}
        - name: plugin_id
          in: query
          required: false
          description: Only events that this plugin reported.
          schema: {type: string, minLength: 1, maxLength: 128}
        - name: since
          in: query
          required: false
          description: Detected at this time or later.
          schema: {type: string, format: date-time}
        - name: until
          in: query
          required: false
          description: Detected before this time.
          schema: {type: string, format: date-time}
        - name: cursor
          in: query
          required: false
          description: >-
            The next_cursor of the page before: the detection time of its last event to the microsecond, a bar and
            the id of that event.
          schema: {type: string, maxLength: 96}
        - name: limit
          in: query
          required: false
          description: Page size.
          schema: {type: integer, minimum: 1, maximum: 200, default: 50}
      responses:
        '200':
          description: One page of events.
          content:
            application/json:
              schema: {$ref: '#/components/schemas/IntelligenceEventsPage'}
        '400': {$ref: '#/components/responses/BadRequest'}
        '401': {$ref: '#/components/responses/Unauthorized'}
        '403': {$ref: '#/components/responses/Forbidden'}
        '500': {$ref: '#/components/responses/InternalError'}
        '503': {$ref: '#/components/responses/Unavailable'}
  /api/v1/intelligence/state/{host_id}:
    get:
      operationId: getIntelligenceState
      tags: [intelligence]
      summary: View the latest snapshot of a host
      description: |
        404 also when nothing was collected yet.
      x-required-permission: 'host:read'
      x-audit-events: [authz.permission.denied]
      x-error-codes:
        [validation.field_format, auth.required, auth.session_invalid, authz.permission_denied, hosts.not_found,
         server.error, server.unavailable]
      parameters:
        - name: host_id
          in: path
          required: true
          description: The host.
          schema: {type: string, format: uuid}
      responses:
        '200':
          description: The snapshot.
          content:
            application/json:
              schema: {$ref: '#/components/schemas/IntelligenceState'}
        '400': {$ref: '#/components/responses/BadRequest'}
        '401': {$ref: '#/components/responses/Unauthorized'}
        '403': {$ref: '#/components/responses/Forbidden'}
        '404': {$ref: '#/components/responses/NotFound'}
        '500': {$ref: '#/components/responses/InternalError'}
        '503': {$ref: '#/components/responses/Unavailable'}
  /api/v1/events:
    get:
      operationId: getEvents
      tags: [intelligence]
      summary: Follow the event stream
      description: |
        Server-sent events. A frame is `id: <position>`, `event: <kind>` and `data: {"kind","timestamp","payload"}`
        on one line; the comment `:keepalive` follows every 15 seconds of silence. The payload of each kind is
        listed in event-kinds.yaml and has PascalCase keys. `id` is the position in the event log: a client that
        reconnects with `Last-Event-ID` is given everything after it first. A reader that is too slow is
        disconnected and resumes the same way. Topics that do not exist are left out; if none is left the answer is
        400.
      x-required-permission: 'host:read'
      x-audit-events: [authz.permission.denied]
      x-error-codes:
        [request.header_invalid, validation.field_required, validation.invalid_value, auth.required,
         auth.session_invalid, authz.permission_denied, rate.limited, server.error, server.unavailable]
      parameters:
        - name: topics
          in: query
          required: true
          description: Event kinds, separated by commas.
          schema: {type: string, minLength: 1, maxLength: 1024}
        - name: Last-Event-ID
          in: header
          required: false
          description: Position of the last event that was received.
          schema: {type: string, pattern: '^[0-9]{1,19}$', maxLength: 19}
      responses:
        '200':
          description: The stream; it ends when the client or the server closes it.
          content:
            text/event-stream:
              schema: {type: string}
        '400': {$ref: '#/components/responses/BadRequest'}
        '401': {$ref: '#/components/responses/Unauthorized'}
        '403': {$ref: '#/components/responses/Forbidden'}
        '429': {$ref: '#/components/responses/TooManyRequests'}
        '500': {$ref: '#/components/responses/InternalError'}
        '503': {$ref: '#/components/responses/Unavailable'}
  /api/v1/health:
    get:
      operationId: getHealth
      tags: [system]
      summary: Is the server able to work
      description: |
        Asks the database and gives up after two seconds.
      security: []
      x-access: anonymous
      x-error-codes: [server.internal, server.unavailable]
      responses:
        '200':
          description: It is.
          content:
            application/json:
              schema: {$ref: '#/components/schemas/HealthResponse'}
        '500': {$ref: '#/components/responses/InternalError'}
        '503': {$ref: '#/components/responses/Unavailable'}
  /api/v1/version:
    get:
      operationId: getVersion
      tags: [system]
      summary: What is running
      description: |
        Build metadata; `unknown` where the build did not record it.
      security: []
      x-access: anonymous
      x-error-codes: [server.internal]
      responses:
        '200':
          description: Versions.
          content:
            application/json:
              schema: {$ref: '#/components/schemas/VersionResponse'}
        '500': {$ref: '#/components/responses/InternalError'}
  /api/v1/plugins:
    get:
      operationId: getPlugins
      tags: [plugins]
      summary: List plugins
      description: |
        Every plugin that was found, in whatever state, ordered by id.
      x-required-permission: 'system:read'
      x-audit-events: [authz.permission.denied]
      x-error-codes: [auth.required, auth.session_invalid, authz.permission_denied, server.error, server.unavailable]
      responses:
        '200':
          description: The plugins.
          content:
            application/json:
              schema: {$ref: '#/components/schemas/PluginListResponse'}
        '401': {$ref: '#/components/responses/Unauthorized'}
        '403': {$ref: '#/components/responses/Forbidden'}
        '500': {$ref: '#/components/responses/InternalError'}
        '503': {$ref: '#/components/responses/Unavailable'}
  /api/v1/license:
    get:
      operationId: getLicense
      tags: [license]
      summary: View the licence in force
      description: |
        Without a licence the features are those of the free tier; with one they are the licence's own, and the free
        ones are on besides. Callers without `license:read` or `system:read` get tier, status and features alone.
      security: []
      x-access: anonymous
      x-error-codes: [server.error, server.unavailable]
      responses:
        '200':
          description: The state of the licence.
          headers:
            Cache-Control: {$ref: '#/components/headers/CacheControl'}
            Vary: {$ref: '#/components/headers/Vary'}
          content:
            application/json:
              schema: {$ref: '#/components/schemas/LicenseStateResponse'}
        '500': {$ref: '#/components/responses/InternalError'}
        '503': {$ref: '#/components/responses/Unavailable'}
  /api/v1/capabilities:
    get:
      operationId: getCapabilities
      tags: [license]
      summary: What this installation can do
      description: |
        Every feature that this version knows, ordered by id, and whether it is available now.
      security: []
      x-access: anonymous
      x-error-codes: [server.error, server.unavailable]
      responses:
        '200':
          description: The features.
          content:
            application/json:
              schema: {$ref: '#/components/schemas/CapabilitiesResponse'}
        '500': {$ref: '#/components/responses/InternalError'}
        '503': {$ref: '#/components/responses/Unavailable'}
  /api/v1/admin/license:verify:
    post:
      operationId: postAdminLicenseVerify
      tags: [license]
      summary: Check a licence without installing it
      description: |
        Answers 200 whatever the licence is; `verify_result` is `valid` or names the first check that failed. A licence
        may have 16 KiB at most.
      x-required-permission: 'system:read'
      x-idempotency: accepted
      x-audit-events: [authz.permission.denied]
      x-error-codes:
        [request.header_invalid, validation.field_required, validation.invalid_body, auth.required,
         auth.session_invalid, authz.csrf_invalid, authz.permission_denied, idempotency.in_flight,
         idempotency.key_reused, validation.body_too_large, request.unsupported_media_type, server.error,
         server.unavailable]
      parameters:
        - $ref: '#/components/parameters/IdempotencyKey'
        - $ref: '#/components/parameters/CSRFToken'
      requestBody:
        required: true
        content:
          application/json:
            schema: {$ref: '#/components/schemas/LicenseVerifyRequest'}
      responses:
        '200':
          description: What the check came to.
          content:
            application/json:
              schema: {$ref: '#/components/schemas/LicenseVerifyResponse'}
        '400': {$ref: '#/components/responses/BadRequest'}
        '401': {$ref: '#/components/responses/Unauthorized'}
        '403': {$ref: '#/components/responses/Forbidden'}
        '409': {$ref: '#/components/responses/Conflict'}
        '413': {$ref: '#/components/responses/BodyTooLarge'}
        '415': {$ref: '#/components/responses/UnsupportedMediaType'}
        '500': {$ref: '#/components/responses/InternalError'}
        '503': {$ref: '#/components/responses/Unavailable'}
  /api/v1/admin/license:install:
    post:
      operationId: postAdminLicenseInstall
      tags: [license]
      summary: Install a licence
      description: |
        Checks the licence, writes it to the licence file of this server and puts it in force at once. A licence that
        is not valid is refused with its `verify_result` and changes nothing.
      x-required-permission: 'license:install'
      x-idempotency: required
      x-audit-events: [license.installed, license.invalid, license.tampered, license.expired, authz.permission.denied]
      x-error-codes:
        [idempotency.key_required, license.invalid, request.header_invalid, validation.field_required,
         validation.invalid_body, auth.required, auth.session_invalid, authz.csrf_invalid, authz.permission_denied,
         idempotency.in_flight, idempotency.key_reused, validation.body_too_large, request.unsupported_media_type,
         license.not_stored, server.error, server.unavailable]
      parameters:
        - $ref: '#/components/parameters/IdempotencyKeyRequired'
        - $ref: '#/components/parameters/CSRFToken'
      requestBody:
        required: true
        content:
          application/json:
            schema: {$ref: '#/components/schemas/LicenseInstallRequest'}
      responses:
        '200':
          description: The licence is in force.
          content:
            application/json:
              schema: {$ref: '#/components/schemas/LicenseStateResponse'}
        '400': {$ref: '#/components/responses/BadRequest'}
        '401': {$ref: '#/components/responses/Unauthorized'}
        '403': {$ref: '#/components/responses/Forbidden'}
        '409': {$ref: '#/components/responses/Conflict'}
        '413': {$ref: '#/components/responses/BodyTooLarge'}
        '415': {$ref: '#/components/responses/UnsupportedMediaType'}
        '500': {$ref: '#/components/responses/InternalError'}
        '503': {$ref: '#/components/responses/Unavailable'}
  /api/v1/admin/license:reload:
    post:
      operationId: postAdminLicenseReload
      tags: [license]
      summary: Read the licence file again
      description: |
        Reads the issuer keys and the licence file, as SIGHUP does. Without a file the free tier remains. A file that
        is not valid does not replace a licence that is in force; `load_fault` names what is wrong with it.
      x-required-permission: 'license:install'
      x-idempotency: accepted
      x-audit-events:
        [license.installed, license.invalid, license.tampered, license.expired, license.removed,
         license.clock_rollback_detected, authz.permission.denied]
      x-error-codes:
        [request.header_invalid, auth.required, auth.session_invalid, authz.csrf_invalid, authz.permission_denied,
         idempotency.in_flight, idempotency.key_reused, server.error, server.unavailable]
      parameters:
        - $ref: '#/components/parameters/IdempotencyKey'
        - $ref: '#/components/parameters/CSRFToken'
      responses:
        '200':
          description: The state of the licence afterwards.
          content:
            application/json:
              schema: {$ref: '#/components/schemas/LicenseStateResponse'}
        '400': {$ref: '#/components/responses/BadRequest'}
        '401': {$ref: '#/components/responses/Unauthorized'}
        '403': {$ref: '#/components/responses/Forbidden'}
        '409': {$ref: '#/components/responses/Conflict'}
        '500': {$ref: '#/components/responses/InternalError'}
        '503': {$ref: '#/components/responses/Unavailable'}
  /api/v1/plugins/{id}:
    get:
      operationId: getPlugin
      tags: [plugins]
      summary: View a plugin
      description: |
        State, versions, grants asked and given, counters, latency, the last crash and the last lines of its log. A plugin whose
        only package is rejected is shown too, under its folder's name if its manifest cannot be read.
      x-required-permission: 'system:read'
      x-audit-events: [authz.permission.denied]
      x-error-codes:
        [auth.required, auth.session_invalid, authz.permission_denied, plugins.not_found, server.error,
         server.unavailable]
      parameters:
        - $ref: '#/components/parameters/PluginId'
      responses:
        '200':
          description: The plugin as it is now.
          content:
            application/json:
              schema: {$ref: '#/components/schemas/PluginDetail'}
        '401': {$ref: '#/components/responses/Unauthorized'}
        '403': {$ref: '#/components/responses/Forbidden'}
        '404': {$ref: '#/components/responses/NotFound'}
        '500': {$ref: '#/components/responses/InternalError'}
        '503': {$ref: '#/components/responses/Unavailable'}
    delete:
      operationId: deletePlugin
      tags: [plugins]
      summary: Remove an installed plugin
      description: |
        Removes the versions that were installed with `plugins:install`, or one of them. Calls in flight finish. What the
        plugin's probes stored stays. Plugins that came with the product answer 409; disable them instead.
      x-required-permission: 'system:config_write'
      x-idempotency: accepted
      x-audit-events: [plugin.removed, authz.permission.denied]
      x-error-codes:
        [auth.required, auth.session_invalid, authz.csrf_invalid, authz.permission_denied, idempotency.in_flight,
         idempotency.key_reused, plugins.not_found, plugins.state_conflict, request.header_invalid, server.error,
         server.unavailable, validation.field_range]
      parameters:
        - $ref: '#/components/parameters/PluginId'
        - $ref: '#/components/parameters/IdempotencyKey'
        - $ref: '#/components/parameters/CSRFToken'
        - name: version
          in: query
          required: false
          description: Only this version.
          schema: {type: string, minLength: 1, maxLength: 64}
      responses:
        '204':
          description: Removed.
        '400': {$ref: '#/components/responses/BadRequest'}
        '401': {$ref: '#/components/responses/Unauthorized'}
        '403': {$ref: '#/components/responses/Forbidden'}
        '404': {$ref: '#/components/responses/NotFound'}
        '409': {$ref: '#/components/responses/Conflict'}
        '500': {$ref: '#/components/responses/InternalError'}
        '503': {$ref: '#/components/responses/Unavailable'}
  /api/v1/plugins:install:
    post:
      operationId: postPluginsInstall
      tags: [plugins]
      summary: Install a plugin package
      description: |
        Takes a package (`.owp`, at most 64 MiB), checks its signature before anything else in it is read, and stores it beside
        other versions. A package that asks for more than was approved waits for an approval; one that does not goes on
        trial beside the version in use. A refused package changes nothing.
      x-required-permission: 'system:config_write'
      x-idempotency: accepted
      x-audit-events: [plugin.installed, plugin.rejected, authz.permission.denied]
      x-error-codes:
        [auth.required, auth.session_invalid, authz.csrf_invalid, authz.permission_denied, idempotency.in_flight,
         idempotency.key_reused, plugins.rejected, request.header_invalid, request.unsupported_media_type,
         server.error, server.unavailable, validation.body_too_large]
      parameters:
        - $ref: '#/components/parameters/IdempotencyKey'
        - $ref: '#/components/parameters/CSRFToken'
      requestBody:
        required: true
        content:
          application/octet-stream:
            schema: {type: string, format: binary}
      responses:
        '201':
          description: Installed.
          content:
            application/json:
              schema: {$ref: '#/components/schemas/PluginDetail'}
        '400': {$ref: '#/components/responses/BadRequest'}
        '401': {$ref: '#/components/responses/Unauthorized'}
        '403': {$ref: '#/components/responses/Forbidden'}
        '409': {$ref: '#/components/responses/Conflict'}
        '413': {$ref: '#/components/responses/BodyTooLarge'}
        '415': {$ref: '#/components/responses/UnsupportedMediaType'}
        '500': {$ref: '#/components/responses/InternalError'}
        '503': {$ref: '#/components/responses/Unavailable'}
  /api/v1/plugins/{id}:enable:
    post:
      operationId: postPluginEnable
      tags: [plugins]
      summary: Take a plugin into use
      x-required-permission: 'system:config_write'
      x-idempotency: accepted
      x-audit-events: [plugin.enabled, authz.permission.denied]
      x-error-codes:
        [auth.required, auth.session_invalid, authz.csrf_invalid, authz.permission_denied, idempotency.in_flight,
         idempotency.key_reused, plugins.not_found, request.header_invalid, server.error, server.unavailable]
      parameters:
        - $ref: '#/components/parameters/PluginId'
        - $ref: '#/components/parameters/IdempotencyKey'
        - $ref: '#/components/parameters/CSRFToken'
      responses:
        '200':
          description: The plugin as it is now.
          content:
            application/json:
              schema: {$ref: '#/components/schemas/PluginDetail'}
        '400': {$ref: '#/components/responses/BadRequest'}
        '401': {$ref: '#/components/responses/Unauthorized'}
        '403': {$ref: '#/components/responses/Forbidden'}
        '404': {$ref: '#/components/responses/NotFound'}
        '409': {$ref: '#/components/responses/Conflict'}
        '500': {$ref: '#/components/responses/InternalError'}
        '503': {$ref: '#/components/responses/Unavailable'}
  /api/v1/plugins/{id}:disable:
    post:
      operationId: postPluginDisable
      tags: [plugins]
      summary: Take a plugin out of use
      description: |
        Calls in flight finish; its probes are not run until it is enabled again.
      x-required-permission: 'system:config_write'
      x-idempotency: accepted
      x-audit-events: [plugin.disabled, authz.permission.denied]
      x-error-codes:
        [auth.required, auth.session_invalid, authz.csrf_invalid, authz.permission_denied, idempotency.in_flight,
         idempotency.key_reused, plugins.not_found, request.header_invalid, server.error, server.unavailable]
      parameters:
        - $ref: '#/components/parameters/PluginId'
        - $ref: '#/components/parameters/IdempotencyKey'
        - $ref: '#/components/parameters/CSRFToken'
      responses:
        '200':
          description: The plugin as it is now.
          content:
            application/json:
              schema: {$ref: '#/components/schemas/PluginDetail'}
        '400': {$ref: '#/components/responses/BadRequest'}
        '401': {$ref: '#/components/responses/Unauthorized'}
        '403': {$ref: '#/components/responses/Forbidden'}
        '404': {$ref: '#/components/responses/NotFound'}
        '409': {$ref: '#/components/responses/Conflict'}
        '500': {$ref: '#/components/responses/InternalError'}
        '503': {$ref: '#/components/responses/Unavailable'}
  /api/v1/plugins/{id}:approve:
    post:
      operationId: postPluginApprove
      tags: [plugins]
      summary: Approve what a plugin asks for
      description: |
        Approves one content of a plugin: the version that the body names, by the digest of its manifest that
        `GET /plugins/{id}` shows in `pending_approval` and `versions`. If the version has another content by now, nothing is
        approved. A version that waits is taken into use: on trial if another one serves. What was approved stays so until it
        is revoked, whatever is approved after it.
      x-required-permission: 'system:config_write'
      x-idempotency: accepted
      x-audit-events: [plugin.approved, authz.permission.denied]
      x-error-codes:
        [auth.required, auth.session_invalid, authz.csrf_invalid, authz.permission_denied, idempotency.in_flight,
         idempotency.key_reused, plugins.content_changed, plugins.not_found, plugins.state_conflict,
         request.header_invalid, request.unsupported_media_type, server.error, server.unavailable,
         validation.body_too_large, validation.field_format, validation.field_required, validation.invalid_body]
      parameters:
        - $ref: '#/components/parameters/PluginId'
        - $ref: '#/components/parameters/IdempotencyKey'
        - $ref: '#/components/parameters/CSRFToken'
      requestBody:
        required: true
        content:
          application/json:
            schema: {$ref: '#/components/schemas/PluginApproveRequest'}
      responses:
        '200':
          description: The plugin as it is now.
          content:
            application/json:
              schema: {$ref: '#/components/schemas/PluginDetail'}
        '400': {$ref: '#/components/responses/BadRequest'}
        '401': {$ref: '#/components/responses/Unauthorized'}
        '403': {$ref: '#/components/responses/Forbidden'}
        '404': {$ref: '#/components/responses/NotFound'}
        '409': {$ref: '#/components/responses/Conflict'}
        '413': {$ref: '#/components/responses/BodyTooLarge'}
        '415': {$ref: '#/components/responses/UnsupportedMediaType'}
        '500': {$ref: '#/components/responses/InternalError'}
        '503': {$ref: '#/components/responses/Unavailable'}
  /api/v1/plugins/{id}:revoke:
    post:
      operationId: postPluginRevoke
      tags: [plugins]
      summary: Take an approval back
      description: |
        Takes back the approval of one content of a plugin, or of all. A version that no other approval covers waits for one
        again; its calls in flight finish.
      x-required-permission: 'system:config_write'
      x-idempotency: accepted
      x-audit-events: [plugin.approval_revoked, authz.permission.denied]
      x-error-codes:
        [auth.required, auth.session_invalid, authz.csrf_invalid, authz.permission_denied, idempotency.in_flight,
         idempotency.key_reused, plugins.not_found, plugins.state_conflict, request.header_invalid,
         request.unsupported_media_type, server.error, server.unavailable, validation.body_too_large,
         validation.field_format, validation.invalid_body]
      parameters:
        - $ref: '#/components/parameters/PluginId'
        - $ref: '#/components/parameters/IdempotencyKey'
        - $ref: '#/components/parameters/CSRFToken'
      requestBody:
        required: true
        content:
          application/json:
            schema: {$ref: '#/components/schemas/PluginRevokeRequest'}
      responses:
        '200':
          description: The plugin as it is now.
          content:
            application/json:
              schema: {$ref: '#/components/schemas/PluginDetail'}
        '400': {$ref: '#/components/responses/BadRequest'}
        '401': {$ref: '#/components/responses/Unauthorized'}
        '403': {$ref: '#/components/responses/Forbidden'}
        '404': {$ref: '#/components/responses/NotFound'}
        '409': {$ref: '#/components/responses/Conflict'}
        '413': {$ref: '#/components/responses/BodyTooLarge'}
        '415': {$ref: '#/components/responses/UnsupportedMediaType'}
        '500': {$ref: '#/components/responses/InternalError'}
        '503': {$ref: '#/components/responses/Unavailable'}
  /api/v1/plugins/{id}:restart:
    post:
      operationId: postPluginRestart
      tags: [plugins]
      summary: Replace the runner of a plugin
      description: |
        Starts a fresh runner beside the old one, which finishes its calls. Ends a quarantine. Answers when the fresh runner
        serves.
      x-required-permission: 'system:config_write'
      x-idempotency: accepted
      x-audit-events: [plugin.restart_requested, authz.permission.denied]
      x-error-codes:
        [auth.required, auth.session_invalid, authz.csrf_invalid, authz.permission_denied, idempotency.in_flight,
         idempotency.key_reused, plugins.not_found, plugins.state_conflict, plugins.unavailable,
         request.header_invalid, server.error, server.unavailable]
      parameters:
        - $ref: '#/components/parameters/PluginId'
        - $ref: '#/components/parameters/IdempotencyKey'
        - $ref: '#/components/parameters/CSRFToken'
      responses:
        '200':
          description: The plugin as it is now.
          content:
            application/json:
              schema: {$ref: '#/components/schemas/PluginDetail'}
        '400': {$ref: '#/components/responses/BadRequest'}
        '401': {$ref: '#/components/responses/Unauthorized'}
        '403': {$ref: '#/components/responses/Forbidden'}
        '404': {$ref: '#/components/responses/NotFound'}
        '409': {$ref: '#/components/responses/Conflict'}
        '500': {$ref: '#/components/responses/InternalError'}
        '503': {$ref: '#/components/responses/Unavailable'}
  /api/v1/plugins/{id}:reset:
    post:
      operationId: postPluginReset
      tags: [plugins]
      summary: End quarantine and isolations
      description: |
        Lets a plugin that failed too often, its held-back probes and its rolled-back versions try again at once.
      x-required-permission: 'system:config_write'
      x-idempotency: accepted
      x-audit-events: [plugin.reset, authz.permission.denied]
      x-error-codes:
        [auth.required, auth.session_invalid, authz.csrf_invalid, authz.permission_denied, idempotency.in_flight,
         idempotency.key_reused, plugins.not_found, request.header_invalid, server.error, server.unavailable]
      parameters:
        - $ref: '#/components/parameters/PluginId'
        - $ref: '#/components/parameters/IdempotencyKey'
        - $ref: '#/components/parameters/CSRFToken'
      responses:
        '200':
          description: The plugin as it is now.
          content:
            application/json:
              schema: {$ref: '#/components/schemas/PluginDetail'}
        '400': {$ref: '#/components/responses/BadRequest'}
        '401': {$ref: '#/components/responses/Unauthorized'}
        '403': {$ref: '#/components/responses/Forbidden'}
        '404': {$ref: '#/components/responses/NotFound'}
        '409': {$ref: '#/components/responses/Conflict'}
        '500': {$ref: '#/components/responses/InternalError'}
        '503': {$ref: '#/components/responses/Unavailable'}
  /api/v1/plugins/{id}:activate:
    post:
      operationId: postPluginActivate
      tags: [plugins]
      summary: Choose the version to run
      description: |
        The chosen version serves on trial beside the one in use until its first calls have gone well, and is given up by itself
        if one of them fails by its fault. Without a version, the highest one is chosen.
      x-required-permission: 'system:config_write'
      x-idempotency: accepted
      x-audit-events: [plugin.version_chosen, authz.permission.denied]
      x-error-codes:
        [auth.required, auth.session_invalid, authz.csrf_invalid, authz.permission_denied, idempotency.in_flight,
         idempotency.key_reused, plugins.not_found, plugins.state_conflict, request.header_invalid,
         request.unsupported_media_type, server.error, server.unavailable, validation.body_too_large,
         validation.invalid_body]
      parameters:
        - $ref: '#/components/parameters/PluginId'
        - $ref: '#/components/parameters/IdempotencyKey'
        - $ref: '#/components/parameters/CSRFToken'
      requestBody:
        required: true
        content:
          application/json:
            schema: {$ref: '#/components/schemas/PluginActivateRequest'}
      responses:
        '200':
          description: The plugin as it is now.
          content:
            application/json:
              schema: {$ref: '#/components/schemas/PluginDetail'}
        '400': {$ref: '#/components/responses/BadRequest'}
        '401': {$ref: '#/components/responses/Unauthorized'}
        '403': {$ref: '#/components/responses/Forbidden'}
        '404': {$ref: '#/components/responses/NotFound'}
        '409': {$ref: '#/components/responses/Conflict'}
        '413': {$ref: '#/components/responses/BodyTooLarge'}
        '415': {$ref: '#/components/responses/UnsupportedMediaType'}
        '500': {$ref: '#/components/responses/InternalError'}
        '503': {$ref: '#/components/responses/Unavailable'}
  /api/v1/plugins/{id}/config:
    get:
      operationId: getPluginConfig
      tags: [plugins]
      summary: View the configuration of a plugin
      description: |
        The object that the plugin was given; an empty one if it was never configured. In the place of a secret stands
        `{"$secret":"set"}`.
      x-required-permission: 'system:read'
      x-audit-events: [authz.permission.denied]
      x-error-codes:
        [auth.required, auth.session_invalid, authz.permission_denied, plugins.not_found, server.error,
         server.unavailable]
      parameters:
        - $ref: '#/components/parameters/PluginId'
      responses:
        '200':
          description: The configuration.
          content:
            application/json:
              schema: {$ref: '#/components/schemas/PluginConfig'}
        '401': {$ref: '#/components/responses/Unauthorized'}
        '403': {$ref: '#/components/responses/Forbidden'}
        '404': {$ref: '#/components/responses/NotFound'}
        '500': {$ref: '#/components/responses/InternalError'}
        '503': {$ref: '#/components/responses/Unavailable'}
    put:
      operationId: putPluginConfig
      tags: [plugins]
      summary: Configure a plugin
      description: |
        Checked against the schema of the plugin's manifest, then handed to the plugin: to the one that runs if its manifest
        says `hot`, otherwise to a fresh runner beside it. A plugin that refuses it keeps the configuration it had.

        A field that the manifest calls secret is a text of at most 64 KiB. It is stored encrypted and never answered:
        `{"$secret":"set"}` in its place keeps what is stored; null, or no such member, removes it.
      x-required-permission: 'system:config_write'
      x-idempotency: accepted
      x-audit-events: [plugin.configured, authz.permission.denied]
      x-error-codes:
        [auth.required, auth.session_invalid, authz.csrf_invalid, authz.permission_denied, idempotency.in_flight,
         idempotency.key_reused, plugins.config_invalid, plugins.not_found, plugins.state_conflict,
         request.header_invalid, request.unsupported_media_type, server.error, server.unavailable,
         validation.body_too_large, validation.field_required, validation.invalid_body]
      parameters:
        - $ref: '#/components/parameters/PluginId'
        - $ref: '#/components/parameters/IdempotencyKey'
        - $ref: '#/components/parameters/CSRFToken'
      requestBody:
        required: true
        content:
          application/json:
            schema: {$ref: '#/components/schemas/PluginConfig'}
      responses:
        '200':
          description: The configuration in force.
          content:
            application/json:
              schema: {$ref: '#/components/schemas/PluginConfig'}
        '400': {$ref: '#/components/responses/BadRequest'}
        '401': {$ref: '#/components/responses/Unauthorized'}
        '403': {$ref: '#/components/responses/Forbidden'}
        '404': {$ref: '#/components/responses/NotFound'}
        '409': {$ref: '#/components/responses/Conflict'}
        '413': {$ref: '#/components/responses/BodyTooLarge'}
        '415': {$ref: '#/components/responses/UnsupportedMediaType'}
        '500': {$ref: '#/components/responses/InternalError'}
        '503': {$ref: '#/components/responses/Unavailable'}
  /api/v1/plugin-roles:
    get:
      operationId: getPluginRoles
      tags: [plugins]
      summary: List roles and who fills them
      x-required-permission: 'system:read'
      x-audit-events: [authz.permission.denied]
      x-error-codes:
        [auth.required, auth.session_invalid, authz.permission_denied, server.error, server.unavailable]
      responses:
        '200':
          description: Every role.
          content:
            application/json:
              schema: {$ref: '#/components/schemas/PluginRoleList'}
        '401': {$ref: '#/components/responses/Unauthorized'}
        '403': {$ref: '#/components/responses/Forbidden'}
        '500': {$ref: '#/components/responses/InternalError'}
        '503': {$ref: '#/components/responses/Unavailable'}
  /api/v1/plugin-roles/{role}:
    put:
      operationId: putPluginRole
      tags: [plugins]
      summary: Choose the plugin that fills a role
      description: |
        Without a plugin in the body, the role goes back to the first plugin that claims it.
      x-required-permission: 'system:config_write'
      x-idempotency: accepted
      x-audit-events: [plugin.role_assigned, authz.permission.denied]
      x-error-codes:
        [auth.required, auth.session_invalid, authz.csrf_invalid, authz.permission_denied, idempotency.in_flight,
         idempotency.key_reused, plugins.not_found, request.header_invalid, request.unsupported_media_type,
         server.error, server.unavailable, validation.body_too_large, validation.field_invalid,
         validation.invalid_body]
      parameters:
        - $ref: '#/components/parameters/PluginRole'
        - $ref: '#/components/parameters/IdempotencyKey'
        - $ref: '#/components/parameters/CSRFToken'
      requestBody:
        required: true
        content:
          application/json:
            schema: {$ref: '#/components/schemas/PluginRoleRequest'}
      responses:
        '200':
          description: Every role.
          content:
            application/json:
              schema: {$ref: '#/components/schemas/PluginRoleList'}
        '400': {$ref: '#/components/responses/BadRequest'}
        '401': {$ref: '#/components/responses/Unauthorized'}
        '403': {$ref: '#/components/responses/Forbidden'}
        '404': {$ref: '#/components/responses/NotFound'}
        '409': {$ref: '#/components/responses/Conflict'}
        '413': {$ref: '#/components/responses/BodyTooLarge'}
        '415': {$ref: '#/components/responses/UnsupportedMediaType'}
        '500': {$ref: '#/components/responses/InternalError'}
        '503': {$ref: '#/components/responses/Unavailable'}
  /api/v1/openapi.yaml:
    get:
      operationId: getOpenAPIDocument
      tags: [system]
      summary: This document
      security: []
      x-access: anonymous
      x-error-codes: [server.internal]
      responses:
        '200':
          description: OpenAPI 3.0 in YAML.
          content:
            application/yaml:
              schema: {type: string}
        '500': {$ref: '#/components/responses/InternalError'}
components:
  securitySchemes:
    session: {type: apiKey, in: cookie, name: openwatch_session, description: Set at sign-in. Wins over a bearer token.}
    bearer: {type: http, scheme: bearer, description: An access token from sign-in or an API token.}
  parameters:
    HostId:
      name: id
      in: path
      required: true
      description: The host.
      schema: {type: string, format: uuid}
    UserId:
      name: id
      in: path
      required: true
      description: Id of an account.
      schema: {type: string, format: uuid}
    TokenId:
      name: id
      in: path
      required: true
      description: Id of an API token.
      schema: {type: string, format: uuid}
    RoleId:
      name: role
      in: path
      required: true
      description: Id of a role.
      schema: {type: string, maxLength: 64}
    CredentialId:
      name: id
      in: path
      required: true
      description: The credential.
      schema: {type: string, format: uuid}
    SessionId:
      name: id
      in: path
      required: true
      description: The session.
      schema: {type: string, format: uuid}
    IdempotencyKey:
      name: Idempotency-Key
      in: header
      required: false
      description: Chosen by the client, one per intended effect. Makes it safe to repeat the request.
      schema: {type: string, minLength: 1, maxLength: 128}
    PluginId:
      name: id
      in: path
      required: true
      description: Id of a plugin, for example org.openwatch.sysinfo.
      schema: {type: string, minLength: 1, maxLength: 128}
    PluginRole:
      name: role
      in: path
      required: true
      description: connectivity, system-info, discovery or compliance-scan.
      schema: {type: string, minLength: 1, maxLength: 64}
    IdempotencyKeyRequired:
      name: Idempotency-Key
      in: header
      required: true
      description: Chosen by the client, one per intended effect. Makes it safe to repeat the request.
      schema: {type: string, minLength: 1, maxLength: 128}
    CSRFToken:
      name: X-CSRF-Token
      in: header
      required: false
      description: The value of the cookie XSRF-TOKEN. Mandatory when the session cookie authenticates the request.
      schema: {type: string, maxLength: 128}
  headers:
    RetryAfter:
      description: Seconds to wait before the next attempt.
      schema: {type: integer, minimum: 0}
    CacheControl:
      description: '`private, no-store`, because the answer depends on who asks.'
      schema: {type: string}
    Vary:
      description: '`Cookie, Authorization`.'
      schema: {type: string}
    Challenge:
      description: '`Bearer`, when the request carried no identity.'
      schema: {type: string}
  responses:
    BadRequest:
      description: A header, parameter or body is missing, malformed or out of bounds.
      content:
        application/json:
          schema: {$ref: '#/components/schemas/ErrorEnvelope'}
    Unauthorized:
      description: No identity, or one that is not accepted.
      headers:
        WWW-Authenticate: {$ref: '#/components/headers/Challenge'}
      content:
        application/json:
          schema: {$ref: '#/components/schemas/ErrorEnvelope'}
    Forbidden:
      description: The identity may not do this, or the CSRF token is missing.
      content:
        application/json:
          schema: {$ref: '#/components/schemas/ErrorEnvelope'}
    NotFound:
      description: The object does not exist or has nothing to show.
      content:
        application/json:
          schema: {$ref: '#/components/schemas/ErrorEnvelope'}
    Conflict:
      description: The request collides with other data or with work in progress.
      content:
        application/json:
          schema: {$ref: '#/components/schemas/ErrorEnvelope'}
    BodyTooLarge:
      description: The body is larger than the limit.
      content:
        application/json:
          schema: {$ref: '#/components/schemas/ErrorEnvelope'}
    UnsupportedMediaType:
      description: The body is not JSON.
      content:
        application/json:
          schema: {$ref: '#/components/schemas/ErrorEnvelope'}
    TooManyRequests:
      description: Too many requests or streams.
      headers:
        Retry-After: {$ref: '#/components/headers/RetryAfter'}
      content:
        application/json:
          schema: {$ref: '#/components/schemas/ErrorEnvelope'}
    InternalError:
      description: The server failed.
      content:
        application/json:
          schema: {$ref: '#/components/schemas/ErrorEnvelope'}
    BadGateway:
      description: The host or the plugin failed.
      content:
        application/json:
          schema: {$ref: '#/components/schemas/ErrorEnvelope'}
    Unavailable:
      description: The server cannot do this at the moment.
      headers:
        Retry-After: {$ref: '#/components/headers/RetryAfter'}
      content:
        application/json:
          schema: {$ref: '#/components/schemas/ErrorEnvelope'}
  schemas:
    CredentialScope:
      description: 'What a credential applies to: every host, or one.'
      type: string
      enum: [system, host]
    CredentialAuthMethod:
      description: Which secrets a credential offers.
      type: string
      enum: [ssh_key, password, both]
    ReachabilityStatus:
      description: Whether the latest check got through.
      type: string
      enum: [reachable, unreachable, unknown]
    MonitoringState:
      description: Reachability band, with hysteresis.
      type: string
      enum: [online, degraded, critical, down, maintenance, unknown]
    IntelligenceSeverity:
      description: How serious a change is.
      type: string
      enum: [info, low, medium, high, critical]
    HealthStatus:
      description: Health of the server.
      type: string
      enum: [healthy, degraded]
    ErrorFault:
      description: >-
        Who has to act: the caller, the server, whoever grants permissions and licences, or a system outside.
      type: string
      enum: [client, server, policy, external]
    PluginIsolation:
      description: 'Where a plugin runs: in a process of its own, or inside the server.'
      type: string
      enum: [runner, in_process]
    AuthLoginRequest:
      description: User name and password, and the one-time code where the account needs it.
      type: object
      required: [username, password]
      properties:
        username: {type: string, minLength: 1, maxLength: 256}
        password: {type: string, minLength: 1, maxLength: 256, x-secret: true}
        otp:
          type: string
          minLength: 6
          maxLength: 11
          description: Six digits of the second factor or a recovery code XXXXX-XXXXX. Ignored for accounts without.
          x-secret: true
          x-service-checked: true
    AuthLoginResponse:
      description: Tokens and the user they belong to.
      type: object
      required: [access_token, refresh_token, user]
      properties:
        access_token: {type: string, x-secret: true}
        refresh_token: {type: string, x-secret: true}
        user: {$ref: '#/components/schemas/AuthMeResponse'}
        mfa_enrollment_required:
          type: boolean
          description: Present and true when policy wants a second factor and the account has none.
        outstanding_step: {$ref: '#/components/schemas/SignInStep'}
    SignInStep:
      description: What a session has to do before it may do anything else.
      type: string
      enum: [second_factor, password_change, mfa_enrollment]
    AuthMeResponse:
      description: A user.
      type: object
      required: [id, username, email, role, full_name, display_name, job_title, timezone, phone]
      properties:
        id: {type: string, format: uuid}
        username: {type: string}
        email: {type: string}
        role: {type: string}
        full_name: {type: string}
        display_name: {type: string}
        job_title: {type: string}
        timezone: {type: string}
        phone: {type: string}
        outstanding_step: {$ref: '#/components/schemas/SignInStep'}
    AuthMeUpdateRequest:
      description: 'What to change of the own profile. What is left out stays as it is; empty text clears a field.'
      type: object
      properties:
        email: {type: string, maxLength: 256, description: Has an @ and cannot be cleared.}
        full_name: {type: string, maxLength: 256}
        display_name: {type: string, maxLength: 256}
        job_title: {type: string, maxLength: 256}
        timezone: {type: string, maxLength: 64}
        phone: {type: string, maxLength: 64}
    UserPreferences:
      description: 'How the user interface looks to a user. What was never chosen is left out.'
      type: object
      properties:
        hosts_view_default: {type: string, enum: [table, cards]}
        density: {type: string, enum: [comfortable, compact]}
        accent_color: {type: string, enum: [info, ok, brand2]}
        landing_page: {type: string, enum: [hosts, dashboard, reports]}
        date_format: {type: string, enum: [us12, iso24, long24]}
        reduce_motion: {type: boolean}
    AuthRefreshRequest:
      description: A refresh token.
      type: object
      required: [refresh_token]
      properties:
        refresh_token: {type: string, minLength: 1, maxLength: 256, x-secret: true}
    AuthReauthenticateRequest:
      description: The password, and the one-time code where the account has a second factor.
      type: object
      properties:
        password:
          type: string
          maxLength: 256
          description: Left out for accounts without a password, whose code is proof enough.
          x-secret: true
        otp: {type: string, maxLength: 64, description: Six digits or a recovery code., x-secret: true}
    AuthMFAEnrollResponse:
      description: A new second factor, to be shown as a QR code. It counts once a code of it was verified.
      type: object
      required: [provisioning_uri]
      properties:
        provisioning_uri: {type: string, x-secret: true}
    AuthMFAVerifyRequest:
      description: A one-time code.
      type: object
      required: [otp]
      properties:
        otp: {type: string, minLength: 1, maxLength: 64, description: Six digits or a recovery code., x-secret: true}
    AuthMFAStatus:
      description: The second factor of the caller.
      type: object
      required: [enrolled, enrollment_pending, recovery_codes_left, required_by_policy]
      properties:
        enrolled: {type: boolean}
        enrollment_pending: {type: boolean, description: A new factor waits for its first code.}
        enrolled_at: {type: string, format: date-time}
        last_verified_at: {type: string, format: date-time}
        recovery_codes_left: {type: integer}
        required_by_policy: {type: boolean}
    AuthRecoveryCodes:
      description: 'Codes that each stand in for the second factor once. They are shown this one time.'
      type: object
      required: [recovery_codes]
      properties:
        recovery_codes: {type: array, items: {type: string}, x-secret: true}
    AuthPasswordChangeRequest:
      description: The password as it is and as it shall be.
      type: object
      required: [current_password, new_password]
      properties:
        current_password: {type: string, minLength: 1, maxLength: 256, x-secret: true}
        new_password: {type: string, minLength: 1, maxLength: 1024, x-secret: true}
    AuthPolicy:
      description: The rules of signing in.
      type: object
      required: [require_mfa, session_idle_timeout_seconds, session_absolute_timeout_seconds, updated_at]
      properties:
        require_mfa: {type: boolean, description: Whoever signs in without a second factor has to set one up first.}
        session_idle_timeout_seconds: {type: integer}
        session_absolute_timeout_seconds: {type: integer}
        updated_at: {type: string, format: date-time}
        updated_by: {type: string, format: uuid, nullable: true}
    AuthPolicyUpdateRequest:
      description: 'The rules of signing in, all of them.'
      type: object
      required: [require_mfa, session_idle_timeout_seconds, session_absolute_timeout_seconds]
      properties:
        require_mfa: {type: boolean}
        session_idle_timeout_seconds: {type: integer, minimum: 300, maximum: 86400, x-service-checked: true}
        session_absolute_timeout_seconds:
          type: integer
          minimum: 3600
          maximum: 2592000
          description: Not less than the idle limit.
          x-service-checked: true
    AuthSession:
      description: A sign-in that has not ended.
      type: object
      required: [id, auth_method, created_at, last_seen_at, expires_at, absolute_expires_at, is_current]
      properties:
        id: {type: string, format: uuid}
        auth_method: {type: string, enum: [password, sso_oidc]}
        created_at: {type: string, format: date-time}
        last_seen_at: {type: string, format: date-time}
        expires_at: {type: string, format: date-time, description: Idle limit. Refreshing revives a session past it.}
        absolute_expires_at: {type: string, format: date-time, description: Nothing moves this one.}
        remote_address: {type: string}
        user_agent: {type: string}
        is_current: {type: boolean, description: The session of this very request.}
    AuthSessionListResponse:
      description: 'The sessions of the caller, the newest first, 200 at most.'
      type: object
      required: [sessions]
      properties:
        sessions: {type: array, items: {$ref: '#/components/schemas/AuthSession'}}
    AuthIdentity:
      description: Who asks.
      type: object
      required: [id, role, is_anonymous]
      properties:
        id: {type: string, description: Id of the user or token; anonymous for nobody.}
        role: {type: string}
        is_anonymous: {type: boolean}
    AuthMePermissionsResponse:
      description: What the caller may do.
      type: object
      required: [identity, permissions]
      properties:
        identity: {$ref: '#/components/schemas/AuthIdentity'}
        permissions: {type: array, items: {type: string}}
    CategoryEntry:
      description: A subject that permissions belong to.
      type: object
      required: [id, description]
      properties:
        id: {type: string}
        description: {type: string}
    PermissionEntry:
      description: Something an identity may be allowed to do.
      type: object
      required: [id, category, description, dangerous]
      properties:
        id: {type: string}
        category: {type: string}
        description: {type: string}
        dangerous: {type: boolean}
        license_gated: {type: string, description: The licence feature that goes with it.}
    UserResponse:
      description: An account.
      type: object
      required: [id, username, email]
      properties:
        id: {type: string, format: uuid}
        username: {type: string}
        email: {type: string}
        roles: {type: array, items: {type: string}}
        must_change_password: {type: boolean, description: Nothing but the change is allowed after the next sign-in.}
        last_password_change_at: {type: string, format: date-time}
        created_at: {type: string, format: date-time}
        updated_at: {type: string, format: date-time}
        disabled_at: {type: string, format: date-time, nullable: true}
    UsersListResponse:
      description: Accounts.
      type: object
      required: [users]
      properties:
        users: {type: array, items: {$ref: '#/components/schemas/UserResponse'}}
        next_cursor: {type: string, nullable: true}
    UserCreateRequest:
      description: A new account.
      type: object
      required: [username, email, password]
      properties:
        username: {type: string, minLength: 1, maxLength: 256}
        email: {type: string, minLength: 3, maxLength: 256}
        password: {type: string, minLength: 1, maxLength: 256, x-secret: true}
    UserUpdateRequest:
      description: What to change about an account.
      type: object
      properties:
        username: {type: string, minLength: 1, maxLength: 256}
        email: {type: string, minLength: 3, maxLength: 256}
    UserRoleAssignRequest:
      description: A role to give or take.
      type: object
      required: [role_id]
      properties:
        role_id: {type: string, minLength: 1, maxLength: 64}
    UserPasswordResetRequest:
      description: A password for somebody else's account.
      type: object
      required: [new_password]
      properties:
        new_password: {type: string, minLength: 1, maxLength: 256, x-secret: true}
    CustomRoleCreateRequest:
      description: A new role.
      type: object
      required: [id, description, permissions]
      properties:
        id: {type: string, minLength: 2, maxLength: 64, description: 'Lower-case letters, digits and _, a letter first.'}
        description: {type: string, minLength: 1, maxLength: 256}
        permissions: {type: array, minItems: 1, maxItems: 256, items: {type: string}}
    CustomRoleUpdateRequest:
      description: What to change about a role.
      type: object
      properties:
        description: {type: string, minLength: 1, maxLength: 256}
        permissions: {type: array, minItems: 1, maxItems: 256, items: {type: string}}
    CustomRoleResponse:
      description: A role and what it grants.
      type: object
      required: [id, description, is_built_in, permissions]
      properties:
        id: {type: string}
        description: {type: string}
        is_built_in: {type: boolean}
        permissions: {type: array, items: {type: string}}
    RoleEntry:
      description: A role and what it grants.
      type: object
      required: [id, description, permissions, is_built_in]
      properties:
        id: {type: string}
        description: {type: string}
        is_built_in: {type: boolean}
        permissions: {type: array, items: {type: string}}
    PermissionsRegistryResponse:
      description: 'The whole vocabulary: categories, permissions and built-in roles.'
      type: object
      required: [categories, permissions, roles]
      properties:
        categories: {type: array, items: {$ref: '#/components/schemas/CategoryEntry'}}
        permissions: {type: array, items: {$ref: '#/components/schemas/PermissionEntry'}}
        roles: {type: array, items: {$ref: '#/components/schemas/RoleEntry'}}
    AdminRolesResponse:
      description: Every role.
      type: object
      required: [roles]
      properties:
        roles: {type: array, items: {$ref: '#/components/schemas/RoleEntry'}}
    ApiToken:
      description: An API token without the token itself.
      type: object
      required: [id, name, prefix, role_id, created_at]
      properties:
        id: {type: string, format: uuid}
        name: {type: string}
        prefix: {type: string, description: 'The first characters, to tell tokens apart.'}
        role_id: {type: string}
        owner_id: {type: string, format: uuid, description: The account that answers for it.}
        created_at: {type: string, format: date-time}
        expires_at: {type: string, format: date-time, nullable: true}
        last_used_at: {type: string, format: date-time, nullable: true, description: To the minute.}
        revoked_at: {type: string, format: date-time, nullable: true}
    ApiTokenList:
      description: API tokens.
      type: object
      required: [tokens]
      properties:
        tokens: {type: array, items: {$ref: '#/components/schemas/ApiToken'}}
    ApiTokenCreateRequest:
      description: A new API token.
      type: object
      required: [name, role_id]
      properties:
        name: {type: string, minLength: 1, maxLength: 256}
        role_id: {type: string, minLength: 1, maxLength: 64}
        expires_at: {type: string, format: date-time, nullable: true}
    ApiTokenCreated:
      description: A new API token, shown once.
      type: object
      required: [token, api_token]
      properties:
        token: {type: string, x-secret: true}
        api_token: {$ref: '#/components/schemas/ApiToken'}
    CredentialResponse:
      description: A credential without its secrets.
      type: object
      required: [id, scope, name, username, auth_method, is_default, is_active]
      properties:
        id: {type: string, format: uuid}
        scope: {$ref: '#/components/schemas/CredentialScope'}
        scope_id: {type: string, format: uuid, nullable: true}
        name: {type: string}
        description: {type: string}
        username: {type: string}
        auth_method: {$ref: '#/components/schemas/CredentialAuthMethod'}
        ssh_key_fingerprint: {type: string}
        ssh_key_type: {type: string}
        ssh_key_bits: {type: integer}
        ssh_key_comment: {type: string}
        is_default: {type: boolean}
        is_active: {type: boolean}
        created_by: {type: string, format: uuid}
        created_at: {type: string, format: date-time}
        updated_at: {type: string, format: date-time}
    CredentialListResponse:
      description: All active credentials.
      type: object
      required: [credentials]
      properties:
        credentials: {type: array, items: {$ref: '#/components/schemas/CredentialResponse'}}
    HostResponse:
      description: A host.
      type: object
      required: [id, hostname, ip_address, port, environment]
      properties:
        id: {type: string, format: uuid}
        hostname: {type: string}
        ip_address: {type: string}
        port: {type: integer}
        display_name: {type: string}
        description: {type: string}
        environment: {type: string}
        tags: {type: array, items: {type: string}}
        group_id: {type: string, format: uuid, nullable: true}
        username: {type: string}
        created_by: {type: string, format: uuid}
        created_at: {type: string, format: date-time}
        updated_at: {type: string, format: date-time}
        maintenance_mode: {type: boolean}
        check_priority: {type: integer, minimum: 1, maximum: 10}
        os_family: {type: string, nullable: true, description: 'Distribution id, for example rocky.'}
        os_version: {type: string, nullable: true}
        architecture: {type: string, nullable: true}
        platform_identifier: {type: string, nullable: true}
        os_discovered_at: {type: string, format: date-time, nullable: true}
    HostLiveness:
      description: What the checks know about reaching a host.
      type: object
      required: [reachability_status]
      properties:
        reachability_status: {$ref: '#/components/schemas/ReachabilityStatus'}
        monitoring_state: {$ref: '#/components/schemas/MonitoringState'}
        last_probe_at: {type: string, format: date-time, nullable: true}
        last_response_ms: {type: integer, nullable: true, description: Duration of the latest successful check.}
        consecutive_failures: {type: integer}
        ping_consecutive_failures: {type: integer}
        ping_consecutive_successes: {type: integer}
        ssh_consecutive_failures: {type: integer}
        ssh_consecutive_successes: {type: integer}
        privilege_consecutive_failures: {type: integer}
        privilege_consecutive_successes: {type: integer}
        last_state_change_at: {type: string, format: date-time, nullable: true}
        last_error_type: {type: string, nullable: true, description: Why the latest check failed.}
    HostComplianceSummary:
      description: Rules of a host by state.
      type: object
      required: [passing, failing, skipped, error, total]
      properties:
        passing: {type: integer, format: int64}
        failing: {type: integer, format: int64}
        skipped: {type: integer, format: int64}
        error: {type: integer, format: int64}
        total: {type: integer, format: int64}
    HostListComplianceSummary:
      description: Rules of a host by state, in a list.
      type: object
      required: [passing, failing, skipped, error, total, critical_failing]
      properties:
        passing: {type: integer, format: int64}
        failing: {type: integer, format: int64}
        skipped: {type: integer, format: int64}
        error: {type: integer, format: int64}
        total: {type: integer, format: int64}
        critical_failing: {type: integer, format: int64}
    HostDetailResponse:
      description: A host with its state.
      type: object
      required: [host, compliance_summary]
      properties:
        host: {$ref: '#/components/schemas/HostResponse'}
        liveness: {allOf: [{$ref: '#/components/schemas/HostLiveness'}], nullable: true}
        compliance_summary: {$ref: '#/components/schemas/HostComplianceSummary'}
    HostListItem:
      description: A host in a list.
      type: object
      required: [id, hostname, ip_address, port, environment]
      properties:
        id: {type: string, format: uuid}
        hostname: {type: string}
        ip_address: {type: string}
        port: {type: integer}
        display_name: {type: string}
        description: {type: string}
        environment: {type: string}
        tags: {type: array, items: {type: string}}
        group_id: {type: string, format: uuid, nullable: true}
        username: {type: string}
        created_by: {type: string, format: uuid}
        created_at: {type: string, format: date-time}
        updated_at: {type: string, format: date-time}
        maintenance_mode: {type: boolean}
        check_priority: {type: integer, minimum: 1, maximum: 10}
        last_scan_at: {type: string, format: date-time, nullable: true}
        liveness: {allOf: [{$ref: '#/components/schemas/HostLiveness'}], nullable: true}
        compliance_summary: {allOf: [{$ref: '#/components/schemas/HostListComplianceSummary'}], nullable: true}
        os_family: {type: string, nullable: true, description: 'Distribution id, for example rocky.'}
        os_version: {type: string, nullable: true}
        architecture: {type: string, nullable: true}
        platform_identifier: {type: string, nullable: true}
        os_discovered_at: {type: string, format: date-time, nullable: true}
    HostListResponse:
      description: Hosts, whole or one page.
      type: object
      required: [hosts]
      properties:
        hosts: {type: array, items: {$ref: '#/components/schemas/HostListItem'}}
        next_cursor: {type: string, description: Present when limit was given and there is more.}
    HostCreateRequest:
      description: A host to add.
      type: object
      required: [hostname, ip_address]
      properties:
        hostname: {type: string, minLength: 1, maxLength: 256}
        ip_address: {type: string, minLength: 1, maxLength: 64, description: IPv4 or IPv6 literal.}
        port: {type: integer, minimum: 0, maximum: 65535, description: SSH port; 0 means 22.}
        display_name: {type: string, maxLength: 256}
        description: {type: string, maxLength: 1024}
        environment: {type: string, maxLength: 64}
        tags: {type: array, items: {type: string, maxLength: 64}, maxItems: 64}
        group_id: {type: string, format: uuid, nullable: true}
        username: {type: string, maxLength: 256}
    HostUpdateRequest:
      description: What to change about a host.
      type: object
      properties:
        ip_address: {type: string, minLength: 1, maxLength: 64, description: IPv4 or IPv6 literal.}
        port: {type: integer, minimum: 1, maximum: 65535}
        display_name: {type: string, maxLength: 256}
        description: {type: string, maxLength: 1024}
        environment: {type: string, minLength: 1, maxLength: 64}
        tags: {type: array, items: {type: string, maxLength: 64}, maxItems: 64}
        group_id: {type: string, format: uuid, nullable: true}
        username: {type: string, maxLength: 256}
    CredentialCreateRequest:
      description: A credential to store.
      type: object
      required: [scope, name, username, auth_method]
      properties:
        scope: {$ref: '#/components/schemas/CredentialScope'}
        scope_id: {type: string, format: uuid, nullable: true}
        name: {type: string, minLength: 1, maxLength: 256}
        description: {type: string, maxLength: 1024}
        username: {type: string, minLength: 1, maxLength: 256}
        auth_method: {$ref: '#/components/schemas/CredentialAuthMethod'}
        password: {type: string, maxLength: 1024, x-secret: true}
        private_key:
          type: string
          description: PEM or OpenSSH form. Ed25519, ECDSA from 256 bits, RSA from 2048 bits.
          maxLength: 65536
          x-secret: true
        private_key_passphrase: {type: string, maxLength: 1024, x-secret: true}
        is_default: {type: boolean}
    CredentialUpdateRequest:
      description: What to change about a credential.
      type: object
      properties:
        name: {type: string, minLength: 1, maxLength: 256}
        description: {type: string, maxLength: 1024}
        username: {type: string, minLength: 1, maxLength: 256}
        auth_method: {$ref: '#/components/schemas/CredentialAuthMethod'}
        password: {type: string, maxLength: 1024, x-secret: true}
        private_key: {type: string, maxLength: 65536, x-secret: true}
        private_key_passphrase: {type: string, maxLength: 1024, x-secret: true}
        is_default: {type: boolean}
    CredentialCloneRequest:
      description: Where a copy of a credential is to apply.
      type: object
      required: [scope]
      properties:
        scope: {$ref: '#/components/schemas/CredentialScope'}
        scope_id: {type: string, format: uuid, nullable: true}
        name: {type: string, minLength: 1, maxLength: 256}
        is_default: {type: boolean}
    HealthResponse:
      description: Health of the server.
      type: object
      required: [status, db_connected, version]
      properties:
        status: {$ref: '#/components/schemas/HealthStatus'}
        db_connected: {type: boolean}
        version: {type: string}
    VersionResponse:
      description: What is running.
      type: object
      required: [openwatch, kensa, go, commit, build_time]
      properties:
        openwatch: {type: string}
        kensa: {type: string}
        go: {type: string, description: The tool chain that built the server.}
        commit: {type: string}
        build_time: {type: string}
    ConnectivityCheckResult:
      description: Outcome of a connectivity check.
      type: object
      required: [reachable, response_time_ms, probed_at, new_reachability_status]
      properties:
        reachable: {type: boolean}
        response_time_ms: {type: integer, description: Duration of the whole check.}
        error_type: {type: string, nullable: true, description: Why the host was not reached.}
        probed_at: {type: string, format: date-time}
        new_reachability_status: {$ref: '#/components/schemas/ReachabilityStatus'}
        rungs:
          type: array
          items: {$ref: '#/components/schemas/ConnectivityRung'}
          description: The steps of the check in order.
        first_failed_rung: {type: string, description: The step that ended the check.}
        host_key_fingerprint: {type: string, description: SHA-256 fingerprint of the SSH key that the host presented.}
        privilege: {type: string, description: How commands get root rights on the host.}
    IntelligenceEvent:
      description: One change on one host.
      type: object
      required: [id, host_id, event_code, severity, occurred_at, detected_at]
      properties:
        id: {type: string, format: uuid}
        host_id: {type: string, format: uuid}
        event_code: {type: string}
        severity: {$ref: '#/components/schemas/IntelligenceSeverity'}
        detail:
          type: object
          additionalProperties: true
          description: Fields of the event code, see event-kinds.yaml.
        occurred_at:
          type: string
          format: date-time
          description: When the data that shows the change was collected.
        detected_at: {type: string, format: date-time, description: When the change was stored.}
        correlation_id: {type: string}
        plugin_id: {type: string, description: The plugin that reported it.}
    AuditEvent:
      description: One thing that happened and who did it.
      type: object
      required:
        [id, correlation_id, action, message, severity, outcome, actor_type, actor_label, occurred_at, recorded_at,
         detail, redactions]
      properties:
        id: {type: string, format: uuid}
        correlation_id: {type: string, description: Of the request; empty when there was none.}
        action: {type: string, description: 'A code, see audit-events.yaml.'}
        message: {type: string, description: The row as a sentence.}
        severity: {type: string, description: 'info, warning, error or critical'}
        outcome: {type: string, description: 'success, failure or denied'}
        actor_type: {type: string, description: 'user, system or anonymous'}
        actor_id: {type: string}
        actor_label: {type: string, description: 'A name for people: the user name, or the part of the server.'}
        actor_ip: {type: string, description: The address that the request came from.}
        resource_type: {type: string}
        resource_id: {type: string}
        occurred_at: {type: string, format: date-time, description: By the server's clock.}
        recorded_at: {type: string, format: date-time, description: By the database's clock.}
        detail:
          type: object
          additionalProperties: true
          description: Fields of the code, see audit-events.yaml. Secrets are cut.
        redactions:
          type: array
          nullable: true
          items: {type: string}
          description: Paths in detail whose values were cut; null when there are none.
    AuditEventsPage:
      description: One page of the audit log.
      type: object
      required: [items, next_cursor]
      properties:
        items: {type: array, items: {$ref: '#/components/schemas/AuditEvent'}}
        next_cursor: {type: string, nullable: true, description: Null at the end of the list.}
    IntelligenceEventsPage:
      description: One page of changes.
      type: object
      required: [items]
      properties:
        items: {type: array, items: {$ref: '#/components/schemas/IntelligenceEvent'}}
        next_cursor: {type: string, nullable: true, description: Present when there may be more.}
    IntelligenceState:
      description: The latest snapshot of a host.
      type: object
      required: [host_id, snapshot, collected_at]
      properties:
        host_id: {type: string, format: uuid}
        snapshot:
          type: object
          additionalProperties: true
          description: Free-form; the plugin of the system-info role defines it.
        collected_at: {type: string, format: date-time}
    HostSystemInfo:
      description: What discovery found on a host.
      type: object
      required: [host_id, collected_at]
      properties:
        host_id: {type: string, format: uuid}
        os_name: {type: string, nullable: true}
        os_version: {type: string, nullable: true}
        os_version_full: {type: string, nullable: true}
        os_id: {type: string, nullable: true}
        os_id_like: {type: string, nullable: true}
        os_pretty_name: {type: string, nullable: true}
        platform_identifier: {type: string, nullable: true}
        os_family: {type: string, nullable: true, description: 'Distribution id, for example rocky.'}
        kernel_name: {type: string, nullable: true}
        kernel_release: {type: string, nullable: true}
        kernel_version: {type: string, nullable: true}
        architecture: {type: string, nullable: true}
        mem_total_mb: {type: integer, nullable: true}
        mem_available_mb: {type: integer, nullable: true}
        swap_total_mb: {type: integer, nullable: true}
        disk_total_gb: {type: integer, nullable: true}
        disk_used_gb: {type: integer, nullable: true}
        disk_free_gb: {type: integer, nullable: true}
        hostname: {type: string, nullable: true}
        fqdn: {type: string, nullable: true}
        selinux_status: {type: string, nullable: true}
        apparmor_enabled: {type: boolean, nullable: true}
        firewall_service: {type: string, nullable: true}
        firewall_status: {type: string, nullable: true}
        collected_at: {type: string, format: date-time}
    ConnectivityRung:
      description: One step of a connectivity check.
      type: object
      required: [name, ok, attempted]
      properties:
        name: {type: string}
        ok: {type: boolean}
        attempted: {type: boolean, description: False when an earlier step failed or the step does not apply.}
        latency_ms: {type: integer}
        error_code: {type: string}
        message: {type: string}
    IntelligenceRefreshResult:
      description: Outcome of collecting on demand.
      type: object
      required: [host_id, collected_at, events, duration_ms, plugin_id, probe]
      properties:
        host_id: {type: string, format: uuid}
        collected_at: {type: string, format: date-time}
        events: {type: integer, description: Number of changes since the snapshot before.}
        duration_ms: {type: integer}
        plugin_id: {type: string}
        probe: {type: string}
    PluginListResponse:
      description: Every plugin that was found.
      type: object
      required: [plugins, records]
      properties:
        plugins: {type: array, items: {$ref: '#/components/schemas/PluginDescription'}}
        records: {$ref: '#/components/schemas/PluginRecords'}
    PluginRecords:
      description: How this server keeps up with putting on record what happens to its plugins.
      type: object
      required: [waiting, merged, lost]
      properties:
        waiting: {type: integer, description: What waits to be written.}
        merged: {type: integer, description: What was counted into an equal record since the server started.}
        lost: {type: integer, description: What is in the log and in no audit row since the server started.}
    PluginDescription:
      description: A plugin and what it is doing.
      type: object
      required: [id, version, name, vendor, state, abi, isolation, probes, services, events]
      properties:
        id: {type: string}
        version: {type: string}
        name: {type: string}
        vendor: {type: string}
        state:
          type: string
          description: For example ready, running, degraded, draining, quarantined, locked, disabled or rejected.
        reason: {type: string, description: Why the plugin is in this state.}
        abi: {$ref: '#/components/schemas/PluginABIVersion'}
        feature: {type: string, description: Licence feature that the plugin needs.}
        isolation: {$ref: '#/components/schemas/PluginIsolation'}
        probes: {type: array, items: {$ref: '#/components/schemas/PluginProbe'}}
        services: {type: array, items: {type: string}, description: Server services that it may call.}
        events: {type: array, items: {type: string}, description: Event codes that it may report.}
        runner: {$ref: '#/components/schemas/PluginRunner'}
        trust: {type: string, description: 'How far its signature is trusted, for example signed:vendor.'}
        unlocked_by:
          type: string
          description: The licence tier that would unlock a locked plugin.
        pending_approval: {$ref: '#/components/schemas/PluginPendingApproval'}
    PluginDetail:
      description: Everything about a plugin.
      type: object
      required:
        [plugin, grants, approved_grants, approvals, versions, latency, draining_runners, isolated_probes, log]
      properties:
        plugin: {$ref: '#/components/schemas/PluginDescription'}
        grants: {type: array, items: {type: string}, description: 'What the version in use asks to be allowed, a line each.'}
        approved_grants: {type: array, items: {type: string}, description: What the latest approval covers.}
        approved_by: {type: string}
        approved_at: {type: string, format: date-time}
        approvals: {type: array, items: {$ref: '#/components/schemas/PluginApproval'}, description: 'Every approval in force, the latest first.'}
        versions: {type: array, items: {$ref: '#/components/schemas/PluginVersion'}}
        chosen_version: {type: string, description: The version that an operator chose; the highest one otherwise.}
        trial: {$ref: '#/components/schemas/PluginTrial'}
        latency: {$ref: '#/components/schemas/PluginLatency'}
        draining_runners: {type: integer, description: Former runners that finish their last calls.}
        isolated_probes: {type: array, items: {$ref: '#/components/schemas/PluginIsolatedProbe'}}
        log: {type: array, items: {$ref: '#/components/schemas/PluginLogEntry'}, description: 'The last 200 lines, oldest first.'}
    PluginPendingApproval:
      description: A version that asks for grants nobody has approved.
      type: object
      required: [version, manifest_sha256, missing_grants]
      properties:
        version: {type: string}
        manifest_sha256: {type: string, description: 'SHA-256 of its manifest in hex digits: what an approval names.'}
        missing_grants: {type: array, items: {type: string}}
    PluginApproval:
      description: One content of a plugin that an operator has approved.
      type: object
      required: [version, manifest_sha256, grants, approved_by, approved_at]
      properties:
        version: {type: string}
        manifest_sha256: {type: string}
        grants: {type: array, items: {type: string}}
        approved_by: {type: string}
        approved_at: {type: string, format: date-time}
    PluginVersion:
      description: One version of a plugin that is there.
      type: object
      required: [version, usable, rolled_back]
      properties:
        version: {type: string}
        usable: {type: boolean}
        reason: {type: string, description: Why it is not usable.}
        manifest_sha256: {type: string, description: SHA-256 of the manifest of a usable version.}
        rolled_back: {type: boolean, description: It failed on trial and is not tried again by itself.}
    PluginTrial:
      description: A version on trial beside the one that serves.
      type: object
      required: [version, calls, calls_needed]
      properties:
        version: {type: string}
        calls: {type: integer}
        calls_needed: {type: integer}
    PluginLatency:
      description: Times of the calls since the server started, in microseconds, waiting for a free runner included.
      type: object
      required: [calls, p50_us, p95_us, p99_us]
      properties:
        calls: {type: integer}
        p50_us: {type: number}
        p95_us: {type: number}
        p99_us: {type: number}
    PluginIsolatedProbe:
      description: A probe that is held back on one host because it crashed the plugin there.
      type: object
      required: [probe, host_id, until]
      properties:
        probe: {type: string}
        host_id: {type: string, format: uuid}
        until: {type: string, format: date-time}
    PluginLogEntry:
      description: One line that a plugin logged or wrote to its standard error.
      type: object
      required: [at, level, text]
      properties:
        at: {type: string, format: date-time}
        level: {type: string}
        text: {type: string}
    PluginApproveRequest:
      description: What is approved.
      type: object
      required: [version, manifest_sha256]
      properties:
        version: {type: string, minLength: 1, maxLength: 64}
        manifest_sha256:
          description: SHA-256 of the manifest that was looked at, 64 hex digits.
          type: string
          minLength: 64
          maxLength: 64
    PluginRevokeRequest:
      description: Whose approval is taken back.
      type: object
      properties:
        manifest_sha256:
          description: SHA-256 of the approved manifest, 64 hex digits; without it every approval of the plugin.
          type: string
          minLength: 64
          maxLength: 64
    PluginActivateRequest:
      description: The version to run.
      type: object
      properties:
        version: {type: string, minLength: 1, maxLength: 64}
    PluginConfig:
      description: The configuration of a plugin.
      type: object
      required: [config]
      properties:
        config: {type: object, additionalProperties: true}
    PluginRoleList:
      description: Every role, with the probe that fills it now.
      type: object
      required: [roles]
      properties:
        roles: {type: array, items: {$ref: '#/components/schemas/PluginRoleEntry'}}
    PluginRoleEntry:
      description: A role and who fills it.
      type: object
      required: [role, chosen]
      properties:
        role: {type: string}
        plugin_id: {type: string}
        probe: {type: string}
        chosen: {type: boolean, description: Whether an operator chose it.}
    PluginRoleRequest:
      description: The probe that is to fill a role.
      type: object
      properties:
        plugin_id: {type: string, minLength: 1, maxLength: 128}
        probe: {type: string, minLength: 1, maxLength: 64}
    PluginABIVersion:
      description: Revision of the plugin interface.
      type: object
      required: [major, minor]
      properties:
        major: {type: integer}
        minor: {type: integer}
    PluginProbe:
      description: One ability of a plugin.
      type: object
      required: [name, timeout_seconds]
      properties:
        name: {type: string}
        role: {type: string, description: The fixed role that the probe can fill.}
        timeout_seconds: {type: integer}
    PluginRunner:
      description: The process that runs a plugin, with counters since the server started.
      type: object
      required: [pid, generation, restarts, calls, errors, in_flight]
      properties:
        pid: {type: integer}
        generation: {type: integer}
        restarts: {type: integer}
        calls: {type: integer, format: int64}
        errors: {type: integer, format: int64}
        in_flight: {type: integer}
        secret_reveals: {type: integer, format: int64, description: Looks at secrets of the configuration.}
        last_crash: {$ref: '#/components/schemas/PluginCrash'}
    PluginCrash:
      description: How a runner ended unexpectedly.
      type: object
      required: [at]
      properties:
        signal: {type: integer}
        exit_code: {type: integer}
        at: {type: string, format: date-time}
        probe: {type: string, description: The probe that was running.}
    LicenseTier:
      description: The offers a licence can belong to, from the smallest to the largest. Informational; features count.
      type: string
      enum: [free, openwatch_plus, enterprise]
    LicenseStatus:
      description: |
        Whether a licence is in force. `grace` lasts 30 days after its end and switches on as much as `active`;
        `invalid` means that there is a licence file and it was refused.
      type: string
      enum: [active, grace, expired, no_license, invalid]
    LicenseStateResponse:
      description: The licence in force. From customer_id on only for callers with license:read or system:read.
      type: object
      required: [tier, status, features]
      properties:
        tier: {$ref: '#/components/schemas/LicenseTier'}
        status: {$ref: '#/components/schemas/LicenseStatus'}
        features:
          description: Ids of features. Those of a newer version than this one may be among them.
          type: array
          items: {type: string}
        customer_id: {type: string}
        expires_at: {type: string, format: date-time, nullable: true, description: 'The end, without the grace period.'}
        in_grace_period: {type: boolean}
        using_prev_key: {type: boolean, description: The licence is signed with an earlier issuer key.}
        clock_rollback_detected: {type: boolean, description: The clock is more than an hour behind a time seen before.}
        load_fault:
          description: Why the licence file was refused when it was read last; absent when it was not.
          type: string
    LicenseVerifyRequest:
      description: A licence to check.
      type: object
      required: [license_jwt]
      properties:
        license_jwt: {type: string, description: The licence as a compact JWT. White space around it does not count.}
    LicenseInstallRequest:
      description: A licence to install.
      type: object
      required: [license_jwt]
      properties:
        license_jwt: {type: string, description: The licence as a compact JWT. White space around it does not count.}
    LicenseVerifyResponse:
      description: What a check of a licence came to. Tier, features and end are left out unless the signature is good.
      type: object
      required: [is_valid, verify_result]
      properties:
        is_valid: {type: boolean}
        verify_result:
          description: |
            valid, malformed_jwt, signature_invalid, issuer_invalid, audience_invalid, not_yet_valid, expired or
            fingerprint_mismatch.
          type: string
        tier: {$ref: '#/components/schemas/LicenseTier'}
        features:
          type: array
          items: {type: string}
        expires_at: {type: string, format: date-time, nullable: true}
        warnings:
          description: Texts for people about what does not make the licence invalid.
          type: array
          items: {type: string}
    CapabilitiesResponse:
      description: Every feature and whether it is available.
      type: object
      required: [tier, status, capabilities]
      properties:
        tier: {$ref: '#/components/schemas/LicenseTier'}
        status: {$ref: '#/components/schemas/LicenseStatus'}
        capabilities: {type: array, items: {$ref: '#/components/schemas/Capability'}}
    Capability:
      description: A feature.
      type: object
      required: [id, tier, available, description]
      properties:
        id: {type: string}
        tier: {$ref: '#/components/schemas/LicenseTier'}
        available: {type: boolean}
        description: {type: string}
    ErrorEnvelope:
      description: The body of every error.
      type: object
      required: [error]
      properties:
        error: {$ref: '#/components/schemas/ErrorBody'}
    ErrorBody:
      description: What went wrong. Clients key on code.
      type: object
      required: [code, fault, retryable, human_message, correlation_id]
      properties:
        code: {type: string}
        fault: {$ref: '#/components/schemas/ErrorFault'}
        retryable: {type: boolean, description: Whether the same request can succeed later without a change.}
        human_message: {type: string}
        detail: {type: object, additionalProperties: true, description: 'Fields of the code, see error-codes.yaml.'}
        correlation_id: {type: string}

"""##
}
