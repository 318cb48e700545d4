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
  - {name: plugins, description: 'Probe plugins: what they may do, how they run, which version.'}
  - {name: system, description: The server itself.}
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
        Approves the grants of the version that the body names, as they are shown by `GET /plugins/{id}`. A version that waits
        is taken into use: on trial if another one serves.
      x-required-permission: 'system:config_write'
      x-idempotency: accepted
      x-audit-events: [plugin.approved, authz.permission.denied]
      x-error-codes:
        [auth.required, auth.session_invalid, authz.csrf_invalid, authz.permission_denied, idempotency.in_flight,
         idempotency.key_reused, plugins.not_found, plugins.state_conflict, request.header_invalid,
         request.unsupported_media_type, server.error, server.unavailable, validation.body_too_large,
         validation.field_required, validation.invalid_body]
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
        trust: {type: string, description: 'How far its signature is trusted, for example signed:vendor.'}
        unlocked_by:
          type: string
          description: The licence tier that would unlock a locked plugin.
        pending_approval: {$ref: '#/components/schemas/PluginPendingApproval'}
    PluginDetail:
      description: Everything about a plugin.
      type: object
      required: [plugin, grants, approved_grants, versions, latency, draining_runners, isolated_probes, log]
      properties:
        plugin: {$ref: '#/components/schemas/PluginDescription'}
        grants: {type: array, items: {type: string}, description: 'What the version in use asks to be allowed, a line each.'}
        approved_grants: {type: array, items: {type: string}, description: What an operator has approved.}
        approved_by: {type: string}
        approved_at: {type: string, format: date-time}
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
      required: [version, missing_grants]
      properties:
        version: {type: string}
        missing_grants: {type: array, items: {type: string}}
    PluginVersion:
      description: One version of a plugin that is there.
      type: object
      required: [version, usable, rolled_back]
      properties:
        version: {type: string}
        usable: {type: boolean}
        reason: {type: string, description: Why it is not usable.}
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
      required: [version]
      properties:
        version: {type: string, minLength: 1, maxLength: 64}
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
