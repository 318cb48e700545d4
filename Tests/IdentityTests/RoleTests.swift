import AreaTestSupport
import Contract
import Core
import Database
import Foundation
import TestSupport
import Testing

@testable import Identity

@Suite("Roles")
struct RoleTests {
    private func service(_ test: TestDatabase) -> RoleService {
        RoleService(database: test.database, audit: .init())
    }

    private func holder(_ permissions: Permission...) -> Caller {
        Caller(
            kind: .user, id: UUID.v7().text, label: "holder",
            role: ActingRole(id: "some", permissions: PermissionSet(permissions)))
    }

    @Test("the list has the built-in roles by rank with what the registry says, then custom ones")
    func list() async throws {
        try await withAreaDatabase { test in
            _ = try await service(test).create(
                .init(id: "cleaner", description: "Deletes hosts", permissions: ["host:read", "host:delete"]),
                by: .administrator)
            let roles = try await service(test).list().roles
            #expect(
                roles.map(\.id) == ["viewer", "auditor", "ops_lead", "security_admin", "admin", "cleaner"])
            #expect(roles.map(\.permissions.count) == [16, 20, 32, 56, 67, 2])
            #expect(roles.map(\.isBuiltIn) == [true, true, true, true, true, false])
        }
    }

    @Test("R16: a role cannot be made with a permission that its maker lacks, nor with a wildcard or an unknown one")
    func subset() async throws {
        try await withAreaDatabase { test in
            let caller = holder(.roleWrite, .hostRead)
            let exceeding = await apiError {
                _ = try await service(test).create(
                    .init(id: "big", description: "d", permissions: ["host:read", "host:delete"]), by: caller)
            }
            #expect(exceeding?.code == .authzRoleExceedsGrant)
            #expect(exceeding?.detail["exceeds_grant"] == .strings(["host:delete"]))
            for id in ["host:*", "*", "host:fly"] {
                let unknown = await apiError {
                    _ = try await service(test).create(
                        .init(id: "big", description: "d", permissions: ["host:read", id]), by: .administrator)
                }
                #expect(unknown?.code == .usersUnknownPermission)
                #expect(unknown?.detail["invalid_permissions"] == .strings([id]))
            }
            let rolesCount = try await test.database.count("SELECT count(*) AS n FROM roles")
            #expect(rolesCount == 5)
        }
    }

    @Test("the id has its form, and is taken once")
    func identifier() async throws {
        try await withAreaDatabase { test in
            for id in ["A", "1a", "a", "a-b", "_a", "ä1", String(repeating: "a", count: 65)] {
                let error = await apiError {
                    _ = try await service(test).create(
                        .init(id: id, description: "d", permissions: ["host:read"]), by: .administrator)
                }
                #expect(error?.code == .validationFieldFormat || error?.code == .validationFieldRange, "\(id)")
            }
            for id in ["viewer", "mine", "mine"] {
                let error = await apiError {
                    _ = try await service(test).create(
                        .init(id: id, description: "d", permissions: ["host:read"]), by: .administrator)
                }
                if id == "viewer" { #expect(error?.code == .usersRoleIDTaken) }
            }
            let rolesCount = try await test.database.count("SELECT count(*) AS n FROM roles")
            #expect(rolesCount == 6)
        }
    }

    @Test("trap 18: what a custom role grants counts from the next request of everybody who has it")
    func customRolesWork() async throws {
        try await withAreaDatabase { test in
            _ = try await service(test).create(
                .init(id: "mover", description: "d", permissions: ["host:read", "host:write"]), by: .administrator)
            let users = IdentityBench.users(test.database)
            let id = try await users.create(
                .init(username: "ann", email: "a@example.net", password: IdentityBench.password), by: .administrator
            ).id
            try await users.assign("mover", to: id, by: .administrator)
            func role() async throws -> ActingRole? { try await UserStore().user(id: id, from: test.database)?.role }
            #expect(try await role() == ActingRole(id: "mover", permissions: PermissionSet([.hostRead, .hostWrite])))
            _ = try await service(test).update("mover", .init(permissions: ["host:read"]), by: .administrator)
            #expect(try await role()?.permissions == PermissionSet([.hostRead]))
        }
    }

    @Test("changing a role takes what it grants and what it is to grant; built-in roles stay as they are")
    func update() async throws {
        try await withAreaDatabase { test in
            let roles = service(test)
            _ = try await roles.create(
                .init(id: "mover", description: "d", permissions: ["host:read", "host:write"]), by: .administrator)
            for (permissions, caller) in [
                (["host:read"], holder(.roleWrite, .hostRead)),
                (["host:read", "host:delete"], holder(.roleWrite, .hostRead, .hostWrite)),
            ] {
                let error = await apiError {
                    _ = try await roles.update("mover", .init(permissions: permissions), by: caller)
                }
                #expect(error?.code == .authzRoleExceedsGrant)
            }
            let changed = try await roles.update(
                "mover", .init(description: "reads", permissions: ["host:read"]), by: holder(.hostRead, .hostWrite))
            #expect(changed.description == "reads" && changed.permissions == ["host:read"])
            let row = try #require(
                try await test.database.query(
                    "SELECT detail FROM audit_events WHERE action = 'admin.role.changed'"
                ).first)
            #expect(String(decoding: try row.json("detail"), as: UTF8.self).contains("host:write"))
            #expect(
                await apiError { _ = try await roles.update("admin", .init(), by: .administrator) }?.code
                    == .rolesBuiltIn)
            #expect(
                await apiError { _ = try await roles.update("none", .init(), by: .administrator) }?.code
                    == .rolesNotFound)
        }
    }

    @Test("a role in use is not deleted, and says who has it; one that nobody has is")
    func deletion() async throws {
        try await withAreaDatabase { test in
            let roles = service(test)
            _ = try await roles.create(
                .init(id: "mover", description: "d", permissions: ["host:read"]), by: .administrator)
            let users = IdentityBench.users(test.database)
            let id = try await users.create(
                .init(username: "ann", email: "a@example.net", password: IdentityBench.password), by: .administrator
            ).id
            try await users.assign("mover", to: id, by: .administrator)
            let tokens = APITokenService(database: test.database, audit: .init(), longestLifeDays: 1)
            let token = try await tokens.create(
                .init(name: "t", roleID: "mover"),
                by: Caller(kind: .user, id: id.text, label: "ann", role: ActingRole(.admin)))
            let inUse = await apiError { try await roles.delete("mover", by: .administrator) }
            #expect(inUse?.code == .rolesInUse && inUse?.detail["users"] == 1 && inUse?.detail["tokens"] == 1)
            try await users.unassign("mover", from: id, by: .administrator)
            try await tokens.revoke(token.apiToken.id, by: .administrator)
            #expect(
                await apiError { try await roles.delete("mover", by: holder(.roleWrite)) }?.code
                    == .authzRoleExceedsGrant)
            try await roles.delete("mover", by: .administrator)
            #expect(await apiError { try await roles.delete("mover", by: .administrator) }?.code == .rolesNotFound)
            #expect(await apiError { try await roles.delete("viewer", by: .administrator) }?.code == .rolesBuiltIn)
        }
    }
}
