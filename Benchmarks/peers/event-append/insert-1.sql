-- The same rows as the event log appends, 1 in a statement, without its lock and its notification.
INSERT INTO event_log (id, kind, host_id, plugin_id, code, severity, subject, body, occurred_at, detected_at, correlation_id)
SELECT gen_random_uuid(), 'intelligence.event', '01890000-0000-7000-8000-000000000001', 'org.openwatch.sysinfo',
    'system.package.updated', 'info', 'package/openssl',
    '{"package":"openssl","manager":"dpkg","architecture":"amd64","from_version":"3.0.15-1~deb12u1","to_version":"3.0.16-1~deb12u2","source":"openssl","section":"utils","security": true,"origin":"Debian-Security 12/stable-security","first_seen":"2026-01-01"}'::jsonb, now(), now() + n * interval '1 microsecond', ''
FROM generate_series(1, 1) AS n;
