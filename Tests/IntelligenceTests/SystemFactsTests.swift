import JSON
import Testing

@testable import Intelligence

@Suite("Facts of a host")
struct SystemFactsTests {
    @Test("what the contract knows is taken in its own type, everything else is left")
    func whitelist() {
        let known = SystemFacts.known(in: [
            "os_name": "Debian", "os_version": "12", "fqdn": "a.b", "mem_total_mb": 2_048, "disk_free_gb": 3.0,
            "apparmor_enabled": false, "serial": "x", "password": "hunter2", "host_id": "fake", "collected_at": "never",
            "os_family": 7, "hostname": ["a"], "swap_total_mb": "many", "disk_used_gb": 1.5, "mem_available_mb": -1,
        ])
        let expected: JSONObject = [
            "os_name": "Debian", "os_version": "12", "fqdn": "a.b", "mem_total_mb": 2_048, "disk_free_gb": 3,
            "apparmor_enabled": false,
        ]
        #expect(known == expected)
    }

    @Test("nothing observed is nothing known: empty texts and null are left out, long ones are cut")
    func empty() {
        #expect(SystemFacts.known(in: ["os_name": "", "os_version": nil, "apparmor_enabled": nil]).isEmpty)
        let long = SystemFacts.known(in: ["os_pretty_name": .string(String(repeating: "é", count: 9_000))])
        #expect(long["os_pretty_name"]?.string?.count == 4_096)
    }
}
