import Glibc
import RunnerWire

/// One message from the runner.
struct WireMessage {
    let type: Int32
    let call: UInt64
    let sequence: UInt32
    let body: [UInt8]
    /// In how many frames it came.
    let frames: Int
}

/// The host's end of a runner, driven by hand: blocking, with a time limit on every read.
final class RunnerDriver {
    struct Closed: Error {}
    struct TimedOut: Error {}

    private var socket: Int32
    private let process: pid_t
    private var exitStatus: Int32?

    /// Starts a runner for a plugin and says HELLO.
    convenience init(
        _ plugin: String, id: String? = nil, version: String = "0.1.0", concurrency: UInt32 = 4,
        services: [String] = ["ow.ssh/1", "ow.kv/1"], minimumLevel: UInt32 = 2, account: UInt32 = 0
    ) throws {
        try self.init(path: RunnerUnderTest.plugin(plugin))
        var hello = WireWriter()
        for value in [OW_WIRE_VERSION, 0, concurrency, 0] { hello.integer(value) }
        for text in ["OpenWatch", "0.1.0", "test", id ?? "org.openwatch.test.\(plugin)", version] { hello.text(text) }
        hello.integer(UInt32(services.count))
        services.forEach { hello.text($0) }
        for value in [minimumLevel, account, account, account == 0 ? 0 : 128] { hello.integer(value) }
        try send(OW_WIRE_HELLO, hello.bytes)
    }

    /// Starts a runner that has not heard anything yet.
    init(path: String) throws {
        var pair: [Int32] = [0, 0]
        guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &pair) == 0 else {
            throw RunnerUnderTest.Missing(description: "socketpair: errno \(errno)")
        }
        defer { close(pair[1]) }
        socket = pair[0]
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, pair[1], OW_WIRE_FD)
        let binary = try RunnerUnderTest.binary()
        let arguments = [strdup(binary), strdup(path), nil]
        defer { arguments.forEach { free($0) } }
        let environment: [UnsafeMutablePointer<CChar>?] = [nil]
        var pid: pid_t = 0
        let failed = posix_spawn(&pid, binary, &actions, nil, arguments, environment)
        guard failed == 0 else {
            close(pair[0])
            throw RunnerUnderTest.Missing(description: "posix_spawn: errno \(failed)")
        }
        process = pid
    }

    deinit {
        hangUp()
        if exitStatus == nil {
            kill(process, SIGKILL)
            var status: Int32 = 0
            waitpid(process, &status, 0)
        }
    }

    /// Closes the host's end.
    func hangUp() {
        if socket >= 0 { close(socket) }
        socket = -1
    }

    /// Cuts a body into frames as the wire demands.
    func send<Type: BinaryInteger>(_ type: Type, _ body: [UInt8] = [], call: UInt64 = 0, sequence: UInt32 = 0) throws {
        var rest = body[...]
        repeat {
            let part = rest.prefix(Int(OW_WIRE_FRAME_MAX))
            rest = rest.dropFirst(part.count)
            var frame = WireWriter()
            frame.integer(UInt32(part.count))
            frame.integer(UInt16(type))
            frame.integer(UInt16(rest.isEmpty ? 0 : OW_WIRE_MORE))
            frame.integer(call)
            frame.integer(sequence)
            frame.integer(UInt32(0))
            try sendRaw(frame.bytes + part)
        } while !rest.isEmpty
    }

    func sendRaw(_ bytes: [UInt8]) throws {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw Closed() }
            sent += count
        }
    }

    /// The next message. Nothing else of its call and sequence may come between its frames.
    func receive() throws -> WireMessage {
        var body: [UInt8] = []
        var frames = 0
        while true {
            var header = WireReader(try read(Int(OW_WIRE_HEADER_SIZE)))
            let length: UInt32 = try header.integer()
            let type: UInt16 = try header.integer()
            let flags: UInt16 = try header.integer()
            let call: UInt64 = try header.integer()
            let sequence: UInt32 = try header.integer()
            guard length <= OW_WIRE_FRAME_MAX else { throw WireReader.Short() }
            body += try read(Int(length))
            frames += 1
            if UInt32(flags) & OW_WIRE_MORE == 0 {
                return WireMessage(type: Int32(type), call: call, sequence: sequence, body: body, frames: frames)
            }
        }
    }

    /// The next message of a type; others are handed to `meanwhile`.
    func receive<Type: BinaryInteger>(
        _ type: Type, meanwhile: (WireMessage) throws -> Void = { _ in }
    ) throws -> WireMessage {
        while true {
            let message = try receive()
            if message.type == Int32(type) { return message }
            if message.type == Int32(OW_WIRE_FATAL) { throw try FatalMessage(message) }
            try meanwhile(message)
        }
    }

    private func read(_ count: Int) throws -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var got = 0
        while got < count {
            var waiting = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
            guard poll(&waiting, 1, 20_000) == 1 else { throw TimedOut() }
            let part = bytes[got...].withUnsafeMutableBytes { recv(socket, $0.baseAddress, $0.count, 0) }
            guard part > 0 else { throw Closed() }
            got += part
        }
        return bytes
    }

    /// How the process ended: its exit code, or minus the signal. Waits for it, up to ten seconds.
    func exitCode() throws -> Int32 {
        for _ in 0..<1000 {
            var status: Int32 = 0
            if waitpid(process, &status, WNOHANG) == process {
                exitStatus = status
                return status & 0x7f == 0 ? (status >> 8) & 0xff : -(status & 0x7f)
            }
            usleep(10_000)
        }
        throw TimedOut()
    }
}
