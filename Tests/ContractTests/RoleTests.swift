import Contract
import Testing

@Suite("Roles")
struct RoleTests {
    @Test(
        "grant as many permissions as the published table",
        arguments: [(Role.viewer, 16), (.auditor, 20), (.opsLead, 32), (.securityAdmin, 56), (.admin, 67)])
    func grantCounts(role: Role, count: Int) {
        #expect(role.permissions.count == count)
    }

    @Test("rank from viewer to admin")
    func ranks() {
        #expect(Role.allCases.sorted() == [.viewer, .auditor, .opsLead, .securityAdmin, .admin])
        #expect(Role(rawValue: "ops_lead") == .opsLead)
    }

    @Test("keep asking, deciding and administering apart")
    func separationOfDuties() {
        #expect(!Role.opsLead.grants(.remediationApprove))
        #expect(Role.auditor.grants(.exceptionApprove))
        #expect(!Role.opsLead.grants(.exceptionApprove))
        #expect(!Role.auditor.grants(.remediationApprove))
        #expect(!Role.securityAdmin.grants(.systemConfigWrite))
        #expect(!Role.viewer.grants(.credentialRead))
        #expect(Role.admin.permissions == Set(Permission.all))
    }

    @Test("expand a wildcard to its whole category")
    func wildcards() {
        let host = Permission.all.filter { $0.category == "host" }
        #expect(host.count == 5)
        #expect(host.allSatisfy(Role.securityAdmin.grants))
    }
}
