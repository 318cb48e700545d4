package import Database

/// The tables of the audit trail.
package enum AuditMigrations {
    package static let all = [
        Migration(
            version: 1, name: "audit_events",
            sql: """
                CREATE TABLE audit_events (
                    id uuid PRIMARY KEY,
                    correlation_id text NOT NULL,
                    action text NOT NULL,
                    severity text NOT NULL CHECK (severity IN ('info', 'warning', 'error', 'critical')),
                    outcome text NOT NULL CHECK (outcome IN ('success', 'failure', 'denied')),
                    actor_type text NOT NULL,
                    actor_id text,
                    actor_label text NOT NULL,
                    actor_ip text,
                    actor_user_agent text,
                    actor_session_id text,
                    resource_type text,
                    resource_id text,
                    detail jsonb NOT NULL DEFAULT '{}',
                    redactions text[],
                    occurred_at timestamptz NOT NULL,
                    recorded_at timestamptz NOT NULL DEFAULT now()
                );
                CREATE INDEX audit_events_time ON audit_events (occurred_at DESC, id DESC);
                CREATE INDEX audit_events_resource ON audit_events (resource_type, resource_id, occurred_at DESC);
                CREATE FUNCTION audit_events_are_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    RAISE EXCEPTION 'audit_events is append-only';
                END $$;
                CREATE TRIGGER audit_events_append_only BEFORE UPDATE OR DELETE ON audit_events
                    FOR EACH ROW EXECUTE FUNCTION audit_events_are_append_only();
                CREATE TRIGGER audit_events_not_truncated BEFORE TRUNCATE ON audit_events
                    FOR EACH STATEMENT EXECUTE FUNCTION audit_events_are_append_only();
                """)
    ]
}
