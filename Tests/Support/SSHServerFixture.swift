import Glibc
import NIOConcurrencyHelpers

/// A real sshd on a free port of 127.0.0.1, in a directory of its own; ends with the value, or with the process.
package final class SSHServerFixture: Sendable {
    package struct Options: Sendable {
        /// Lines of the authorized_keys file that counts for every user.
        package var authorizedKeys: [String]
        /// Lets users log in with their password, both by `password` and by `keyboard-interactive`. Needs root.
        package var passwords: Bool
        package var hostKeyTypes: [String]
        /// Goes first, so that it wins over the defaults below.
        package var configLines: [String]

        package init(
            authorizedKeys: [String] = [],
            passwords: Bool = false,
            hostKeyTypes: [String] = ["ed25519"],
            configLines: [String] = []
        ) {
            self.authorizedKeys = authorizedKeys
            self.passwords = passwords
            self.hostKeyTypes = hostKeyTypes
            self.configLines = configLines
        }
    }

    private final class Process: Sendable {
        let id: pid_t
        init(id: pid_t) { self.id = id }
        deinit { TestCommand.stop(id) }
    }

    package let port: Int
    package let directory: TemporaryDirectory
    private let options: Options
    private let process: NIOLockedValueBox<Process?>

    /// Starts a server and waits until it answers.
    package static func start(_ options: Options = Options()) async throws -> SSHServerFixture {
        let directory = try TemporaryDirectory(prefix: "openwatch-sshd-")
        for type in options.hostKeyTypes { try await makeHostKey(type, in: directory) }
        try directory.write("authorized_keys", options.authorizedKeys.map { $0 + "\n" }.joined())
        if geteuid() == 0 { mkdir("/run/sshd", 0o755) }
        let fixture = SSHServerFixture(port: try freePort(), directory: directory, options: options)
        try await fixture.startServer()
        return fixture
    }

    private init(port: Int, directory: TemporaryDirectory, options: Options) {
        self.port = port
        self.directory = directory
        self.options = options
        process = NIOLockedValueBox(nil)
    }

    /// Ends the server; sessions that are open go on.
    package func stop() {
        process.withLockedValue { $0 = nil }
    }

    /// Gives the server new host keys of the same types and restarts it on the same port.
    package func changeHostKeys() async throws {
        stop()
        for type in options.hostKeyTypes {
            unlink(hostKeyPath(type))
            try await Self.makeHostKey(type, in: directory)
        }
        try await startServer()
    }

    /// The fingerprint of a host key as `ssh-keygen -l` prints it.
    package func hostKeyFingerprint(_ type: String = "ed25519") async throws -> String {
        let output = try await TestCommand.run(["ssh-keygen", "-lf", hostKeyPath(type) + ".pub"])
        return output.text.split(separator: " ").dropFirst().first.map(String.init) ?? ""
    }

    /// What the server logged so far.
    package var log: String { (try? directory.read("sshd.log")).map { String(decoding: $0, as: UTF8.self) } ?? "" }

    private func hostKeyPath(_ type: String) -> String { "\(directory.path)/host_\(type)" }

    private static func makeHostKey(_ type: String, in directory: TemporaryDirectory) async throws {
        let bits = type == "rsa" ? ["-b", "2048"] : []
        try await TestCommand.run(
            ["ssh-keygen", "-q", "-t", type, "-N", "", "-C", "host", "-f", "\(directory.path)/host_\(type)"] + bits)
    }

    private func startServer() async throws {
        let passwords = options.passwords ? "yes" : "no"
        let lines =
            options.configLines + [
                "Port \(port)", "ListenAddress 127.0.0.1", "PidFile none",
                "AuthorizedKeysFile \(directory.path)/authorized_keys", "StrictModes no", "UsePAM \(passwords)",
                "PasswordAuthentication \(passwords)", "KbdInteractiveAuthentication \(passwords)", "UseDNS no",
                "MaxStartups 1000:30:2000", "MaxSessions 100", "PrintMotd no", "PrintLastLog no", "LogLevel VERBOSE",
            ] + options.hostKeyTypes.map { "HostKey \(hostKeyPath($0))" }
        try directory.write("sshd.conf", lines.map { $0 + "\n" }.joined())
        try await TestCommand.run(["/usr/sbin/sshd", "-t", "-f", "\(directory.path)/sshd.conf"])
        let id = try await TestCommand.start(
            ["/usr/sbin/sshd", "-D", "-e", "-f", "\(directory.path)/sshd.conf"], log: "\(directory.path)/sshd.log")
        let server = Process(id: id)
        process.withLockedValue { $0 = server }
        for _ in 0..<500 {
            if Self.canConnect(port) { return }
            try await Task.sleep(for: .milliseconds(10))
        }
        throw TestCommand.Failure(description: "sshd does not answer:\n\(log)")
    }

    // MARK: Ports

    /// A port of 127.0.0.1 that nothing listens on.
    package static func freePort() throws -> Int {
        try withSocket { descriptor in
            var address = loopback(port: 0)
            var length = socklen_t(MemoryLayout<sockaddr_in>.size)
            let status = withUnsafeMutablePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    bind(descriptor, $0, length) == 0 ? getsockname(descriptor, $0, &length) : -1
                }
            }
            guard status == 0 else { throw TestCommand.Failure(description: "no free port") }
            return Int(UInt16(bigEndian: address.sin_port))
        }
    }

    private static func canConnect(_ port: Int) -> Bool {
        let status = try? withSocket { descriptor in
            var address = loopback(port: port)
            return withUnsafePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
                }
            }
        }
        return status == 0
    }

    private static func withSocket<Value>(_ body: (Int32) throws -> Value) throws -> Value {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw TestCommand.Failure(description: "no socket") }
        defer { close(descriptor) }
        return try body(descriptor)
    }

    private static func loopback(port: Int) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        return address
    }
}
