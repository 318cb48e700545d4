import Foundation
import Glibc
import NIOConcurrencyHelpers

/// A TCP server on loopback that misbehaves in a given way to each connection.
final class RawServer: Sendable {
    enum Behaviour: Sendable {
        case silent
        case closes
        /// Waits for a request, as web servers do, and answers it.
        case http
        /// Lines that never become an identification.
        case endlessLines
        /// One line that never ends.
        case endlessLine
        /// A good identification and then packets of nothing, for ever.
        case endlessPackets
        case says(String)
    }

    let port: Int
    private let listener: Int32
    private let isStopped = NIOLockedValueBox(false)

    init(_ behaviour: Behaviour) throws {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let status = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) | listen(descriptor, 16) | getsockname(descriptor, $0, &length)
            }
        }
        guard status == 0 else { throw POSIXError(.EADDRINUSE) }
        port = Int(UInt16(bigEndian: address.sin_port))
        listener = descriptor
        let isStopped = isStopped
        Thread.detachNewThread {
            while true {
                let peer = accept(descriptor, nil, nil)
                guard peer >= 0 else { return }
                Thread.detachNewThread { Self.serve(peer, behaviour, isStopped) }
            }
        }
    }

    deinit {
        isStopped.withLockedValue { $0 = true }
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }

    private static func serve(_ peer: Int32, _ behaviour: Behaviour, _ isStopped: NIOLockedValueBox<Bool>) {
        defer { close(peer) }
        func say(_ text: [UInt8]) -> Bool { send(peer, text, text.count, Int32(MSG_NOSIGNAL)) > 0 }
        func isOn() -> Bool { !isStopped.withLockedValue { $0 } }
        switch behaviour {
        case .silent:
            while isOn() { usleep(20_000) }
        case .closes:
            break
        case .http:
            var request = [UInt8](repeating: 0, count: 1_024)
            _ = recv(peer, &request, request.count, 0)
            _ = say(Array("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n".utf8))
        case .endlessLines:
            while isOn(), say(Array("welcome to the machine\r\n".utf8)) {}
        case .endlessLine:
            while isOn(), say(Array(repeating: 65, count: 1_000)) {}
        case .endlessPackets:
            _ = say(Array("SSH-2.0-Flood\r\n".utf8))
            // SSH_MSG_IGNORE, unencrypted: length 12, padding 10, message 2.
            let packet: [UInt8] = [0, 0, 0, 12, 10, 2] + Array(repeating: 0, count: 10)
            let many = Array((0..<500).map { _ in packet }.joined())
            while isOn(), say(many) {}
        case .says(let text):
            _ = say(Array(text.utf8))
            usleep(200_000)
        }
    }
}
