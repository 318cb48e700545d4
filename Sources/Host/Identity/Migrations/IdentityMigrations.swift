package import Database

/// The tables of users, sessions and credentials.
package enum IdentityMigrations {
    package static let all = [users, credentials]

    private static let users = Migration(
        version: 3, name: "users_and_sessions",
        sql: """
            CREATE TABLE users (
                id uuid PRIMARY KEY,
                username text NOT NULL CHECK (length(username) BETWEEN 1 AND 256),
                email text NOT NULL CHECK (length(email) BETWEEN 3 AND 256),
                password_hash text NOT NULL,
                last_password_change_at timestamptz NOT NULL DEFAULT now(),
                created_at timestamptz NOT NULL DEFAULT now(),
                updated_at timestamptz NOT NULL DEFAULT now(),
                disabled_at timestamptz,
                deleted_at timestamptz
            );
            CREATE UNIQUE INDEX users_username ON users (username) WHERE deleted_at IS NULL;
            CREATE UNIQUE INDEX users_email ON users (email) WHERE deleted_at IS NULL;

            CREATE TABLE user_roles (
                user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
                role_id text NOT NULL,
                granted_at timestamptz NOT NULL DEFAULT now(),
                PRIMARY KEY (user_id, role_id)
            );

            CREATE TABLE sessions (
                id uuid PRIMARY KEY,
                user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
                token_hash bytea NOT NULL UNIQUE,
                created_at timestamptz NOT NULL DEFAULT now(),
                last_seen_at timestamptz NOT NULL DEFAULT now(),
                expires_at timestamptz NOT NULL,
                absolute_expires_at timestamptz NOT NULL,
                revoked_at timestamptz,
                remote_address text,
                user_agent text
            );
            CREATE INDEX sessions_user ON sessions (user_id);

            CREATE TABLE refresh_tokens (
                id uuid PRIMARY KEY,
                user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
                session_id uuid NOT NULL REFERENCES sessions ON DELETE CASCADE,
                token_hash bytea NOT NULL UNIQUE,
                created_at timestamptz NOT NULL DEFAULT now(),
                expires_at timestamptz NOT NULL,
                revoked_at timestamptz
            );
            CREATE INDEX refresh_tokens_session ON refresh_tokens (session_id);
            """)

    private static let credentials = Migration(
        version: 4, name: "credentials",
        sql: """
            CREATE TABLE credentials (
                id uuid PRIMARY KEY,
                scope text NOT NULL CHECK (scope IN ('system', 'host')),
                scope_id uuid,
                name text NOT NULL,
                description text NOT NULL DEFAULT '',
                username text NOT NULL,
                auth_method text NOT NULL CHECK (auth_method IN ('ssh_key', 'password', 'both')),
                encrypted_password bytea,
                encrypted_private_key bytea,
                encrypted_passphrase bytea,
                ssh_key_fingerprint text NOT NULL DEFAULT '',
                ssh_key_type text NOT NULL DEFAULT '',
                ssh_key_bits integer NOT NULL DEFAULT 0,
                ssh_key_comment text NOT NULL DEFAULT '',
                is_default boolean NOT NULL DEFAULT false,
                is_active boolean NOT NULL DEFAULT true,
                revision bigint NOT NULL DEFAULT 1,
                created_by uuid,
                created_at timestamptz NOT NULL DEFAULT now(),
                updated_at timestamptz NOT NULL DEFAULT now(),
                CHECK ((scope = 'host') = (scope_id IS NOT NULL)),
                CHECK (NOT is_active OR auth_method = 'ssh_key' OR encrypted_password IS NOT NULL),
                CHECK (NOT is_active OR auth_method = 'password' OR encrypted_private_key IS NOT NULL)
            );
            CREATE UNIQUE INDEX credentials_system_default ON credentials (scope)
                WHERE is_active AND is_default AND scope = 'system';
            CREATE UNIQUE INDEX credentials_name ON credentials
                (scope, coalesce(scope_id, '00000000-0000-0000-0000-000000000000'), name) WHERE is_active;
            CREATE INDEX credentials_scope ON credentials (scope_id) WHERE is_active AND scope = 'host';
            """)
}
