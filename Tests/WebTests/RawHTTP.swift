import Foundation
import JSON
import NIOCore
import NIOPosix

/// HTTP/1.1 by hand: sends bytes as they are given, so that requests no client library makes can be tried too.
enum RawHTTP {
    struct Response: Sendable {
        let status: Int
        /// Names in lower case.
        let headers: [(name: String, value: String)]
        let body: [UInt8]

        func header(_ name: String) -> String? { headers.first { $0.name == name.lowercased() }?.value }

        var json: JSONValue? { try? JSONValue(parsing: body) }

        var errorCode: String? { json?["error"]?["code"]?.string }
    }

    struct Malformed: Error {}

    /// Sends one request on a connection of its own and reads until the server closes it.
    static func exchange(port: Int, _ request: [UInt8]) async throws -> Response {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        let received = try await channel.executeThenClose { inbound, outbound in
            try await outbound.write(ByteBuffer(bytes: request))
            var received: [UInt8] = []
            for try await part in inbound {
                received += Array(part.readableBytesView)
                if received.count > 16_777_216 { throw Malformed() }
            }
            return received
        }
        return try parse(received)
    }

    static func request(
        port: Int, _ method: String, _ path: String, headers: [String: String] = [:], body: String? = nil
    ) async throws -> Response {
        var text = "\(method) \(path) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
        for (name, value) in headers { text += "\(name): \(value)\r\n" }
        if let body, headers["Transfer-Encoding"] == nil { text += "Content-Length: \(body.utf8.count)\r\n" }
        return try await exchange(port: port, Array((text + "\r\n" + (body ?? "")).utf8))
    }

    /// The first response in what a server sent; for exactly one response, body and all.
    static func parse(_ bytes: [UInt8]) throws -> Response {
        let separator = Array("\r\n\r\n".utf8)
        guard let end = bytes.indices.first(where: { bytes[$0...].starts(with: separator) }) else { throw Malformed() }
        var lines = String(decoding: bytes[..<end], as: UTF8.self).components(separatedBy: "\r\n")
        let status = lines.removeFirst().split(separator: " ").dropFirst().first.flatMap { Int($0) }
        let headers = lines.compactMap { line -> (name: String, value: String)? in
            guard let colon = line.firstIndex(of: ":") else { return nil }
            let value = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
            return (line[..<colon].lowercased(), value)
        }
        guard let status else { throw Malformed() }
        return Response(status: status, headers: headers, body: Array(bytes[(end + separator.count)...]))
    }
}
