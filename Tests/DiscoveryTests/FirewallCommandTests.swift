import Foundation
import HostFacts
import PluginTestSupport
import Testing

/// Runs the shell text against stand-ins for the tools, which print what the real ones print.
@Suite("Firewall command")
struct FirewallCommandTests {
    private func answer(_ tools: [String: String], _ command: String = FirewallState.rootCommand) throws
        -> FirewallState?
    {
        let folder = FileManager.default.temporaryDirectory.appending(path: "openwatch-tools-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for (name, script) in tools {
            let path = folder.appending(path: name).path
            try "#!/bin/sh\n\(script)\n".write(toFile: path, atomically: true, encoding: .utf8)
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
        }
        let child = try ChildProcess("/bin/sh", ["-c", "PATH='\(folder.path)':$PATH\n\(command)"])
        #expect(child.exitCode == 0 && child.errors == "")
        return FirewallState(parsing: child.output)
    }

    @Test("firewalld counts its rich rules")
    func firewalld() throws {
        let zones = "printf '%s\\n' 'public (active)' '  services: ssh' '  rich rules: ' '\trule family=ipv4 drop'"
        let state = try answer(["firewall-cmd": "case $1 in --state) echo running ;; *) \(zones) ;; esac"])
        #expect(state?.service == "firewalld" && state?.status == "active" && state?.ruleCount == 1)
        #expect(try answer(["firewall-cmd": "echo 'not running' >&2; exit 252"])?.status == "inactive")
    }

    @Test("ufw counts its numbered rules")
    func ufw() throws {
        let rules =
            "'Status: active' '' '     To    Action  From' '[ 1] 22/tcp ALLOW IN Anywhere' '[ 2] 80 DENY IN Anywhere'"
        let state = try answer(["ufw": "printf '%s\\n' \(rules)"])
        #expect(state?.service == "ufw" && state?.status == "active" && state?.ruleCount == 2)
        #expect(try answer(["ufw": "echo 'Status: inactive'"])?.status == "inactive")
    }

    @Test("an nftables table without rules guards nothing, a policy of drop does")
    func nftables() throws {
        func state(_ policy: String, _ rule: String) throws -> FirewallState? {
            let lines = [
                "table inet filter {", "\tchain input {",
                "\t\ttype filter hook input priority filter; policy \(policy);", rule, "\t}", "}",
            ]
            return try answer(["nft": "printf '%s\\n' " + lines.map { "'\($0)'" }.joined(separator: " ")])
        }
        #expect(try state("accept", "")?.status == "inactive")
        #expect(try state("accept", "\t\ttcp dport 22 accept")?.status == "active")
        #expect(try state("accept", "\t\ttcp dport 22 accept")?.ruleCount == 1)
        #expect(try state("drop", "")?.status == "active")
    }

    @Test("iptables counts appended rules and honours a policy of drop")
    func iptables() throws {
        let rules = "'*filter' ':INPUT DROP [0:0]' ':FORWARD ACCEPT [0:0]' '-A INPUT -i lo -j ACCEPT' 'COMMIT'"
        let state = try answer(["iptables-save": "printf '%s\\n' \(rules)"])
        #expect(state?.service == "iptables" && state?.status == "active" && state?.ruleCount == 1)
        #expect(try answer(["iptables-save": "echo '*filter'; echo ':INPUT ACCEPT [0:0]'"])?.status == "inactive")
    }

    @Test("without root, units and configuration files answer")
    func user() throws {
        let systemctl = "case $3 in firewalld) exit 0 ;; *) exit 3 ;; esac"
        let state = try answer(["firewall-cmd": "exit 0", "systemctl": systemctl], FirewallState.userCommand)
        #expect(state?.service == "firewalld" && state?.status == "active" && state?.ruleCount == nil)
        let openRC = try answer(
            ["nft": "exit 1", "systemctl": "exit 3", "rc-service": "[ $1 = nftables ]"], FirewallState.userCommand)
        #expect(openRC?.service == "nftables")
    }
}
