import NIOConcurrencyHelpers

/// The numbers by which plugins name the host that a call is about. They differ from call to call and from start to
/// start, so that no plugin takes one for the host's identity. They need not be secret: a call's broker takes its own
/// target and no other.
enum CallTarget {
    /// A counter behind a bijection, which costs no system call (SplitMix64).
    private static let state = NIOLockedValueBox(UInt64.random(in: 0...UInt64.max))

    /// Never 0.
    static func next() -> UInt64 {
        while true {
            var value = state.withLockedValue { state -> UInt64 in
                state &+= 0x9e37_79b9_7f4a_7c15
                return state
            }
            value = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
            value = (value ^ (value >> 27)) &* 0x94d0_49bb_1331_11eb
            value ^= value >> 31
            if value != 0 { return value }
        }
    }
}
