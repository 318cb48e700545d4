/// One command: input in, bounded output out.
struct CommandConversation: ChannelConversation {
    /// Output beyond the limit that is still read and dropped, so that a command a little too talkative can report its
    /// exit code.
    private static let tolerance = 256 << 10

    private let limits: SSHLimits
    private let deadline: MonotonicTime
    private let onChunk: (@Sendable (SSHStream, [UInt8]) async -> Void)?
    private var input: [UInt8]
    private var isInputTaken = false
    private var received = 0
    private(set) var stdout = BoundedBytes()
    private(set) var stderr = BoundedBytes()

    /// Output collected up to a limit.
    struct BoundedBytes: Sendable {
        var bytes: [UInt8] = []
        var count = 0
        var isTruncated = false

        /// The part of `chunk` that still fits.
        mutating func admit(_ chunk: [UInt8], limit: Int) -> ArraySlice<UInt8> {
            let fitting = chunk.prefix(max(limit - count, 0))
            count += fitting.count
            if fitting.count < chunk.count { isTruncated = true }
            return fitting
        }
    }

    init(
        input: [UInt8],
        limits: SSHLimits,
        deadline: MonotonicTime,
        onChunk: (@Sendable (SSHStream, [UInt8]) async -> Void)? = nil
    ) {
        self.input = input
        self.limits = limits
        self.deadline = deadline
        self.onChunk = onChunk
    }

    nonisolated(nonsending) mutating func receive(_ bytes: [UInt8], from stream: SSHStream) async {
        received += bytes.count
        let fitting =
            switch stream {
            case .stdout: stdout.admit(bytes, limit: limits.maxStdout)
            case .stderr: stderr.admit(bytes, limit: limits.maxStderr)
            }
        if let onChunk {
            if !fitting.isEmpty { await onChunk(stream, Array(fitting)) }
            return
        }
        switch stream {
        case .stdout: stdout.bytes.append(contentsOf: fitting)
        case .stderr: stderr.bytes.append(contentsOf: fitting)
        }
    }

    mutating func next(at now: MonotonicTime) throws(SSHError) -> ChannelStep {
        guard now < deadline else { throw SSHError(.timeout, "the command took longer than \(limits.timeout)") }
        var step = ChannelStep(wakeAt: deadline)
        if !isInputTaken {
            isInputTaken = true
            swap(&step.send, &input)
            step.endsInput = true
        }
        step.isOver = received - stdout.count - stderr.count > Self.tolerance
        return step
    }

    func result(_ end: ChannelEnd, duration: UInt64) -> SSHCommandResult {
        SSHCommandResult(
            exitCode: end.exitCode, signal: end.signal, stdout: stdout.bytes, stderr: stderr.bytes,
            stdoutTruncated: stdout.isTruncated, stderrTruncated: stderr.isTruncated, duration: duration)
    }
}
