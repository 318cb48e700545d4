import Foundation
import NIOConcurrencyHelpers

/// Passes TCP connections on to a port of this machine, each byte later by half of a round-trip time, and counts bytes.
///
/// Makes a far host of a near one, except for the TCP handshake, which stays near. Ends with the value.
final class DelayRelay: Sendable {
    struct Traffic: Sendable {
        var bytesOut = 0
        var bytesIn = 0
    }

    let port: Int
    private let listener: Int32
    private let counters: NIOLockedValueBox<Traffic>

    /// - Parameter roundTrip: milliseconds.
    init(to destination: Int, roundTrip: Int) throws {
        let counters = NIOLockedValueBox(Traffic())
        let (listener, port) = try Self.listen()
        self.listener = listener
        self.port = port
        self.counters = counters
        let delay = UInt64(roundTrip) * 500_000
        Thread.detachNewThread {
            while true {
                let near = accept(listener, nil, nil)
                guard near >= 0 else { return }
                Thread.detachNewThread {
                    guard let far = Self.connect(to: destination) else {
                        close(near)
                        return
                    }
                    Line(near: near, far: far, delay: delay, counters: counters).run()
                }
            }
        }
    }

    deinit {
        // Wakes the accepting thread, which a mere close would not.
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }

    /// Since the value was made.
    var traffic: Traffic { counters.withLockedValue { $0 } }

    // MARK: Sockets

    private static func listen() throws -> (Int32, Int) {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = loopback(port: 0)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let status = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 ? getsockname(descriptor, $0, &length) : -1
            }
        }
        guard status == 0, Glibc.listen(descriptor, 64) == 0 else { throw BenchFailure("the relay cannot listen") }
        return (descriptor, Int(UInt16(bigEndian: address.sin_port)))
    }

    private static func connect(to port: Int) -> Int32? {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return nil }
        var address = loopback(port: port)
        let status = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard status == 0 else {
            close(descriptor)
            return nil
        }
        return descriptor
    }

    private static func loopback(port: Int) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        return address
    }
}

/// One relayed connection: a loop that reads whatever comes and writes it when its time has come.
private struct Line {
    private struct Parcel {
        let due: UInt64
        /// Empty for the end of the stream.
        let bytes: [UInt8]
    }

    let near: Int32
    let far: Int32
    let delay: UInt64
    let counters: NIOLockedValueBox<DelayRelay.Traffic>

    func run() {
        var one: Int32 = 1
        for descriptor in [near, far] {
            setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<Int32>.size))
        }
        var outward: [Parcel] = []
        var inward: [Parcel] = []
        var isOpen = (near: true, far: true)
        var buffer = [UInt8](repeating: 0, count: 65_536)
        loop: while isOpen.near || isOpen.far || !outward.isEmpty || !inward.isEmpty {
            let next = min(outward.first?.due ?? .max, inward.first?.due ?? .max)
            let now = monotonicNow()
            let wait = next == .max ? -1 : next <= now ? 0 : Int((next - now + 999_999) / 1_000_000)
            var descriptors = [
                pollfd(fd: isOpen.near ? near : -1, events: Int16(POLLIN), revents: 0),
                pollfd(fd: isOpen.far ? far : -1, events: Int16(POLLIN), revents: 0),
            ]
            _ = poll(&descriptors, 2, Int32(wait))
            if descriptors[0].revents != 0 {
                let parcel = take(near, &buffer)
                counters.withLockedValue { $0.bytesOut += parcel.bytes.count }
                isOpen.near = !parcel.bytes.isEmpty
                outward.append(parcel)
            }
            if descriptors[1].revents != 0 {
                let parcel = take(far, &buffer)
                counters.withLockedValue { $0.bytesIn += parcel.bytes.count }
                isOpen.far = !parcel.bytes.isEmpty
                inward.append(parcel)
            }
            guard deliver(&outward, to: far), deliver(&inward, to: near) else { break loop }
        }
        close(near)
        close(far)
    }

    private func take(_ descriptor: Int32, _ buffer: inout [UInt8]) -> Parcel {
        let count = recv(descriptor, &buffer, buffer.count, 0)
        return Parcel(due: monotonicNow() + delay, bytes: Array(buffer.prefix(max(0, count))))
    }

    /// False when the other side is gone.
    private func deliver(_ parcels: inout [Parcel], to descriptor: Int32) -> Bool {
        let now = monotonicNow()
        while let parcel = parcels.first, parcel.due <= now {
            parcels.removeFirst()
            guard !parcel.bytes.isEmpty else {
                shutdown(descriptor, Int32(SHUT_WR))
                continue
            }
            var sent = 0
            while sent < parcel.bytes.count {
                let count = parcel.bytes[sent...].withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, 0) }
                guard count > 0 else { return false }
                sent += count
            }
        }
        return true
    }
}
