import Contract
import Web

/// `auth/password:change`.
struct PasswordRoutes: Sendable {
    private let passwords: PasswordChangeService

    init(passwords: PasswordChangeService) {
        self.passwords = passwords
    }

    var routes: [Route] {
        [
            Route(OperationCatalog.postAuthPasswordChange, maxBodyBytes: 8_192) { request in
                let body = try request.decode(AuthPasswordChangeRequest.self)
                if let violation = body.limitViolation() { throw APIError.fieldRange(violation) }
                try await passwords.change(
                    from: body.currentPassword, to: body.newPassword, by: request.caller)
                return .noContent
            }
        ]
    }
}
