/// Lets a plugin log in bursts but not for ever: a token bucket that counts what it holds back.
struct LogThrottle {
    private static let burst = 200.0
    private static let perSecond = 50.0

    private var tokens = LogThrottle.burst
    private var time: UInt64 = 0
    private var dropped = 0

    /// How many lines were dropped since the last one that passed; nil if this one is dropped too.
    mutating func admit(now: UInt64, droppedBefore: Int) -> Int? {
        let earned = Double(now - min(now, time)) / 1e9 * Self.perSecond
        tokens = min(Self.burst, tokens + earned)
        time = now
        dropped += droppedBefore
        guard tokens >= 1 else {
            dropped += 1
            return nil
        }
        tokens -= 1
        defer { dropped = 0 }
        return dropped
    }
}
