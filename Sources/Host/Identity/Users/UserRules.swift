import Contract

/// What names and addresses of accounts look like. No I/O.
enum UserRules {
    /// - Throws: `validation.field_invalid`.
    static func check(username: String) throws {
        guard
            !username.unicodeScalars.contains(where: { $0.properties.isWhitespace || $0.value < 32 || $0.value == 127 })
        else {
            throw APIError(
                .validationFieldInvalid, "username has no spaces and no control characters",
                detail: ["field": "username"])
        }
    }

    /// One `@` with something on both sides; whether the address is anybody's only a message to it can tell.
    ///
    /// - Throws: `validation.field_invalid`.
    static func check(email: String) throws {
        let parts = email.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty }),
            !email.unicodeScalars.contains(where: { $0.properties.isWhitespace || $0.value < 32 || $0.value == 127 })
        else {
            throw APIError(
                .validationFieldInvalid, "email must be an address like name@example.org", detail: ["field": "email"])
        }
    }
}
