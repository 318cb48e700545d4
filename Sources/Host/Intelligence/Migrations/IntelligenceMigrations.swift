package import Database

/// The tables of system facts and snapshots.
package enum IntelligenceMigrations {
    package static let all = [
        Migration(
            version: 8, name: "system_info",
            sql: """
                CREATE TABLE host_system_info (
                    host_id uuid PRIMARY KEY REFERENCES hosts ON DELETE CASCADE,
                    facts jsonb NOT NULL,
                    collected_at timestamptz NOT NULL,
                    os_discovered_at timestamptz
                );

                CREATE TABLE host_intelligence_state (
                    host_id uuid PRIMARY KEY REFERENCES hosts ON DELETE CASCADE,
                    plugin_id text NOT NULL,
                    plugin_version text NOT NULL,
                    -- The whole result, internal parts included: the plugin is given it back at its next run.
                    result jsonb NOT NULL,
                    collected_at timestamptz NOT NULL
                );

                -- What other areas may read of a host's operating system.
                CREATE VIEW host_os_facts AS
                    SELECT host_id, facts ->> 'os_family' AS os_family, facts ->> 'os_version' AS os_version,
                        facts ->> 'architecture' AS architecture,
                        facts ->> 'platform_identifier' AS platform_identifier, os_discovered_at
                    FROM host_system_info;
                """)
    ]
}
