import Glibc
import NIOConcurrencyHelpers

/// A throwaway user of this machine with shell `/bin/sh`, for logins that need a real account.
///
/// Needs root, which tests in CI are; without it, creating one fails with a clear message. Names carry the test
/// process's id, and what a crashed run left behind is removed by the next.
package final class SystemUser: Sendable {
    /// What the user may do with sudo.
    package enum Sudo: Sendable {
        case nothing
        case withoutPassword
        case withPassword
    }

    private static let prefix = "owt"
    /// The account tools look for the lock of `/etc/passwd` once a second, 15 times, and then give up: among many tests
    /// at once the unlucky one would. Behind this lock they take turns.
    private static let oneAtATime = ["flock", "/tmp/openwatch-test-users.lock"]
    private static let counter = NIOLockedValueBox(0)
    private static let sweep = NIOLockedValueBox(false)

    package let name: String
    package let password: String
    /// Where sudo logs this user's attempts, if it may use sudo.
    package let sudoLog: String

    package static func make(sudo: Sudo = .nothing) async throws -> SystemUser {
        guard geteuid() == 0 else {
            throw TestCommand.Failure(
                description: "this test creates system users and has to run as root; run the tests as root or in CI")
        }
        let isFirst = sweep.withLockedValue { done in
            defer { done = true }
            return !done
        }
        if isFirst { try await removeLeftovers() }
        let number = counter.withLockedValue { counter in
            counter += 1
            return counter
        }
        let user = SystemUser(
            name: "\(prefix)\(getpid())x\(number)", password: "Pw-\(number)-\(UInt32.random(in: 0 ... .max))")
        try await TestCommand.run(
            oneAtATime + [
                "useradd", "--no-create-home", "--no-log-init", "--home-dir", "/", "--shell", "/bin/sh", "--password",
                "*", user.name,
            ])
        try await TestCommand.run(oneAtATime + ["chpasswd"], input: "\(user.name):\(user.password)\n")
        try await user.allow(sudo)
        return user
    }

    private init(name: String, password: String) {
        self.name = name
        self.password = password
        sudoLog = "/tmp/openwatch-sudo-\(name).log"
    }

    deinit {
        Self.remove(name)
    }

    /// Changes what the user may do with sudo.
    package func allow(_ sudo: Sudo) async throws {
        let rule =
            switch sudo {
            case .nothing: ""
            case .withoutPassword: "\(name) ALL=(ALL:ALL) NOPASSWD: ALL\n"
            case .withPassword: "\(name) ALL=(ALL:ALL) ALL\n"
            }
        let path = Self.sudoersFile(name)
        guard !rule.isEmpty else {
            unlink(path)
            return
        }
        let text = "Defaults:\(name) !lecture, logfile=\(sudoLog), !syslog\n" + rule
        // Sudo refuses the whole file if it can be read half-written.
        try await TestCommand.run(
            ["sh", "-c", "umask 337; cat >\(path).tmp~ && mv -f \(path).tmp~ \(path)"], input: text)
    }

    /// Gives the user another login shell.
    package func change(shell: String) async throws {
        try await TestCommand.run(Self.oneAtATime + ["usermod", "--shell", shell, name])
    }

    /// What sudo logged about this user.
    package func sudoLogText() async throws -> String {
        try await TestCommand.run(["sh", "-c", "cat \(sudoLog) 2>/dev/null; true"]).text
    }

    private static func sudoersFile(_ name: String) -> String { "/etc/sudoers.d/openwatch-test-\(name)" }

    private static func remove(_ name: String) {
        unlink(sudoersFile(name))
        unlink("/tmp/openwatch-sudo-\(name).log")
        TestCommand.runWaiting(oneAtATime + ["userdel", "--force", name])
    }

    private static func removeLeftovers() async throws {
        let names = try await TestCommand.run([
            "sh", "-c", "cut -d: -f1 /etc/passwd | grep '^\(prefix)[0-9]*x' || true",
        ])
        for name in names.text.split(separator: "\n").map(String.init) {
            guard let process = pid_t(name.dropFirst(prefix.count).prefix { $0 != "x" }), kill(process, 0) != 0 else {
                continue
            }
            unlink(sudoersFile(name))
            try await TestCommand.run(oneAtATime + ["userdel", "--force", name], mayFail: true)
        }
    }
}
