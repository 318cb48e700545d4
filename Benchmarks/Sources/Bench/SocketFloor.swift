import Foundation

/// Two processes that exchange messages of given sizes over a socket pair and do nothing else with them: the least
/// that a call into another process can cost.
struct SocketFloor: Sendable {
    /// The first argument of the child, which is this program again.
    static let childCommand = "socket-echo"

    private static let descriptor: Int32 = 3

    let requestBytes: Int
    let replyBytes: Int

    // MARK: The child

    /// Answers every request on descriptor 3 until the other side is gone. Returns the exit status.
    static func serve(_ sizes: [Int]) -> Int32 {
        guard sizes.count == 2, let request = sizes.first, let reply = sizes.last, request > 0, reply > 0 else {
            return 64
        }
        let answer = [UInt8](repeating: 7, count: reply)
        var buffer = [UInt8](repeating: 0, count: 65_536)
        var pending = 0
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            if count <= 0 { return 0 }
            pending += count
            while pending >= request {
                pending -= request
                guard send(descriptor, answer, answer.count, 0) == answer.count else { return 0 }
            }
        }
    }

    // MARK: The measuring side

    /// Exchanges `count` messages, `inFlight` of them at a time. CPU time counts on both sides.
    func measure(count: Int, inFlight: Int) async throws -> Measurement {
        try await onThread { try exchange(count: count, inFlight: inFlight) }
    }

    private func exchange(count: Int, inFlight: Int) throws -> Measurement {
        let (socket, child) = try startChild()
        var isOpen = true
        defer {
            if isOpen { close(socket) }
            var status: Int32 = 0
            waitpid(child, &status, 0)
        }
        // The first exchange waits for the child's start.
        _ = try exchange(on: socket, count: 100, inFlight: 1)
        let cpuStart = CPUTime.own() + CPUTime.process(child)
        let start = monotonicNow()
        var result = Measurement()
        result.samples = try exchange(on: socket, count: count, inFlight: inFlight)
        result.seconds = Double(monotonicNow() - start) / 1e9
        result.cpuSeconds = Double(CPUTime.own() + CPUTime.process(child) - cpuStart) / 1e9
        result.operations = count
        close(socket)
        isOpen = false
        return result
    }

    private func exchange(on socket: Int32, count: Int, inFlight: Int) throws -> Samples {
        let request = [UInt8](repeating: 5, count: requestBytes)
        var buffer = [UInt8](repeating: 0, count: 65_536)
        var sent: [UInt64] = []
        sent.reserveCapacity(count)
        var samples = Samples()
        var pending = 0
        while samples.count < count {
            while sent.count < count, sent.count - samples.count < inFlight {
                sent.append(monotonicNow())
                guard send(socket, request, request.count, 0) == request.count else {
                    throw BenchFailure("the other side of the socket pair is gone")
                }
            }
            let received = recv(socket, &buffer, buffer.count, 0)
            guard received > 0 else { throw BenchFailure("the other side of the socket pair is gone") }
            pending += received
            let now = monotonicNow()
            while pending >= replyBytes {
                pending -= replyBytes
                samples.add(now - sent[samples.count])
            }
        }
        return samples
    }

    private func startChild() throws -> (socket: Int32, child: pid_t) {
        var pair: [Int32] = [-1, -1]
        let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, type, 0, &pair) == 0 else { throw BenchFailure("no socket pair") }
        defer { close(pair[1]) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, pair[1], Self.descriptor)
        let words = ["openwatch-bench", Self.childCommand, String(requestBytes), String(replyBytes)]
        var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        defer { for pointer in arguments { free(pointer) } }
        var child = pid_t()
        guard posix_spawn(&child, "/proc/self/exe", &actions, nil, &arguments, environ) == 0 else {
            close(pair[0])
            throw BenchFailure("the other side of the socket pair cannot start")
        }
        return (pair[0], child)
    }
}
