import AsyncHTTPClient
import JSON
import NIOConcurrencyHelpers
import NIOCore

/// A reader of `GET /api/v1/events`.
final class EventStream: Sendable {
    struct Frame: Sendable {
        let id: String
        let kind: String
        let data: JSONValue

        var payload: JSONValue { data["payload"] ?? .null }
    }

    private struct State {
        var frames: [Frame] = []
        var isConnected = false
        var isEnded = false
    }

    private let client: APIClient
    private let reader: Task<Void, Never>
    private let state: NIOLockedValueBox<State>

    /// Connects and waits until the server follows the log for this reader.
    static func open(
        _ server: OpenWatchServer, topics: String = "intelligence.event", after position: String? = nil
    ) async throws -> EventStream {
        // A connection of its own: a stream must not depend on how requests share one.
        let client = try server.makeClient(version: .http1Only)
        let headers = position.map { [("Last-Event-ID", $0)] } ?? []
        let response: HTTPClientResponse
        do {
            response = try await client.open("events?topics=\(topics)", as: server.admin, headers: headers)
        } catch {
            await client.close()
            throw error
        }
        guard response.status == .ok, response.headers.first(name: "Content-Type") == "text/event-stream" else {
            await client.close()
            throw Failure(description: "no event stream: \(response.status) \(response.headers)")
        }
        let stream = EventStream(client: client, response: response)
        try await wait(until: "the stream to be connected") { stream.state.withLockedValue(\.isConnected) }
        return stream
    }

    private init(client: APIClient, response: HTTPClientResponse) {
        self.client = client
        let state = NIOLockedValueBox(State())
        self.state = state
        reader = Task {
            var pending: [UInt8] = []
            do {
                for try await buffer in response.body {
                    pending += Array(buffer.readableBytesView)
                    while let end = Self.firstBlankLine(in: pending) {
                        Self.take(Array(pending[..<end]), into: state)
                        pending.removeFirst(end + 2)
                    }
                }
            } catch {
                // The connection was cut; the frames so far are what counts.
            }
            state.withLockedValue { $0.isEnded = true }
        }
    }

    /// Every frame so far, in the order of arrival.
    var frames: [Frame] { state.withLockedValue(\.frames) }

    /// The server or the network ended the stream.
    var isEnded: Bool { state.withLockedValue(\.isEnded) }

    /// Waits until that many frames came.
    func frames(_ count: Int, timeout: Duration = .seconds(15)) async throws -> [Frame] {
        try await wait(for: "\(count) frames, \(frames.count) came", timeout: timeout) {
            frames.count >= count ? frames : nil
        }
    }

    func close() async {
        reader.cancel()
        await reader.value
        await client.close()
    }

    private static func firstBlankLine(in bytes: [UInt8]) -> Int? {
        guard bytes.count >= 2 else { return nil }
        return (0..<(bytes.count - 1)).first { bytes[$0] == 0x0a && bytes[$0 + 1] == 0x0a }
    }

    private static func take(_ frame: [UInt8], into state: NIOLockedValueBox<State>) {
        var fields: [String: String] = [:]
        for line in String(decoding: frame, as: UTF8.self).split(separator: "\n") {
            guard let colon = line.firstIndex(of: ":") else { continue }
            fields[String(line[..<colon])] = String(line[line.index(after: colon)...].drop { $0 == " " })
        }
        let read = fields
        state.withLockedValue { state in
            state.isConnected = true
            guard let id = read["id"], let kind = read["event"] else { return }
            let data = (try? JSONValue(parsing: Array((read["data"] ?? "").utf8))) ?? .null
            state.frames.append(Frame(id: id, kind: kind, data: data))
        }
    }
}
