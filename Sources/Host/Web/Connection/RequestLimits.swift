/// How much of a request is read, and for how long.
package struct RequestLimits: Sendable {
    /// Path and query together, in bytes.
    package var uriBytes = 8 * 1_024
    /// All header fields together, in bytes: names, values and four for the punctuation of each.
    package var headerBytes = 32 * 1_024
    /// How long a connection may rest before a request.
    package var idleSeconds: Int64 = 120
    /// How long the request line and the header fields may take, from their first byte.
    package var headSeconds: Int64 = 10
    /// How long the body may take, from the end of the header fields.
    package var bodySeconds: Int64 = 30
    /// How long a peer may take for the TLS handshake.
    package var handshakeSeconds: Int64 = 10
    /// How long a peer may leave a response untaken before its connection or stream is closed.
    package var stallSeconds: Int64 = 60
    /// Open connections, all together and of one address.
    package var connections = 10_000
    package var connectionsPerAddress = 1_000
    /// Requests at one time on one HTTP/2 connection.
    package var streamsPerConnection = 100
    /// How long a repeated request waits for the answer of the first one.
    package var idempotencyWaitSeconds = 10

    /// The parser gives up here, well above our own limits, so that these judge what is merely too large.
    static let parserFieldBytes = 64 * 1_024
    static let parserListBytes = 96 * 1_024
    static let parserFields = 200

    package init() {}
}
