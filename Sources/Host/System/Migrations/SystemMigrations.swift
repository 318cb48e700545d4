package import Database

/// The tables of the server itself.
package enum SystemMigrations {
    package static let all = [
        Migration(
            version: 9, name: "idempotency_keys",
            sql: """
                CREATE TABLE idempotency_keys (
                    actor_id text NOT NULL,
                    key text NOT NULL,
                    request_hash bytea NOT NULL,
                    -- NULL while the first request runs.
                    response_status integer,
                    response_body bytea,
                    created_at timestamptz NOT NULL DEFAULT now(),
                    expires_at timestamptz NOT NULL,
                    PRIMARY KEY (actor_id, key)
                );
                CREATE INDEX idempotency_keys_expiry ON idempotency_keys (expires_at);
                """),
        Migration(
            version: 11, name: "plugin_settings",
            sql: """
                -- What operators decided; what has no row has the defaults.
                CREATE TABLE plugin_settings (
                    plugin_id text PRIMARY KEY CHECK (octet_length(plugin_id) BETWEEN 1 AND 128),
                    enabled boolean NOT NULL DEFAULT true,
                    -- NULL: the highest version that is there.
                    version text,
                    -- The lowest version that is accepted.
                    floor_version text,
                    -- plugin.toml as it was when its grants were approved.
                    approved_manifest bytea,
                    approved_version text,
                    approved_by text,
                    approved_at timestamptz,
                    configuration jsonb,
                    updated_at timestamptz NOT NULL DEFAULT now()
                );
                CREATE TABLE plugin_roles (
                    role text PRIMARY KEY,
                    plugin_id text NOT NULL,
                    probe text NOT NULL
                );
                """),
        Migration(
            version: 12, name: "plugin_secrets",
            sql: """
                -- Secret fields of the configuration: JSON pointer to what SecretBox made of it, in base64.
                ALTER TABLE plugin_settings ADD COLUMN secrets jsonb;
                """),
    ]
}
