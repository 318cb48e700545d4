import Foundation
import Glibc
import JSON
import Testing

@testable import PluginHost

/// Attempts that fail inside of the plugin, which goes on and tells about them.
@Suite(.serialized) struct BlockedTests {
    struct Attempt: Sendable, CustomTestStringConvertible {
        let plugin: String
        /// What each attempt must have come to: minus errno.
        let findings: [String: Int32]
        /// The refused calls that the host must have been told of.
        let violations: [String]
        var testDescription: String { plugin }
    }

    static let attempts = [
        Attempt(
            plugin: "ctor-socket",
            findings: ["tcp": EPERM, "tcp6": EPERM, "udp": EPERM, "unix": EPERM, "netlink": EPERM, "pair": EPERM],
            violations: ["socket", "socketpair"]),
        Attempt(
            plugin: "ctor-files",
            findings: [
                "load_shadow": EACCES, "load_passwd": EACCES, "load_root": EACCES, "load_etc": EACCES,
                "load_tmp": EACCES, "load_self_mem": EACCES, "load_self_maps": EACCES, "load_dev": EACCES,
                "run_shadow": EACCES, "run_passwd": EACCES, "run_root": EACCES, "run_self_mem": EACCES,
                "run_self_exe": EACCES, "run_library": EACCES,
            ], violations: []),
        Attempt(
            plugin: "ctor-parent",
            findings: [
                "mem": EACCES, "environ": EACCES, "maps": EACCES, "cmdline": EACCES, "fd": EACCES, "root": EACCES,
                "auxv": EACCES,
            ], violations: []),
        Attempt(plugin: "ctor-thread", findings: ["library": EACCES, "page": EPERM], violations: ["mmap"]),
        Attempt(plugin: "fork-bomb", findings: ["clone3": ENOSYS], violations: ["fork", "vfork", "clone"]),
        Attempt(
            plugin: "write-file",
            findings: [
                "create": EPERM, "change": EPERM, "append": EPERM, "creat": EPERM, "mkdir": EPERM, "fifo": EPERM,
                "symlink": EPERM, "link": EPERM, "remove": EPERM, "rename": EPERM, "mode": EPERM, "image": EFBIG,
                "image_size": EPERM,
            ],
            violations: ["openat", "creat", "mkdir", "symlink", "link", "unlink", "rename", "chmod", "ftruncate"]),
        Attempt(
            plugin: "abstract-socket",
            findings: [
                "socket": EPERM, "connect": EPERM, "bind": EPERM, "listen": EPERM, "accept": EPERM, "sendto": EISCONN,
                "passcred": EPERM,
            ], violations: ["socket", "connect", "bind", "listen", "accept", "setsockopt"]),
        Attempt(
            plugin: "exec-page",
            findings: ["both": EPERM, "image": EPERM, "mprotect": EPERM, "pkey": EPERM, "implied": EPERM],
            violations: ["mmap", "mprotect", "pkey_mprotect", "personality"]),
        Attempt(
            plugin: "undo",
            findings: [
                "deathsig": EPERM, "dumpable": EPERM, "ptracer": EPERM, "keepcaps": EPERM, "subreaper": EPERM,
                "seccomp": EPERM, "filter": EPERM, "landlock": EPERM, "data": EPERM, "files": EPERM, "core": EPERM,
                "old_limit": EPERM, "user": EPERM, "group": EPERM, "is_root": 0, "is_dumpable": 0,
            ], violations: ["prctl", "seccomp", "landlock_create_ruleset", "prlimit64", "setuid", "setresgid"]),
        Attempt(
            plugin: "handler", findings: ["replace": EPERM, "ignore": EPERM, "read": 0, "socket": EPERM, "caught": 0],
            violations: ["rt_sigaction", "socket"]),
    ]

    @Test("what a plugin must not do fails with an error, is told, and costs nobody anything", arguments: attempts)
    func blocked(_ attempt: Attempt) async throws {
        let attack = try await Attack.run(attempt.plugin)
        #expect(attack.findings["alive"] == true, "\(attack.outcome)")
        for (name, error) in attempt.findings {
            #expect(attack.found(name) == -Int64(error), "\(name): \(String(describing: attack.found(name)))")
        }
        for call in attempt.violations {
            #expect(attack.log.violations.contains("syscall \(call) denied"), "\(call) in \(attack.log.violations)")
        }
        #expect(attempt.violations.isEmpty == attack.log.violations.isEmpty, "\(attack.log.violations)")
        #expect(Set(attack.log.violations).count == attack.log.violations.count)
        #expect(attack.log.crashes == [])
        #expect(attack.sandbox?.level == 3)
        for mark in ["/tmp/openwatch-hostile-file", "/tmp/openwatch-hostile-exec"] { #expect(access(mark, F_OK) != 0) }
    }

    @Test("a fork bomb makes no process, a thread bomb ends at the plugin's own limit")
    func bombs() async throws {
        #expect(try await Attack.run("fork-bomb").found("children") == 0)
        let threads = try #require(try await Attack.run("thread-bomb").found("threads"))
        #expect(threads > 10 && threads < 200, "\(threads)")
    }

    @Test("memory ends at the manifest's limit whichever way it is asked for")
    func memory() async throws {
        let attack = try await Attack.run("memory-bomb")
        for name in ["heap", "protection"] {
            let taken = try #require(attack.found(name), "\(attack.outcome)")
            // 64 MiB of the manifest, and what the runner's own threads may take.
            #expect(taken > 32 && taken < 160, "\(name): \(taken)")
        }
        for name in ["shared", "growing"] { #expect(attack.found(name) == 0) }
        for name in ["file", "segment"] { #expect(attack.found(name) == -Int64(EPERM)) }
        #expect(attack.log.violations.contains("syscall memfd_create denied"))
    }

    @Test("nothing but the runner's own six files is open, and none of them leads into the server")
    func files() async throws {
        let attack = try await Attack.run("guess-files")
        #expect(attack.found("open") == 6, "\(attack.outcome)")
        for name in ["beyond", "readable", "mapped", "reopened"] { #expect(attack.found(name) == 0, "\(name)") }
    }

    @Test("a system call that is newer than the filter is not there")
    func unknownCall() async throws {
        let attack = try await Attack.run("raw-syscall", ["number": 5000])
        #expect(attack.found("result") == -Int64(ENOSYS))
        #expect(attack.log.violations == [])
    }

    @Test(
        "doors into the kernel are shut",
        arguments: [("io_uring_setup", 425), ("userfaultfd", 323), ("memfd_secret", 447)]
    )
    func doors(name: String, number: Int) async throws {
        let attack = try await Attack.run("raw-syscall", ["number": .integer(Int64(number)), "a": 1])
        #expect(attack.found("result") == -Int64(EPERM))
        #expect(attack.log.violations == ["syscall \(name) denied"])
    }

    @Test("a refused call that is made for ever is told once")
    func refusedForEver() async throws {
        let attack = try await Attack.run("floods", ["how": "denied"], timeout: .milliseconds(500))
        #expect(attack.isDeadlineOrAnswer, "\(attack.outcome)")
        #expect(attack.log.violations == ["syscall socket denied"])
    }
}
