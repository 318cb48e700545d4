import CSSH2
import Glibc

/// One socket and the libssh2 session over it. Belongs to one connection and is touched on its loop's thread only.
final class SSHLink {
    /// What one libssh2 call may read before it must return, so that a flooding peer cannot hold the loop.
    private static let budget = 128 << 10
    private static let captureCapacity = 16 << 10

    /// libssh2 has process-wide state that is set up once.
    private static let isLibraryReady = libssh2_init(0) == 0

    let descriptor: Int32
    let session: OpaquePointer
    let io: UnsafeMutablePointer<ow_ssh2_io>
    private let loop: EventLoop
    private var isClosed = false

    /// Takes over a connected, watched socket. `rest` is what was read from it, `sent` how much of our identification
    /// line is on its way.
    init?(descriptor: Int32, loop: EventLoop, rest: [UInt8], banner: String) {
        let io = UnsafeMutablePointer<ow_ssh2_io>.allocate(capacity: 1)
        io.initialize(to: ow_ssh2_io())
        guard Self.isLibraryReady, let session = libssh2_session_init_ex(nil, nil, nil, io) else {
            io.deallocate()
            return nil
        }
        io.pointee.prefix = UnsafeMutablePointer<UInt8>.allocate(capacity: max(rest.count, 1))
        io.pointee.prefix.initialize(from: rest, count: rest.count)
        io.pointee.prefix_length = rest.count
        io.pointee.capture = UnsafeMutablePointer<UInt8>.allocate(capacity: Self.captureCapacity)
        io.pointee.capture_capacity = Self.captureCapacity
        io.pointee.swallow = banner.utf8.count + 2
        self.io = io
        self.session = session
        self.descriptor = descriptor
        self.loop = loop
        libssh2_session_set_blocking(session, 0)
        ow_ssh2_install_callbacks(session)
        libssh2_session_banner_set(session, banner)
    }

    deinit {
        guard !isClosed else { return }
        release()
        // Not necessarily on the loop's thread; the descriptor may be reused only after the loop forgot it.
        let (loop, descriptor) = (loop, descriptor)
        loop.call {
            loop.forget(descriptor)
            Glibc.close(descriptor)
        }
    }

    /// Says goodbye if the socket takes it, and frees everything.
    func close() {
        guard !isClosed else { return }
        isClosed = true
        refill()
        libssh2_session_disconnect_ex(session, SSH_DISCONNECT_BY_APPLICATION, "", "")
        release()
        loop.forget(descriptor)
        Glibc.close(descriptor)
    }

    private func release() {
        io.pointee.closed = 1
        // With the callbacks failing at once, freeing cannot block; the bound is a safety net.
        for _ in 0..<64 where libssh2_session_free(session) != LIBSSH2_ERROR_EAGAIN { break }
        endCapture()
        io.pointee.prefix?.deallocate()
        io.deallocate()
    }

    /// Before each libssh2 call.
    func refill() {
        io.pointee.budget = Self.budget
        io.pointee.limited = 0
    }

    /// The call stopped because it had read enough, not because the socket was empty.
    var wasLimited: Bool { io.pointee.limited == 1 }

    /// A packet is half sent: the same call must be made again before any other that sends.
    var wantsWrite: Bool { libssh2_session_block_directions(session) & LIBSSH2_SESSION_BLOCK_OUTBOUND != 0 }

    /// The first bytes after the banner, kept until ``endCapture()``.
    var captured: [UInt8] {
        Array(UnsafeBufferPointer(start: io.pointee.capture, count: io.pointee.capture_length))
    }

    func endCapture() {
        io.pointee.capture?.deallocate()
        io.pointee.capture = nil
        io.pointee.capture_capacity = 0
        io.pointee.capture_length = 0
    }

    /// libssh2's words for its last failure. They never contain secrets; peers can influence few of them.
    var lastMessage: String {
        var text: UnsafeMutablePointer<CChar>?
        var length: Int32 = 0
        libssh2_session_last_error(session, &text, &length, 0)
        guard let text, length > 0 else { return "unknown failure" }
        return PlainText.clean(
            UnsafeBufferPointer(start: text, count: Int(length)).map { UInt8(bitPattern: $0) })
    }

    func method(_ type: Int32) -> String? {
        libssh2_session_methods(session, type).map { PlainText.clean(String(cString: $0).utf8, limit: 64) }
    }

    /// The peer has closed its side.
    var isHungUp: Bool {
        // POLLRDHUP, which Glibc's module does not show.
        let peerClosed: Int16 = 0x2000
        var entry = pollfd(fd: descriptor, events: peerClosed, revents: 0)
        return poll(&entry, 1, 0) > 0 && entry.revents & (Int16(POLLHUP | POLLERR | POLLNVAL) | peerClosed) != 0
    }
}
