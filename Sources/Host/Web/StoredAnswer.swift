import HTTPTypes

/// A response as it is kept for repetitions of its request.
package struct StoredAnswer: Sendable, Equatable {
    package let status: Int
    /// The fields that describe the body or name the resource; the rest belongs to one exchange.
    package let headers: [Header]
    package let body: [UInt8]

    package struct Header: Sendable, Equatable {
        package let name: String
        package let value: String

        package init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    private static let kept: [HTTPField.Name] = [
        .contentType, .location, .eTag, .lastModified, .contentDisposition, .contentLanguage, .cacheControl,
    ]

    package init(status: Int, headers: [Header], body: [UInt8]) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// Nil for what cannot be kept: a stream, a failure, and an answer that sets a cookie, which is one caller's secret.
    package init?(_ response: APIResponse) {
        guard (200..<300).contains(response.status), response.headers[.setCookie] == nil else { return nil }
        status = response.status
        headers = Self.kept.flatMap { name in
            response.headers[values: name].map { Header(name: name.canonicalName, value: $0) }
        }
        switch response.body {
        case .none: body = []
        case .bytes(let bytes): body = bytes
        case .stream: return nil
        }
    }

    /// The response again, marked as a repetition.
    var response: APIResponse {
        var fields = HTTPFields()
        for header in headers {
            if let name = HTTPField.Name(header.name) { fields.append(HTTPField(name: name, value: header.value)) }
        }
        fields[SecurityHeaders.idempotencyReplayed] = "true"
        return APIResponse(status: status, headers: fields, body: body.isEmpty ? .none : .bytes(body))
    }
}
