import Database

extension IdentityMigrations {
    /// Identity providers, the accounts they vouch for, and sign-ins that are under way.
    static let singleSignOn = Migration(
        version: 12, name: "single_sign_on",
        sql: """
            CREATE TABLE sso_providers (
                id uuid PRIMARY KEY,
                name text NOT NULL CHECK (length(name) BETWEEN 1 AND 256),
                type text NOT NULL DEFAULT 'oidc' CHECK (type = 'oidc'),
                issuer text NOT NULL,
                client_id text NOT NULL,
                encrypted_client_secret bytea NOT NULL,
                scopes text NOT NULL,
                default_role text NOT NULL REFERENCES roles,
                enabled boolean NOT NULL DEFAULT false,
                created_at timestamptz NOT NULL DEFAULT now(),
                updated_at timestamptz NOT NULL DEFAULT now()
            );

            CREATE TABLE sso_identities (
                provider_id uuid NOT NULL REFERENCES sso_providers ON DELETE CASCADE,
                subject text NOT NULL,
                user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
                created_at timestamptz NOT NULL DEFAULT now(),
                last_used_at timestamptz,
                PRIMARY KEY (provider_id, subject)
            );
            CREATE INDEX sso_identities_user ON sso_identities (user_id);

            CREATE TABLE sso_auth_states (
                state_hash bytea PRIMARY KEY,
                provider_id uuid NOT NULL REFERENCES sso_providers ON DELETE CASCADE,
                -- The hash of a cookie that only the browser that began has.
                browser_hash bytea NOT NULL,
                nonce text NOT NULL,
                code_verifier text NOT NULL,
                return_to text NOT NULL,
                expires_at timestamptz NOT NULL
            );
            CREATE INDEX sso_auth_states_age ON sso_auth_states (expires_at);
            """)
}
