package import Database

/// The event log's table: one partition a month, so that retention drops whole partitions.
package enum EventLogMigrations {
    package static let all = [
        Migration(
            version: 2, name: "event_log",
            sql: """
                CREATE SEQUENCE event_log_position;
                CREATE TABLE event_log (
                    position bigint NOT NULL DEFAULT nextval('event_log_position'),
                    id uuid NOT NULL,
                    kind text NOT NULL,
                    host_id uuid,
                    plugin_id text,
                    code text,
                    severity text CHECK (severity IN ('info', 'low', 'medium', 'high', 'critical')),
                    subject text NOT NULL,
                    body jsonb NOT NULL,
                    occurred_at timestamptz NOT NULL,
                    detected_at timestamptz NOT NULL,
                    correlation_id text NOT NULL,
                    CHECK (kind <> 'intelligence.event' OR (code IS NOT NULL AND severity IS NOT NULL
                        AND host_id IS NOT NULL))
                ) PARTITION BY RANGE (detected_at);
                CREATE INDEX event_log_by_position ON event_log (position);
                CREATE INDEX event_log_by_time ON event_log (detected_at DESC, id DESC);
                CREATE INDEX event_log_by_host ON event_log (host_id, detected_at DESC, id DESC);
                CREATE TABLE event_log_rest PARTITION OF event_log DEFAULT;

                CREATE FUNCTION ensure_event_log_partitions(months integer) RETURNS void LANGUAGE plpgsql AS $$
                DECLARE
                    first timestamptz;
                    name text;
                BEGIN
                    PERFORM pg_advisory_xact_lock(7957395821017);
                    FOR month IN 0..months LOOP
                        first := date_trunc('month', now() AT TIME ZONE 'UTC') AT TIME ZONE 'UTC'
                            + make_interval(months => month);
                        name := 'event_log_' || to_char(first AT TIME ZONE 'UTC', 'YYYYMM');
                        IF to_regclass(name) IS NULL THEN
                            EXECUTE format('CREATE TABLE %I PARTITION OF event_log FOR VALUES FROM (%L) TO (%L)', name,
                                first, first + interval '1 month');
                        END IF;
                    END LOOP;
                END $$;
                SELECT ensure_event_log_partitions(2);
                """)
    ]
}
