import Foundation
import JSON
import Testing

@testable import SysinfoProbe

/// Runs the manifest's commands on this machine, in the shells that hosts have.
@Suite(.serialized) struct LiveSectionTests {
    static let shells = [["/bin/dash"], ["/bin/busybox", "ash"], ["/bin/bash", "--posix"]]

    @Test("every command runs in every shell, and its output is accepted", arguments: shells)
    func commands(shell: [String]) throws {
        try #require(
            FileManager.default.isExecutableFile(atPath: shell[0]), "\(shell[0]) is needed: apt-get install busybox")
        var samples: [SectionSample] = []
        for section in try Manifest().sections {
            let name = try #require(SectionName(rawValue: section.id))
            let (status, output) = try Self.run(shell, section.command)
            // sshd refuses to print its settings before its run directory exists, which is the machine's matter.
            let allowed: Set<Int32> = name == .sshd ? [0, 127, 255] : [0, 127]
            #expect(allowed.contains(status), "\(section.id) ended with \(status)")
            #expect(output.count <= section.maximum, "\(section.id)")
            let verdict: SectionSample.Verdict = status == 0 ? .ok : status == 127 ? .unsupported : .failed
            samples.append(SectionSample(name: name, verdict: verdict, output: output))
        }
        let set = SampleSet(samples)
        let snapshot = SnapshotBuilder(samples: set, previous: nil, unixNanoseconds: 1_772_600_000_000_000_000).build()
        for category in SnapshotBuilder.categories {
            let observation = Observation(samples: set, previous: nil, draft: snapshot, unixNanoseconds: 1)
            guard case .missed = category.observe(observation) else { continue }
            // What is missed must be missing on the machine: no output that is there may be turned down.
            let feeds: [String: [SectionName]] = [
                "sshd": [.sshd], "updates": [.updates, .updroot], "services": [.svc], "firewall": [.fw],
                "firewall_rule_count": [.fw], "packages": [.pkg], "directory_groups": [.nssgroups], "sudo": [.sudoers],
                "account_security": [.shadow], "config_hashes": [.hashes, .hashroot],
            ]
            let sources = try #require(feeds[category.name], "\(category.name) was turned down")
            #expect(sources.allSatisfy { set[$0]?.verdict != .ok }, "\(category.name) was turned down")
        }
        #expect((snapshot["packages"]?.object?.count ?? 0) > 100)
        #expect(snapshot["users"]?["root"]?["uid"] == 0)
        #expect(snapshot["facts"]?["os_id"] != nil)
    }

    @Test("no command prints a password hash", arguments: shells)
    func shadow(shell: [String]) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "sysinfo-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "shadow")
        let rows = [
            "a:$6$salt$secrethash:20000:0:99999:7:::", "b:!$y$j9T$salt$secrethash:20000:0:90:7:::", "c:!!:20000::::::",
            "d:*:20000::::::", "e::20000::::::", "f:secretdeshash:20000::::::", "g:$2b$05$secrethash:20000::::::",
        ]
        try rows.joined(separator: "\n").write(to: file, atomically: true, encoding: .utf8)
        let section = try #require(try Manifest().sections.first { $0.id == "shadow" })
        let command = section.command.replacingOccurrences(of: "/etc/shadow", with: file.path)
        let (status, output) = try Self.run(shell, command)
        #expect(status == 0)
        let text = String(decoding: output, as: UTF8.self)
        #expect(!text.contains("secret") && !text.contains("salt") && !text.contains("$"))
        let found = try #require(AccountSecurity(output[...])).snapshot
        #expect(found["a"]?["algorithm"] == "6")
        #expect(found["a"]?["locked"] == false)
        #expect(found["b"]?["algorithm"] == "y")
        #expect(found["b"]?["locked"] == true)
        #expect(found["c"]?["locked"] == true)
        #expect(found["d"]?["locked"] == true)
        #expect(found["e"]?["state"] == "empty")
        #expect(found["f"]?["algorithm"] == "des")
        #expect(found["g"]?["algorithm"] == "2b")
    }

    private static func run(_ shell: [String], _ command: String) throws -> (Int32, [UInt8]) {
        let process = Process()
        process.executableURL = URL(filePath: shell[0])
        process.arguments = Array(shell.dropFirst()) + ["-c", "cd /; set -f; ( \(command)\n) </dev/null"]
        process.environment = [
            "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C", "TZ": "UTC0",
        ]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (process.terminationStatus, Array(bytes))
    }
}
