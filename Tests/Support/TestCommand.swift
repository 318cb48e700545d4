import Glibc
import NIOConcurrencyHelpers

/// Runs programs for tests from one thread that never ends.
///
/// Children may ask the kernel to be killed with their parent, and the kernel means the parent's thread: threads of
/// the cooperative pool come and go.
package enum TestCommand {
    package struct Failure: Error, CustomStringConvertible {
        package let description: String
    }

    package struct Output: Sendable {
        package let status: Int32
        package let text: String
    }

    /// Runs a program to its end; output and errors are joined. Throws if it cannot start or fails, unless `mayFail`.
    @discardableResult
    package static func run(_ arguments: [String], input: String = "", mayFail: Bool = false) async throws -> Output {
        let output = try await onLauncher { try runHere(arguments, input: input) }
        guard mayFail || output.status == 0 else {
            throw Failure(description: "\(arguments.joined(separator: " ")): status \(output.status)\n\(output.text)")
        }
        return output
    }

    /// Runs a program to its end on the calling thread and ignores how it went; for deinitialisers.
    package static func runWaiting(_ arguments: [String]) {
        _ = try? runHere(arguments, input: "")
    }

    /// Starts a program that is killed when this process ends, however that happens. Output goes to `log`.
    package static func start(_ arguments: [String], log: String) async throws -> pid_t {
        try await onLauncher {
            let file = open(log, O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, 0o600)
            guard file >= 0 else { throw Failure(description: "cannot write \(log)") }
            defer { close(file) }
            return try spawn(["/usr/bin/setpriv", "--pdeathsig", "KILL"] + arguments, input: nil, output: file)
        }
    }

    /// Ends a program started by ``start(_:log:)`` and waits for it.
    package static func stop(_ process: pid_t) {
        kill(process, SIGKILL)
        var status: Int32 = 0
        waitpid(process, &status, 0)
    }

    // MARK: The launcher

    private static let work = ConditionLock(value: 0)
    private static let queue = NIOLockedValueBox<[@Sendable () -> Void]>([])
    private static let isRunning: Bool = {
        var thread = pthread_t()
        return pthread_create(
            &thread, nil,
            { _ in
                while true {
                    work.lock(whenValue: 1)
                    let next = queue.withLockedValue { queue in
                        defer { queue.removeAll() }
                        return queue
                    }
                    work.unlock(withValue: 0)
                    for body in next { body() }
                }
            }, nil) == 0
    }()

    private static func onLauncher<Value: Sendable>(
        _ body: @escaping @Sendable () throws -> Value
    ) async throws -> Value {
        guard isRunning else { throw Failure(description: "no launcher thread") }
        return try await withCheckedThrowingContinuation { continuation in
            work.lock()
            queue.withLockedValue { $0.append { continuation.resume(with: Result(catching: body)) } }
            work.unlock(withValue: 1)
        }
    }

    private static func runHere(_ arguments: [String], input: String) throws -> Output {
        var toChild: [Int32] = [-1, -1]
        var fromChild: [Int32] = [-1, -1]
        guard pipe(&toChild) == 0, pipe(&fromChild) == 0 else { throw Failure(description: "no pipes") }
        for descriptor in toChild + fromChild { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
        defer { close(fromChild[0]) }
        let process: pid_t
        do {
            defer {
                close(toChild[0])
                close(fromChild[1])
            }
            process = try spawn(arguments, input: toChild[0], output: fromChild[1])
        }
        let bytes = Array(input.utf8)
        _ = bytes.isEmpty ? 0 : write(toChild[1], bytes, bytes.count)
        close(toChild[1])
        var text: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4_096)
        while true {
            let count = read(fromChild[0], &buffer, buffer.count)
            if count <= 0 { break }
            text += buffer.prefix(count)
        }
        var status: Int32 = 0
        waitpid(process, &status, 0)
        let code = status & 0x7f == 0 ? status >> 8 & 0xff : 128 + (status & 0x7f)
        return Output(status: code, text: String(decoding: text, as: UTF8.self))
    }

    private static func spawn(_ arguments: [String], input: Int32?, output: Int32) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        if let input {
            posix_spawn_file_actions_adddup2(&actions, input, 0)
        } else {
            posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        }
        posix_spawn_file_actions_adddup2(&actions, output, 1)
        posix_spawn_file_actions_adddup2(&actions, output, 2)
        let path = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
        var argv: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
        var environment: [UnsafeMutablePointer<CChar>?] = [strdup(path), strdup("LC_ALL=C"), nil]
        defer { for pointer in argv + environment { free(pointer) } }
        // Threads of the test run block signals such as SIGCHLD; a program that inherits that waits for ever.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        var process = pid_t()
        let status = posix_spawnp(&process, arguments[0], &actions, &attributes, &argv, &environment)
        guard status == 0 else {
            throw Failure(description: "\(arguments[0]) cannot start: \(String(cString: strerror(status)))")
        }
        return process
    }
}
