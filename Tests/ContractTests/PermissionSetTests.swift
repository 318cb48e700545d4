import Contract
import Testing

@Suite("Permission sets")
struct PermissionSetTests {
    @Test("hold what they were made of and nothing else")
    func membership() {
        for permission in Permission.all {
            let set = PermissionSet([permission])
            #expect(Permission.all.filter(set.contains) == [permission])
        }
        #expect(PermissionSet.all.permissions.count == Permission.all.count)
        #expect(PermissionSet().isEmpty)
    }

    @Test("leave out ids that the registry does not know")
    func unknownIDs() {
        #expect(PermissionSet(ids: ["host:read", "host:*", "nothing:here"]) == PermissionSet([.hostRead]))
    }

    @Test("know subsets and differences")
    func algebra() {
        let small = PermissionSet([.hostRead, .scanRead])
        #expect(small.isSubset(of: Role.viewer.permissionSet))
        #expect(!Role.viewer.permissionSet.isSubset(of: small))
        #expect(Role.admin.permissionSet == .all)
        #expect(small.union(PermissionSet([.hostWrite])).subtracting(small) == PermissionSet([.hostWrite]))
        #expect(PermissionSet([.scanRead, .hostRead]).permissions.map(\.id) == ["host:read", "scan:read"])
    }
}

@Suite("Acting roles")
struct ActingRoleTests {
    @Test("count the highest built-in role alone, so that two of them cannot be added up")
    func highestBuiltIn() throws {
        let role = try #require(ActingRole(roleIDs: ["auditor", "ops_lead"], customPermissions: PermissionSet()))
        #expect(role.id == "ops_lead")
        #expect(!role.permissions.contains(.exceptionApprove))
    }

    @Test("add what custom roles grant")
    func customRoles() throws {
        let custom = PermissionSet([.hostDelete])
        let both = try #require(ActingRole(roleIDs: ["viewer", "cleaner"], customPermissions: custom))
        #expect(both.id == "viewer")
        #expect(both.permissions == Role.viewer.permissionSet.union(custom))
        let alone = try #require(ActingRole(roleIDs: ["cleaner", "archivist"], customPermissions: custom))
        #expect(alone.id == "archivist")
        #expect(alone.permissions == custom)
        #expect(ActingRole(roleIDs: [], customPermissions: PermissionSet()) == nil)
    }
}
