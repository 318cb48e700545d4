package import Core

/// The body of every error response.
///
/// `Encodable` gives the wire form for any encoder; `detail` is left out when empty.
package struct ErrorEnvelope: Equatable, Sendable {
    package var error: APIError
    package var correlationID: CorrelationID

    package init(_ error: APIError, correlationID: CorrelationID) {
        self.error = error
        self.correlationID = correlationID
    }
}

extension ErrorEnvelope: Encodable {
    private enum EnvelopeKeys: CodingKey {
        case error
    }

    private enum BodyKeys: String, CodingKey {
        case code
        case fault
        case retryable
        case humanMessage = "human_message"
        case detail
        case correlationID = "correlation_id"
    }

    package func encode(to encoder: any Encoder) throws {
        var envelope = encoder.container(keyedBy: EnvelopeKeys.self)
        var body = envelope.nestedContainer(keyedBy: BodyKeys.self, forKey: .error)
        try body.encode(error.code.code, forKey: .code)
        try body.encode(error.code.fault, forKey: .fault)
        try body.encode(error.retryable, forKey: .retryable)
        try body.encode(error.message, forKey: .humanMessage)
        if !error.detail.isEmpty { try body.encode(error.detail, forKey: .detail) }
        try body.encode(correlationID.text, forKey: .correlationID)
    }
}
