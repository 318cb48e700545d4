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
                """)
    ]
}
