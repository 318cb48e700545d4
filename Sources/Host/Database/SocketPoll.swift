import Glibc

/// `poll` on a connection's socket together with its wakeup.
enum SocketPoll {
    struct Readiness {
        /// The socket has input, room for output where that was asked, or an error to report.
        let isReady: Bool
        /// The wakeup was signalled and is not drained yet.
        let isWoken: Bool
    }

    /// - Parameter limit: the longest wait, nil for no limit.
    static func wait(_ socket: Int32, writable: Bool, wakeup: Wakeup, atMost limit: Duration?) -> Readiness {
        var descriptors = (
            pollfd(fd: socket, events: Int16(POLLIN) | (writable ? Int16(POLLOUT) : 0), revents: 0),
            pollfd(fd: wakeup.descriptor, events: Int16(POLLIN), revents: 0)
        )
        let timeout = limit.map(milliseconds) ?? -1
        let count = withUnsafeMutableBytes(of: &descriptors) { bytes in
            poll(bytes.assumingMemoryBound(to: pollfd.self).baseAddress, 2, timeout)
        }
        guard count > 0 else { return Readiness(isReady: false, isWoken: false) }
        return Readiness(isReady: descriptors.0.revents != 0, isWoken: descriptors.1.revents != 0)
    }

    /// Whether an idle connection's socket has something to say, which means that the server is closing it.
    static func hasInput(_ socket: Int32) -> Bool {
        var descriptor = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
        return poll(&descriptor, 1, 0) != 0
    }

    /// Rounded up, so that a wait never ends before its time and spins.
    private static func milliseconds(_ duration: Duration) -> Int32 {
        let (seconds, attoseconds) = duration.components
        guard seconds < 1_000_000 else { return 1_000_000_000 }
        return max(0, Int32(seconds) * 1_000 + Int32((attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000))
    }
}
