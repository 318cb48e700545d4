import Contract

/// Decides what a sign-in has left to do.
enum SignInRules {
    /// - Parameters:
    ///   - user: as it is now.
    ///   - secondFactorShown: in this session, for accounts that have one.
    ///   - requiresSecondFactor: whether policy asks everybody for one.
    /// - Returns: the step that comes first; nil when none is left.
    static func step(for user: User, secondFactorShown: Bool, requiresSecondFactor: Bool) -> SignInStep? {
        step(
            hasSecondFactor: user.hasSecondFactor, secondFactorShown: secondFactorShown,
            mustChangePassword: user.mustChangePassword && user.passwordHash != nil,
            requiresSecondFactor: requiresSecondFactor)
    }

    static func step(
        hasSecondFactor: Bool, secondFactorShown: Bool, mustChangePassword: Bool, requiresSecondFactor: Bool
    ) -> SignInStep? {
        if hasSecondFactor, !secondFactorShown { return .secondFactor }
        if mustChangePassword { return .passwordChange }
        if requiresSecondFactor, !hasSecondFactor { return .mfaEnrollment }
        return nil
    }
}
