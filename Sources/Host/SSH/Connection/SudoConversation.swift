/// One command under `sudo -S`: the password goes out once, after sudo asked for it, and then the input is closed.
///
/// Closing it is what keeps a wrong password to one attempt: sudo would else read on for its further tries.
struct SudoConversation: ChannelConversation {
    /// How long to wait for our own prompt. PAM modules may show another, which cannot be recognised.
    private static let promptPatience = Duration.seconds(2)

    private var command: CommandConversation
    private let prompt: [UInt8]
    private let password: [UInt8]
    /// sudo has just said that it wants a password, so silence means that it waits for one.
    private let sendsWithoutPrompt: Bool
    private let patience: MonotonicTime
    private var errors: [UInt8] = []
    private var isAnswered = false
    private(set) var wasPasswordSent = false

    init(
        command: CommandConversation, prompt: [UInt8], password: [UInt8], sendsWithoutPrompt: Bool, start: MonotonicTime
    ) {
        self.command = command
        self.prompt = prompt
        self.password = password
        self.sendsWithoutPrompt = sendsWithoutPrompt
        patience = start.adding(Self.promptPatience)
    }

    nonisolated(nonsending) mutating func receive(_ bytes: [UInt8], from stream: SSHStream) async {
        guard stream == .stderr, !isAnswered else {
            await command.receive(bytes, from: stream)
            return
        }
        errors.append(contentsOf: bytes)
        if errors.count > 16 << 10 { await release() }
    }

    mutating func next(at now: MonotonicTime) throws(SSHError) -> ChannelStep {
        var step = try command.next(at: now)
        guard !isAnswered else { return step }
        // The command's own step asks to close the input; that has to wait.
        step.endsInput = false
        if errors.count >= prompt.count, let place = place(of: prompt, in: errors) {
            errors.removeSubrange(place)
            send(&step)
        } else if now >= patience {
            if sendsWithoutPrompt {
                send(&step)
            } else {
                isAnswered = true
                step.endsInput = true
            }
        } else {
            step.wakeAt = min(step.wakeAt, patience)
        }
        return step
    }

    private mutating func send(_ step: inout ChannelStep) {
        isAnswered = true
        wasPasswordSent = true
        step.send = password + [10]
        step.endsInput = true
    }

    nonisolated(nonsending) private mutating func release() async {
        isAnswered = true
        await command.receive(errors, from: .stderr)
        errors = []
    }

    private func place(of needle: [UInt8], in bytes: [UInt8]) -> Range<Int>? {
        for start in 0...(bytes.count - needle.count)
        where bytes[start..<start + needle.count].elementsEqual(needle) {
            return start..<start + needle.count
        }
        return nil
    }

    /// The outcome without the prompt.
    nonisolated(nonsending) mutating func result(_ end: ChannelEnd, duration: UInt64) async -> SSHCommandResult {
        if !errors.isEmpty { await release() }
        var result = command.result(end, duration: duration)
        if let place = result.stderr.count >= prompt.count ? place(of: prompt, in: result.stderr) : nil {
            result.stderr.removeSubrange(place)
        }
        return result
    }
}
