package import Database

/// The tables of probe scheduling and of what plugins remember.
package enum ProbeMigrations {
    package static let all = [
        Migration(
            version: 6, name: "probe_schedule",
            sql: """
                CREATE TABLE probe_schedule (
                    host_id uuid NOT NULL REFERENCES hosts ON DELETE CASCADE,
                    role text NOT NULL,
                    next_due_at timestamptz NOT NULL DEFAULT now(),
                    lease_until timestamptz,
                    lease_id uuid,
                    last_started_at timestamptz,
                    last_finished_at timestamptz,
                    consecutive_failures integer NOT NULL DEFAULT 0,
                    last_error text,
                    PRIMARY KEY (host_id, role)
                );
                CREATE INDEX probe_schedule_due ON probe_schedule (next_due_at);

                -- Latest results of probes without a role; those of a role belong to its area.
                CREATE TABLE probe_results (
                    host_id uuid NOT NULL REFERENCES hosts ON DELETE CASCADE,
                    plugin_id text NOT NULL,
                    probe text NOT NULL,
                    result jsonb NOT NULL,
                    collected_at timestamptz NOT NULL,
                    PRIMARY KEY (host_id, plugin_id, probe)
                );

                CREATE TABLE plugin_values (
                    plugin_id text NOT NULL,
                    host_id uuid NOT NULL REFERENCES hosts ON DELETE CASCADE,
                    key text NOT NULL CHECK (octet_length(key) BETWEEN 1 AND 128),
                    value bytea NOT NULL CHECK (octet_length(value) <= 262144),
                    version bigint NOT NULL,
                    expires_at timestamptz,
                    updated_at timestamptz NOT NULL DEFAULT now(),
                    PRIMARY KEY (plugin_id, host_id, key)
                );
                """)
    ]
}
