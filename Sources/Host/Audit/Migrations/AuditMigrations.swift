package import Database

/// The tables of the audit trail.
///
/// A row that is inserted is noted in `audit_unlinked` by a trigger, in the transaction of the insert. The chain takes
/// its rows from there, so a transaction that commits late is linked late and never skipped, and nobody waits for the
/// chain. Rows and links go only from the front and only as far as an anchor says.
package enum AuditMigrations {
    package static let all = [Migration(version: 1, name: "audit_events", sql: tables + indexes + triggers)]

    private static let tables = """
        CREATE TABLE audit_events (
            id uuid PRIMARY KEY,
            correlation_id text NOT NULL,
            action text COLLATE "C" NOT NULL,
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
        CREATE TABLE audit_unlinked (
            ordinal bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            event_id uuid NOT NULL,
            noted_at timestamptz NOT NULL DEFAULT now()
        );
        CREATE TABLE audit_chain (
            position bigint PRIMARY KEY,
            event_id uuid NOT NULL UNIQUE,
            hash bytea NOT NULL CHECK (length(hash) = 32)
        );
        CREATE TABLE audit_checkpoints (
            kind text NOT NULL CHECK (kind IN ('head', 'anchor')),
            position bigint NOT NULL,
            hash bytea NOT NULL CHECK (length(hash) = 32),
            made_at timestamptz NOT NULL,
            key_id text NOT NULL,
            mac bytea NOT NULL,
            PRIMARY KEY (kind, position)
        );

        """

    /// One for each filter of the list, in the order of the list. Those that nearly all rows share are left to the
    /// index by time.
    private static let indexes = """
        CREATE INDEX audit_events_time ON audit_events (occurred_at DESC, id DESC);
        CREATE INDEX audit_events_action ON audit_events (action, occurred_at DESC, id DESC);
        CREATE INDEX audit_events_correlation ON audit_events (correlation_id, occurred_at DESC, id DESC);
        CREATE INDEX audit_events_actor ON audit_events (actor_id, occurred_at DESC, id DESC)
            WHERE actor_id IS NOT NULL;
        CREATE INDEX audit_events_actor_type ON audit_events (actor_type, occurred_at DESC, id DESC);
        CREATE INDEX audit_events_resource ON audit_events (resource_id, occurred_at DESC, id DESC)
            WHERE resource_id IS NOT NULL;
        CREATE INDEX audit_events_resource_type ON audit_events (resource_type, occurred_at DESC, id DESC)
            WHERE resource_type IS NOT NULL;
        CREATE INDEX audit_events_refused ON audit_events (outcome, occurred_at DESC, id DESC)
            WHERE outcome <> 'success';
        CREATE INDEX audit_events_severe ON audit_events (severity, occurred_at DESC, id DESC)
            WHERE severity <> 'info';

        """

    private static let triggers = """
        CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
        END $$;
        CREATE FUNCTION audit_note_unlinked() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            INSERT INTO audit_unlinked (event_id) SELECT id FROM added ORDER BY occurred_at, id;
            RETURN NULL;
        END $$;
        CREATE FUNCTION audit_event_may_go() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF EXISTS (
                SELECT 1 FROM audit_chain WHERE event_id = OLD.id
                    AND position <= (SELECT max(position) FROM audit_checkpoints WHERE kind = 'anchor'))
            THEN RETURN OLD; END IF;
            RAISE EXCEPTION 'audit_events is append-only';
        END $$;
        CREATE FUNCTION audit_link_may_go() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF OLD.position <= (SELECT max(position) FROM audit_checkpoints WHERE kind = 'anchor')
                AND NOT EXISTS (SELECT 1 FROM audit_events WHERE id = OLD.event_id)
            THEN RETURN OLD; END IF;
            RAISE EXCEPTION 'audit_chain is append-only';
        END $$;
        CREATE TRIGGER audit_events_unlinked AFTER INSERT ON audit_events REFERENCING NEW TABLE AS added
            FOR EACH STATEMENT EXECUTE FUNCTION audit_note_unlinked();
        CREATE TRIGGER audit_events_append_only BEFORE UPDATE ON audit_events
            FOR EACH ROW EXECUTE FUNCTION audit_is_append_only();
        CREATE TRIGGER audit_events_kept BEFORE DELETE ON audit_events
            FOR EACH ROW EXECUTE FUNCTION audit_event_may_go();
        CREATE TRIGGER audit_events_not_truncated BEFORE TRUNCATE ON audit_events
            FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();
        CREATE TRIGGER audit_chain_append_only BEFORE UPDATE ON audit_chain
            FOR EACH ROW EXECUTE FUNCTION audit_is_append_only();
        CREATE TRIGGER audit_chain_kept BEFORE DELETE ON audit_chain
            FOR EACH ROW EXECUTE FUNCTION audit_link_may_go();
        CREATE TRIGGER audit_chain_not_truncated BEFORE TRUNCATE ON audit_chain
            FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();
        CREATE TRIGGER audit_checkpoints_append_only BEFORE UPDATE OR DELETE ON audit_checkpoints
            FOR EACH ROW EXECUTE FUNCTION audit_is_append_only();
        CREATE TRIGGER audit_checkpoints_not_truncated BEFORE TRUNCATE ON audit_checkpoints
            FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();
        """
}
