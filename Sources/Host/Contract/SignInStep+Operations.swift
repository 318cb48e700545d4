extension SignInStep {
    /// Whether a session may call an operation while this step is left.
    ///
    /// What is open to anybody is, refreshing and sign-out among it; so is asking who one is. Beyond that each step
    /// has the operations that it consists of: whoever has yet to show a second factor can neither replace nor remove
    /// it.
    package func allows(_ operation: OperationDescription) -> Bool {
        operation.access == .anonymous || operation == OperationCatalog.getAuthMe || own.contains(operation)
    }

    private var own: Set<OperationDescription> {
        switch self {
        case .secondFactor: [OperationCatalog.postAuthMFAVerify]
        case .passwordChange: [OperationCatalog.postAuthPasswordChange]
        case .mfaEnrollment:
            [
                OperationCatalog.getAuthMFA, OperationCatalog.postAuthMFAEnroll, OperationCatalog.postAuthMFAVerify,
                OperationCatalog.postAuthReauthenticate,
            ]
        }
    }
}
