import Contract

/// How often one identity and one address may ask.
package struct RateLimits: Sendable {
    /// Numbers of requests; 0 per second = no limit.
    package struct Settings: Sendable {
        package var perSecond = 50
        package var burst = 200
        /// Of an address, whoever asks from it: people behind one proxy or gateway share it.
        package var addressPerSecond = 200
        package var addressBurst = 800
        /// Open event streams of one identity.
        package var streams = 16

        package init() {}
    }

    private let identities: TokenBuckets
    private let addresses: TokenBuckets
    private let streams: OpenStreams

    package init(_ settings: Settings = Settings()) {
        identities = TokenBuckets(perSecond: settings.perSecond, burst: settings.burst)
        addresses = TokenBuckets(perSecond: settings.addressPerSecond, burst: settings.addressBurst)
        streams = OpenStreams(limit: settings.streams)
    }

    /// Before anybody looks who asks.
    ///
    /// - Throws: 429 `rate.limited` with Retry-After.
    func check(address: String?) throws {
        if let seconds = addresses.take(address ?? "") { throw Self.limited(seconds) }
    }

    /// - Throws: 429 `rate.limited` with Retry-After.
    func check(_ caller: Caller) throws {
        guard let id = caller.id, let seconds = identities.take(id) else { return }
        throw Self.limited(seconds)
    }

    /// Counts a stream as long as the returned response exists; leaves other responses as they are.
    ///
    /// - Throws: 429 `rate.limited` when the caller has as many streams as one may have.
    func admit(_ response: APIResponse, for caller: Caller) throws -> APIResponse {
        guard case .stream(let write) = response.body else { return response }
        guard let place = streams.enter(caller.id ?? caller.address ?? "") else {
            throw APIError(
                .rateLimited, "Too many event streams are open, close one first", headers: ["Retry-After": "5"])
        }
        var counted = response
        counted.body = .stream { writer in
            defer { withExtendedLifetime(place) {} }
            try await write(&writer)
        }
        return counted
    }

    private static func limited(_ seconds: Int) -> APIError {
        APIError(.rateLimited, "Too many requests, slow down", headers: ["Retry-After": "\(seconds)"])
    }
}
