import Contract
import Core
import Foundation
package import Web

/// `users`: accounts and the roles they have.
package struct UserRoutes: Sendable {
    private let users: UserService

    package init(users: UserService) {
        self.users = users
    }

    package var routes: [Route] {
        [
            Route(OperationCatalog.getUsers, handler: list),
            Route(OperationCatalog.postUsers, maxBodyBytes: 16_384) { request in
                let body = try request.decode(UserCreateRequest.self)
                return try .encoding(try await users.create(body, by: request.caller), status: 201)
            },
            Route(OperationCatalog.getUserByID) { request in
                try .encoding(try await users.get(try request.uuid("id")))
            },
            Route(OperationCatalog.patchUserByID, maxBodyBytes: 16_384) { request in
                let id = try request.uuid("id")
                let body = try request.decode(UserUpdateRequest.self)
                return try .encoding(try await users.update(id, body, by: request.caller))
            },
            Route(OperationCatalog.deleteUserByID) { request in
                try await users.delete(try request.uuid("id"), by: request.caller)
                return .noContent
            },
            Route(OperationCatalog.postUserRolesAssign, maxBodyBytes: 4_096) { request in
                let id = try request.uuid("id")
                let body = try request.decode(UserRoleAssignRequest.self)
                if let violation = body.limitViolation() { throw APIError.fieldRange(violation) }
                try await users.assign(body.roleID, to: id, by: request.caller)
                return .noContent
            },
            Route(OperationCatalog.postUserRolesUnassign, maxBodyBytes: 4_096) { request in
                let id = try request.uuid("id")
                let body = try request.decode(UserRoleAssignRequest.self)
                if let violation = body.limitViolation() { throw APIError.fieldRange(violation) }
                try await users.unassign(body.roleID, from: id, by: request.caller)
                return .noContent
            },
            Route(OperationCatalog.postUserResetPassword, maxBodyBytes: 4_096) { request in
                let id = try request.uuid("id")
                let body = try request.decode(UserPasswordResetRequest.self)
                try await users.resetPassword(id, body, by: request.caller)
                return .noContent
            },
            Route(OperationCatalog.postUserDisable) { request in
                try .encoding(try await users.disable(try request.uuid("id"), by: request.caller))
            },
            Route(OperationCatalog.postUserEnable) { request in
                try .encoding(try await users.enable(try request.uuid("id"), by: request.caller))
            },
        ]
    }

    private func list(_ request: APIRequest) async throws -> APIResponse {
        var page = UserStore.Page(text: request.query["q"], roleID: request.query["role"])
        for name in ["q", "role"] {
            let value = request.query[name] ?? ""
            guard value.unicodeScalars.count <= 256 else {
                throw APIError(
                    .validationFieldRange, "\(name) has at most 256 characters", detail: ["field": .string(name)])
            }
        }
        switch request.query["state"] {
        case nil: break
        case "enabled": page.isDisabled = false
        case "disabled": page.isDisabled = true
        default:
            throw APIError(
                .validationFieldInvalid, "state must be enabled or disabled", detail: ["field": "state"])
        }
        page.limit = try request.queryLimit(range: 1...1_000)
        if let text = request.query["cursor"] {
            let parts = text.split(separator: "|", omittingEmptySubsequences: false)
            guard parts.count == 2, let time = Timestamp(parsing: String(parts[0])),
                let id = UUID(uuidString: String(parts[1]))
            else { throw APIError.cursorInvalid() }
            page.after = (time, id)
        }
        let records = try await users.list(page)
        var response = UsersListResponse(users: records.map(\.response))
        if let limit = page.limit, records.count == limit, let last = records.last {
            response.nextCursor = "\(last.createdAt)|\(last.user.id.text)"
        }
        return try .encoding(response)
    }
}
