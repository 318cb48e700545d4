package import Database

/// The tables of the fleet.
package enum FleetMigrations {
    package static let all = [
        Migration(
            version: 5, name: "hosts",
            sql: """
                CREATE TABLE hosts (
                    id uuid PRIMARY KEY,
                    hostname text NOT NULL,
                    ip_address inet NOT NULL,
                    port integer NOT NULL DEFAULT 22 CHECK (port BETWEEN 1 AND 65535),
                    display_name text,
                    description text,
                    environment text NOT NULL DEFAULT 'production',
                    tags text[] NOT NULL DEFAULT '{}',
                    group_id uuid,
                    username text,
                    created_by uuid,
                    created_at timestamptz NOT NULL DEFAULT now(),
                    updated_at timestamptz NOT NULL DEFAULT now(),
                    deleted_at timestamptz,
                    maintenance_mode boolean NOT NULL DEFAULT false,
                    check_priority integer NOT NULL DEFAULT 3 CHECK (check_priority BETWEEN 1 AND 10)
                );
                CREATE UNIQUE INDEX hosts_name ON hosts (hostname, environment) WHERE deleted_at IS NULL;
                CREATE INDEX hosts_newest ON hosts (created_at DESC, id DESC) WHERE deleted_at IS NULL;
                CREATE INDEX hosts_tags ON hosts USING gin (tags);

                -- What other areas may read of the fleet.
                CREATE VIEW live_hosts AS
                    SELECT id, hostname, host(ip_address) AS address, port, coalesce(username, '') AS username,
                        maintenance_mode, check_priority
                    FROM hosts WHERE deleted_at IS NULL;
                """)
    ]
}
