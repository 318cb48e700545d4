import Contract
import Database

extension IdentityMigrations {
    /// Users, roles, sessions, second factors, API tokens, the sign-in policy and the counters that slow guessing down.
    ///
    /// - Every token and code is stored as its SHA-256 only; `encrypted_*` columns are sealed with the credential key.
    /// - A session is one sign-in. Its refresh tokens replace each other within it, so that its absolute limit and its
    ///   revocation reach all of them.
    static let accounts = Migration(
        version: 3, name: "accounts",
        sql: """
            CREATE TABLE roles (
                id text PRIMARY KEY CHECK (id ~ '^[a-z][a-z0-9_]{1,63}$'),
                description text NOT NULL DEFAULT '',
                is_built_in boolean NOT NULL DEFAULT false,
                -- Of built-in roles the registry says what they grant.
                permissions text[] NOT NULL DEFAULT '{}',
                created_by text,
                created_at timestamptz NOT NULL DEFAULT now(),
                updated_at timestamptz NOT NULL DEFAULT now(),
                CHECK (is_built_in = (cardinality(permissions) = 0))
            );
            INSERT INTO roles (id, is_built_in) VALUES \(Role.allCases.map { "('\($0.rawValue)', true)" }
                .joined(separator: ", "));

            CREATE TABLE users (
                id uuid PRIMARY KEY,
                username text NOT NULL CHECK (length(username) BETWEEN 1 AND 256),
                email text NOT NULL CHECK (length(email) <= 256),
                -- Without one the account signs in through its identity provider only.
                password_hash text,
                must_change_password boolean NOT NULL DEFAULT false,
                -- Whether the password was checked by the rules for administrators when it was set.
                has_admin_password boolean NOT NULL DEFAULT false,
                full_name text NOT NULL DEFAULT '',
                display_name text NOT NULL DEFAULT '',
                job_title text NOT NULL DEFAULT '',
                timezone text NOT NULL DEFAULT '',
                phone text NOT NULL DEFAULT '',
                preferences jsonb NOT NULL DEFAULT '{}',
                last_password_change_at timestamptz NOT NULL DEFAULT now(),
                created_at timestamptz NOT NULL DEFAULT now(),
                updated_at timestamptz NOT NULL DEFAULT now(),
                disabled_at timestamptz,
                deleted_at timestamptz
            );
            CREATE UNIQUE INDEX users_username ON users (username) WHERE deleted_at IS NULL;
            CREATE UNIQUE INDEX users_email ON users (email) WHERE deleted_at IS NULL AND email <> '';

            CREATE TABLE user_roles (
                user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
                role_id text NOT NULL REFERENCES roles,
                granted_by text,
                granted_at timestamptz NOT NULL DEFAULT now(),
                PRIMARY KEY (user_id, role_id)
            );
            CREATE INDEX user_roles_role ON user_roles (role_id);

            CREATE TABLE sessions (
                id uuid PRIMARY KEY,
                user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
                token_hash bytea NOT NULL UNIQUE,
                -- The token until the last refresh: requests that were under way still have it.
                previous_token_hash bytea,
                previous_token_valid_until timestamptz,
                auth_method text NOT NULL CHECK (auth_method IN ('password', 'sso_oidc')),
                created_at timestamptz NOT NULL DEFAULT now(),
                last_seen_at timestamptz NOT NULL DEFAULT now(),
                -- When the user last proved who they are: sign-in, or the password and code again.
                authenticated_at timestamptz NOT NULL DEFAULT now(),
                -- Nothing but the step itself is allowed until it is done.
                outstanding_step text CHECK (outstanding_step IN ('second_factor', 'mfa_enrollment', 'password_change')),
                expires_at timestamptz NOT NULL,
                absolute_expires_at timestamptz NOT NULL,
                revoked_at timestamptz,
                remote_address text,
                user_agent text
            );
            CREATE INDEX sessions_previous_token ON sessions (previous_token_hash) WHERE previous_token_hash IS NOT NULL;
            CREATE INDEX sessions_user ON sessions (user_id);
            CREATE INDEX sessions_end ON sessions (absolute_expires_at);

            CREATE TABLE refresh_tokens (
                id uuid PRIMARY KEY,
                user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
                session_id uuid NOT NULL REFERENCES sessions ON DELETE CASCADE,
                token_hash bytea NOT NULL UNIQUE,
                created_at timestamptz NOT NULL DEFAULT now(),
                expires_at timestamptz NOT NULL,
                rotated_at timestamptz,
                -- How often the token was honoured again after its rotation, for clients that raced.
                siblings smallint NOT NULL DEFAULT 0,
                revoked_at timestamptz,
                reuse_detected_at timestamptz
            );
            CREATE INDEX refresh_tokens_session ON refresh_tokens (session_id);
            CREATE INDEX refresh_tokens_user ON refresh_tokens (user_id) WHERE revoked_at IS NULL;
            CREATE INDEX refresh_tokens_end ON refresh_tokens (expires_at);

            CREATE TABLE auth_mfa (
                user_id uuid PRIMARY KEY REFERENCES users ON DELETE CASCADE,
                encrypted_secret bytea,
                confirmed_at timestamptz,
                -- A new secret counts once a code of it was shown; until then the old one stays in force.
                encrypted_pending_secret bytea,
                pending_at timestamptz,
                last_verified_at timestamptz,
                -- The newest time step whose code was accepted: that code and every older one are spent.
                last_step bigint NOT NULL DEFAULT 0,
                CHECK ((encrypted_secret IS NULL) = (confirmed_at IS NULL))
            );
            CREATE TABLE auth_recovery_codes (
                user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
                code_hash bytea NOT NULL,
                used_at timestamptz,
                PRIMARY KEY (user_id, code_hash)
            );

            CREATE TABLE api_tokens (
                id uuid PRIMARY KEY,
                name text NOT NULL CHECK (length(name) BETWEEN 1 AND 256),
                prefix text NOT NULL,
                token_hash bytea NOT NULL UNIQUE,
                role_id text NOT NULL REFERENCES roles,
                -- The user who answers for the token: it works only while that account does.
                owner_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
                created_at timestamptz NOT NULL DEFAULT now(),
                expires_at timestamptz,
                last_used_at timestamptz,
                revoked_at timestamptz
            );
            CREATE INDEX api_tokens_owner ON api_tokens (owner_id);
            CREATE INDEX api_tokens_role ON api_tokens (role_id);

            CREATE TABLE auth_policy (
                is_only_row boolean PRIMARY KEY DEFAULT true CHECK (is_only_row),
                require_mfa boolean NOT NULL DEFAULT false,
                session_idle_timeout_seconds integer NOT NULL DEFAULT 900
                    CHECK (session_idle_timeout_seconds BETWEEN 300 AND 86400),
                session_absolute_timeout_seconds integer NOT NULL DEFAULT 43200
                    CHECK (session_absolute_timeout_seconds BETWEEN 3600 AND 2592000),
                updated_at timestamptz NOT NULL DEFAULT now(),
                updated_by uuid,
                CHECK (session_absolute_timeout_seconds >= session_idle_timeout_seconds)
            );
            INSERT INTO auth_policy DEFAULT VALUES;

            -- One row for each account and each address that guessed wrong lately.
            CREATE TABLE auth_throttle (
                subject text PRIMARY KEY,
                failures integer NOT NULL,
                blocked_until timestamptz,
                updated_at timestamptz NOT NULL DEFAULT now()
            );
            CREATE INDEX auth_throttle_age ON auth_throttle (updated_at);
            """)
}
