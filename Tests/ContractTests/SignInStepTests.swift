import Contract
import Testing

@Suite("Steps of a sign-in")
struct SignInStepTests {
    @Test(
        "a step that is left lets only its own operations and those open to anybody through",
        arguments: SignInStep.allCases)
    func allowed(step: SignInStep) {
        let own: Set<String> =
            switch step {
            case .secondFactor: ["postAuthMFAVerify"]
            case .passwordChange: ["postAuthPasswordChange"]
            case .mfaEnrollment: ["getAuthMFA", "postAuthMFAEnroll", "postAuthMFAVerify", "postAuthReauthenticate"]
            }
        for operation in OperationCatalog.all {
            let expected =
                operation.access == .anonymous || operation.operationID == "getAuthMe"
                || own.contains(operation.operationID)
            #expect(step.allows(operation) == expected, "\(operation.operationID)")
        }
    }

    @Test("signing out, refreshing and asking who one is work whatever step is left", arguments: SignInStep.allCases)
    func always(step: SignInStep) {
        for operation in [
            OperationCatalog.postAuthLogout, OperationCatalog.postAuthRefresh, OperationCatalog.postAuthRefreshCookie,
            OperationCatalog.getAuthMe, OperationCatalog.getAuthMePermissions,
        ] {
            #expect(step.allows(operation))
        }
        for operation in OperationCatalog.all {
            if case .permission = operation.access { #expect(!step.allows(operation)) }
        }
    }

    @Test(
        "whoever has a step left holds no permission, where an operation open to anybody asks",
        arguments: SignInStep.allCases)
    func permissions(step: SignInStep) {
        let caller = Caller(kind: .user, id: "u", label: "ada", role: ActingRole(.admin), outstandingStep: step)
        #expect(caller.permissions.isEmpty && !caller.holds(.licenseRead))
    }

    @Test("a refusal names the step")
    func refusals() {
        let codes = SignInStep.allCases.map { APIError.stepOutstanding($0).code }
        #expect(
            codes == [.authSecondFactorRequired, .authPasswordChangeRequired, .authMFAEnrollmentRequired])
        #expect(codes.allSatisfy { $0.httpStatus == 403 })
    }
}
