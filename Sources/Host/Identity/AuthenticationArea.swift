package import Audit
package import Database
package import Web

/// Everything about signing in, wired once: routes for the server and the parts that others share.
package struct AuthenticationArea: Sendable {
    private let database: Database
    private let hasher: PasswordHasher
    private let signer: AccessTokenSigner
    private let box: SecretBox
    private let passwords: PasswordPolicy
    private let audit: AuditTrail

    /// - Parameter passwords: the policy that everything uses which sets a password.
    package init(
        database: Database, hasher: PasswordHasher, signer: AccessTokenSigner, box: SecretBox,
        passwords: PasswordPolicy, audit: AuditTrail
    ) {
        self.database = database
        self.hasher = hasher
        self.signer = signer
        self.box = box
        self.passwords = passwords
        self.audit = audit
    }

    package var routes: [Route] {
        // Guesses of passwords and of codes count together.
        let limiter = AttemptLimiter(limit: 20, windowSeconds: 60)
        let logins = LoginService(
            database: database, hasher: hasher, issuer: SessionIssuer(signer: signer), box: box, audit: audit)
        return AuthRoutes(
            logins: logins, refreshing: RefreshService(database: database, signer: signer, audit: audit),
            sessions: OwnSessionService(database: database, audit: audit), limiter: limiter
        ).routes
            + SecondFactorRoutes(
                factors: SecondFactorService(database: database, box: box, audit: audit),
                reauthentication: ReauthenticationService(
                    database: database, hasher: hasher, box: box, audit: audit),
                limiter: limiter
            ).routes
            + PasswordRoutes(
                passwords: PasswordChangeService(
                    database: database, hasher: hasher, policy: passwords, audit: audit)
            ).routes
            + SignInPolicyRoutes(policies: SignInPolicyService(database: database, audit: audit)).routes
            + ProfileRoutes(profiles: ProfileService(database: database, audit: audit)).routes
    }
}
