/// What happens on one channel, as a state machine that the connection drives: bytes and time in, a step out.
protocol ChannelConversation: Sendable {
    /// Takes what the remote side wrote. Stays on the connection's loop unless it awaits.
    nonisolated(nonsending) mutating func receive(_ bytes: [UInt8], from stream: SSHStream) async
    /// Says what to do next. Called after everything available was received and whenever `wakeAt` passed.
    mutating func next(at now: MonotonicTime) throws(SSHError) -> ChannelStep
}

/// A conversation's next wish.
struct ChannelStep: Sendable {
    /// To write, behind what was asked to be written before.
    var send: [UInt8] = []
    /// Close our direction once everything is written.
    var endsInput = false
    /// Nothing more is wanted from the channel.
    var isOver = false
    /// When to be asked again if nothing happens.
    var wakeAt: MonotonicTime
}

/// How a channel ended.
struct ChannelEnd: Sendable {
    var exitCode: Int32?
    var signal: String?
    /// Set when the connection did not survive the conversation.
    var failure: SSHError?
}
