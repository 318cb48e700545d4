import Contract

/// What a password must be like. No I/O.
enum PasswordRules {
    static func isFitForAdmin(_ password: String, username: String, email: String) -> Bool {
        (15...128).contains(password.unicodeScalars.count)
    }

    static func check(
        _ password: String, username: String, email: String, isAdmin: Bool, code: ErrorCode, field: String
    ) throws {
        guard ((isAdmin ? 15 : 8)...128).contains(password.unicodeScalars.count) else {
            throw APIError(
                code, "the password has \(isAdmin ? 15 : 8) to 128 characters",
                detail: ["field": .string(field), "reason": "length"])
        }
    }
}
