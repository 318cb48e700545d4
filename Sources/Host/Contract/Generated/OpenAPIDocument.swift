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
      `request.timeout` (15 s for the header, 60 s for the body), 501 `request.method_unknown` over HTTP/1.1 for a method
      that HTTP does not define, 505 `request.version_unsupported`. Path and query may have 8 KiB (414
      `request.uri_too_long`), all header fields together 32 KiB over HTTP/1.1 (431 `request.headers_too_large`) and
      16 KiB over HTTP/2, as its SETTINGS say; above them an HTTP/2 connection ends with GOAWAY.
      `x-error-codes` lists the codes of an operation; the registry error-codes.yaml gives their status and meaning.
    * Checks run in this order: identity (401), CSRF (403), permission (401 or 403), licence feature (402), idempotency
      (400 or 409), headers, parameters and body (400, 413, 415), and then the work itself.
    * Unsafe methods on a cookie session need the header `X-CSRF-Token` with the value of the cookie `XSRF-TOKEN`.
      Sign-in and sign-out are exempt, and so are callers that authenticate with a bearer token.
    * `x-idempotency: required` means that the request must carry an `Idempotency-Key`; `accepted` that it may. A
      successful answer is kept for 24 hours per caller and key and is given again to the same request.
servers:
  - url: https://localhost:8443
tags:
  - {name: auth, description: Sign-in and sign-out.}
  - {name: hosts, description: Managed machines.}
  - {name: probes, description: Questions asked of one host on demand.}
  - {name: credentials, description: Stored SSH secrets.}
  - {name: intelligence, description: What is known about hosts and what changed.}
  - {name: system, description: The server itself.}
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
        session and is withdrawn with it; no operation of this version redeems it. The codes
        of 401 do not tell an unknown user from a wrong password. At most 20 attempts per minute and client address.
      security: []
      x-access: anonymous
      x-audit-events: [auth.login.success, auth.login.failure]
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
        scope_id; those of a host need one. Only one system credential can be the default.
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
      tags: [system]
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
    CredentialId:
      name: id
      in: path
      required: true
      description: The credential.
      schema: {type: string, format: uuid}
    IdempotencyKey:
      name: Idempotency-Key
      in: header
      required: false
      description: Chosen by the client, one per intended effect. Makes it safe to repeat the request.
      schema: {type: string, minLength: 1, maxLength: 128}
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
          maxLength: 6
          description: Six digits of the second factor. Ignored for accounts without one.
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
    AuthMeResponse:
      description: A user.
      type: object
      required: [id, username, email, role]
      properties:
        id: {type: string, format: uuid}
        username: {type: string}
        email: {type: string}
        role: {type: string}
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
      required: [plugins]
      properties:
        plugins: {type: array, items: {$ref: '#/components/schemas/PluginDescription'}}
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
