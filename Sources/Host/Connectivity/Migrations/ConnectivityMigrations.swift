package import Database

/// The tables of host keys, connection profiles and bands.
package enum ConnectivityMigrations {
    package static let all = [
        Migration(
            version: 7, name: "connectivity",
            sql: """
                CREATE TABLE ssh_known_hosts (
                    address text NOT NULL,
                    port integer NOT NULL,
                    key_type text NOT NULL,
                    public_key bytea NOT NULL,
                    fingerprint text NOT NULL,
                    first_host_id uuid NOT NULL,
                    first_seen timestamptz NOT NULL DEFAULT now(),
                    PRIMARY KEY (address, port)
                );

                CREATE TABLE host_connection_profile (
                    host_id uuid PRIMARY KEY REFERENCES hosts ON DELETE CASCADE,
                    ssh_auth_method text,
                    sudo_mode text,
                    updated_at timestamptz NOT NULL DEFAULT now()
                );

                CREATE TABLE host_liveness (
                    host_id uuid PRIMARY KEY REFERENCES hosts ON DELETE CASCADE,
                    reachability_status text NOT NULL CHECK (reachability_status IN ('reachable', 'unreachable',
                        'unknown')),
                    monitoring_state text NOT NULL CHECK (monitoring_state IN ('online', 'degraded', 'critical', 'down',
                        'unknown')),
                    last_probe_at timestamptz NOT NULL,
                    last_response_ms integer,
                    ssh_consecutive_failures integer NOT NULL,
                    ssh_consecutive_successes integer NOT NULL,
                    privilege_consecutive_failures integer NOT NULL,
                    privilege_consecutive_successes integer NOT NULL,
                    last_state_change_at timestamptz,
                    last_error_type text
                );

                -- What other areas may read of a host's band.
                CREATE VIEW host_band AS
                    SELECT host_id, reachability_status, monitoring_state, last_probe_at, last_response_ms,
                        ssh_consecutive_failures + privilege_consecutive_failures AS consecutive_failures,
                        ssh_consecutive_failures, ssh_consecutive_successes, privilege_consecutive_failures,
                        privilege_consecutive_successes, last_state_change_at, last_error_type
                    FROM host_liveness;
                """)
    ]
}
