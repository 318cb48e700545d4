package import Database

/// The tables of accounts, credentials and single sign-on.
package enum IdentityMigrations {
    package static let all = [accounts, credentials, singleSignOn]

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
