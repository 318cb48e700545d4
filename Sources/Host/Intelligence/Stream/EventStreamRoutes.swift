package import Contract
package import EventLog
import Foundation
import HTTPTypes
import HummingbirdCore
import NIOConcurrencyHelpers
import NIOCore
import ServiceLifecycle
package import Web

/// `GET /api/v1/events`: the event log as server-sent events.
///
/// Each frame carries its position as `id`, so a client that reconnects with `Last-Event-ID` misses nothing. A comment
/// every 15 s keeps proxies from cutting a quiet stream.
package struct EventStreamRoutes: Sendable {
    /// The caller as it is by now; nil when its session has ended.
    package typealias Recheck = @Sendable (Caller) async throws -> Caller?

    private let broadcaster: EventBroadcaster
    private let recheckInterval: Duration
    private let recheck: Recheck

    /// - Parameters:
    ///   - recheckInterval: how long a stream can outlive its caller's session or permission.
    ///   - recheck: asked at that interval for each open stream. While it cannot answer the stream goes on.
    package init(
        broadcaster: EventBroadcaster, recheckInterval: Duration = .seconds(5), recheck: @escaping Recheck
    ) {
        self.broadcaster = broadcaster
        self.recheckInterval = recheckInterval
        self.recheck = recheck
    }

    package var routes: [Route] {
        [Route(OperationCatalog.getEvents, handler: stream)]
    }

    private func stream(_ request: APIRequest) async throws -> APIResponse {
        let asked = (request.query["topics"] ?? "").split(separator: ",").map {
            $0.trimmingCharacters(in: .whitespaces)
        }
        let topics = Set(asked.filter { EventKind.named($0) != nil })
        guard !topics.isEmpty else {
            throw APIError(
                .validationFieldRequired, "topics names none of the known event kinds", detail: ["field": "topics"])
        }
        var position: Int64?
        if let name = HTTPField.Name("Last-Event-ID"), let text = request.headers[name] {
            guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let value = Int64(text) else {
                throw APIError.headerInvalid("Last-Event-ID", "Last-Event-ID must be the id of a frame of this stream")
            }
            position = value
        }
        let resumeAfter = position
        let caller = request.caller
        var response = APIResponse(
            status: 200,
            body: .stream { writer in
                try await follow(topics, resumeAfter: resumeAfter, as: caller, to: &writer)
            })
        response.headers[.contentType] = "text/event-stream"
        response.headers[.cacheControl] = "no-cache, no-store, must-revalidate"
        if let name = HTTPField.Name("X-Accel-Buffering") { response.headers[name] = "no" }
        return response
    }

    /// Writes what the client missed, then what happens, each write waiting for the client. Returns when the server stops,
    /// the client has fallen too far behind, which reconnects then and resumes, or the caller's session has ended.
    private func follow(
        _ topics: Set<String>, resumeAfter: Int64?, as caller: Caller, to writer: inout any ResponseBodyWriter
    ) async throws {
        // Subscribed before the log is read, so that nothing falls in between; what comes twice is left out below.
        let live = broadcaster.subscribe()
        let isAdmitted = NIOLockedValueBox(true)
        try await withThrowingTaskGroup(of: Void.self) { group in
            defer { group.cancelAll() }
            group.addTask {
                try await waitForEnd(of: caller)
                isAdmitted.withLockedValue { $0 = false }
                live.end()
            }
            try await writer.write(ByteBuffer(string: ": connected\n\n"))
            var seen = resumeAfter ?? 0
            if resumeAfter != nil {
                while isAdmitted.withLockedValue(\.self) {
                    let missed = try await broadcaster.missed(after: seen, kinds: Array(topics))
                    for event in missed {
                        try await writer.write(ByteBuffer(bytes: event.frame))
                        seen = event.position
                    }
                    if missed.count < EventBroadcaster.catchUpPage { break }
                }
            }
            for await event in live.cancelOnGracefulShutdown() {
                guard isAdmitted.withLockedValue(\.self) else { return }
                guard event.isHeartbeat || (event.position > seen && topics.contains(event.kind)) else { continue }
                try await writer.write(ByteBuffer(bytes: event.frame))
            }
        }
    }

    /// Returns once the caller may not read the stream any more.
    private func waitForEnd(of caller: Caller) async throws {
        while true {
            try await Task.sleep(for: recheckInterval)
            let current: Caller?
            do {
                current = try await recheck(caller)
            } catch {
                continue
            }
            guard let current else { return }
            if case .permission(let permission) = OperationCatalog.getEvents.access, !current.holds(permission) {
                return
            }
        }
    }
}
