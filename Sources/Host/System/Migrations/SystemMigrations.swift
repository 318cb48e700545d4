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
            version: 13, name: "idempotency_claims",
            sql: """
                -- Nothing in it outlives a day, and rows of the old form say too little.
                DELETE FROM idempotency_keys;
                ALTER TABLE idempotency_keys
                    -- Who runs the request; commits and answers of anybody else are refused.
                    ADD COLUMN claim_id uuid NOT NULL,
                    -- Renewed while the request runs; a row past it has lost its server.
                    ADD COLUMN lease_until timestamptz NOT NULL,
                    -- Committed with the request's first transaction.
                    ADD COLUMN effect_at timestamptz,
                    -- "name: value" lines.
                    ADD COLUMN response_headers text;
                """),
        Migration(
            version: 14, name: "plugin_approvals_and_packages",
            sql: """
                -- What was approved, by content: it stays approved whatever is approved after it.
                CREATE TABLE plugin_approvals (
                    plugin_id text NOT NULL CHECK (octet_length(plugin_id) BETWEEN 1 AND 128),
                    manifest_sha256 text NOT NULL CHECK (manifest_sha256 ~ '^[0-9a-f]{64}$'),
                    -- plugin.toml as it was when its grants were approved.
                    manifest bytea NOT NULL,
                    version text NOT NULL,
                    approved_by text NOT NULL,
                    approved_at timestamptz NOT NULL DEFAULT clock_timestamp(),
                    PRIMARY KEY (plugin_id, manifest_sha256)
                );
                INSERT INTO plugin_approvals (plugin_id, manifest_sha256, manifest, version, approved_by, approved_at)
                    SELECT plugin_id, encode(sha256(approved_manifest), 'hex'), approved_manifest,
                        coalesce(approved_version, ''), coalesce(approved_by, ''), coalesce(approved_at, now())
                    FROM plugin_settings WHERE approved_manifest IS NOT NULL;
                ALTER TABLE plugin_settings DROP COLUMN approved_manifest, DROP COLUMN approved_version,
                    DROP COLUMN approved_by, DROP COLUMN approved_at;
                -- Which packages were installed on record. Their files lie in the package stores of the servers.
                CREATE TABLE plugin_packages (
                    -- The store's name for what is staged.
                    install_id uuid PRIMARY KEY,
                    plugin_id text NOT NULL,
                    version text NOT NULL,
                    manifest_sha256 text NOT NULL,
                    installed_at timestamptz NOT NULL DEFAULT now(),
                    -- The store's name for a removal that was decided and may not be finished.
                    removal_id uuid
                );
                CREATE INDEX plugin_packages_version ON plugin_packages (plugin_id, version);
                """),
        Migration(
            version: 15, name: "plugin_secrets",
            sql: """
                -- Secret fields of plugins' configurations, by JSON pointer.
                CREATE TABLE plugin_secrets (
                    plugin_id text NOT NULL REFERENCES plugin_settings ON DELETE CASCADE,
                    pointer text NOT NULL,
                    encrypted_value bytea NOT NULL,
                    PRIMARY KEY (plugin_id, pointer)
                );
                """),
    ]
}
