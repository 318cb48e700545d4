/// A manifest that is right, for tests to break.
enum ManifestSample {
    static func text(id: String = "com.example.disk", major: Int = 1, idempotent: Bool = true, extra: String = "")
        -> String
    {
        """
        manifest = 1
        id = "\(id)"
        version = "1.4.2"
        name = "Disk health"
        vendor = { name = "Example", url = "https://example.com", security = "security@example.com" }
        abi = { major = \(major), built_minor = 1, min_host_minor = 0 }

        [isolation]
        mode = "runner"
        max_concurrent = 2
        memory_mib = 128
        cpu_s_per_call = 5

        [[file]]
        path = "lib/linux-x86_64/plugin.so"
        arch = "x86_64"
        runtime = "c"

        [permissions]
        services = ["ow.ssh/1", "ow.kv/1"]
        reason = "Reads the state of disks"

        [[permissions.ssh_command]]
        id = "smart"
        argv = ["smartctl", "-a", "{device:path}"]
        sudo = "if-needed"
        timeout = "10s"
        max_stdout = 65536

        [[permissions.ssh_section]]
        id = "mounts"
        part = "user"
        timeout = "2s"
        max_bytes = 4096
        command = '''cat /proc/self/mountinfo'''

        [[permissions.ssh_read]]
        glob = "/etc/smartd.d/*.conf"
        max = 65536

        [[probe]]
        name = "main"
        timeout = "30s"
        idempotent = \(idempotent)

        [[event]]
        type = "example.disk.failing"
        max_per_call = 10
        \(extra)
        """
    }
}
