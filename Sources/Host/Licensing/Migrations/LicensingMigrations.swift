package import Database

/// The table of the licensing area.
package enum LicensingMigrations {
    package static let all = [
        Migration(
            version: 10, name: "license_clock_watermark",
            sql: """
                CREATE TABLE license_clock_watermark (
                    -- One row.
                    id boolean PRIMARY KEY DEFAULT true CHECK (id),
                    -- The latest time that any server of this database has seen; never moves back.
                    observed_at timestamptz NOT NULL,
                    updated_at timestamptz NOT NULL DEFAULT now()
                );
                """)
    ]
}
