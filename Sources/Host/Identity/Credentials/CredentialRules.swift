import Contract

/// What makes a credential complete. No I/O.
enum CredentialRules {
    static func scope(_ text: String) throws -> CredentialScope {
        if text == "host_group" {
            throw APIError(
                .credentialsInvalidScope, "this server has no host groups; scope must be system or host",
                detail: ["field": "scope", "reason": "host_groups_not_served"])
        }
        guard let scope = CredentialScope(rawValue: text) else {
            throw APIError(.credentialsInvalidScope, "scope must be system or host", detail: ["field": "scope"])
        }
        return scope
    }

    static func authMethod(_ text: String) throws -> CredentialAuthMethod {
        guard let method = CredentialAuthMethod(rawValue: text) else {
            throw APIError(
                .validationFieldInvalid, "auth_method must be ssh_key, password or both",
                detail: ["field": "auth_method"])
        }
        return method
    }

    /// Every secret that the method needs is there.
    static func requireSecrets(_ method: CredentialAuthMethod, hasPassword: Bool, hasPrivateKey: Bool) throws {
        if method != .sshKey, !hasPassword {
            throw APIError(
                .credentialsMissingSecret, "auth_method \(method.rawValue) needs a password",
                detail: ["field": "password"])
        }
        if method != .password, !hasPrivateKey {
            throw APIError(
                .credentialsMissingSecret, "auth_method \(method.rawValue) needs a private_key",
                detail: ["field": "private_key"])
        }
    }

    /// A name that people see: not blank.
    static func requireText(_ value: String, field: String) throws {
        if value.allSatisfy(\.isWhitespace) { throw APIError.fieldRequired(field) }
    }

    static func scopeID(of scope: CredentialScope, isSet: Bool) throws {
        if scope == .host, !isSet {
            throw APIError(
                .credentialsInvalidScope, "a credential of scope host needs scope_id", detail: ["field": "scope_id"])
        }
        if scope == .system, isSet {
            throw APIError(
                .credentialsInvalidScope, "a credential of scope system has no scope_id", detail: ["field": "scope_id"])
        }
    }

    /// The name of a copy that was given none; cut so that it is no longer than a name may be.
    static func cloneName(of name: String) -> String {
        let suffix = " (clone)"
        var stem = name
        while stem.unicodeScalars.count + suffix.unicodeScalars.count > 256 { stem.removeLast() }
        return stem + suffix
    }
}
