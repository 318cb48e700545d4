import CPostgres
import Glibc

/// Ends another thread's `poll`: an event counter of the kernel.
final class Wakeup: Sendable {
    /// Readable while a signal is pending; -1 when the system had no descriptor left, then signals are lost.
    let descriptor: Int32

    init() {
        descriptor = ow_eventfd()
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    func signal() {
        var one: UInt64 = 1
        _ = write(descriptor, &one, 8)
    }

    /// Forgets the signals so far.
    func drain() {
        var count: UInt64 = 0
        _ = read(descriptor, &count, 8)
    }
}
