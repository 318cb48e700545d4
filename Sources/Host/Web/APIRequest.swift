package import Contract
package import Core
package import Foundation
package import HTTPTypes

/// One request as a handler sees it: routed, identified, permitted, with its body read.
package struct APIRequest: Sendable {
    package let method: HTTPRequest.Method
    /// The path as it was sent, still percent-encoded, without the query.
    package let path: String
    /// Values of the path template's `{name}` parts, percent-decoded.
    package let pathParameters: [String: String]
    /// Query parameters; of a name given twice the first counts.
    package let query: [String: String]
    package let headers: HTTPFields
    package let body: [UInt8]
    package let caller: Caller
    package let correlationID: CorrelationID
    /// `https://HOST[:PORT]` of this server as callers reach it, for links and redirects: `server.public_url`, or what a
    /// trusted proxy says; nil without either. Never from what the caller says.
    package var publicURL: String?

    package init(
        method: HTTPRequest.Method, path: String, pathParameters: [String: String], query: [String: String],
        headers: HTTPFields, body: [UInt8], caller: Caller, correlationID: CorrelationID,
        publicURL: String? = nil
    ) {
        self.method = method
        self.path = path
        self.pathParameters = pathParameters
        self.query = query
        self.headers = headers
        self.body = body
        self.caller = caller
        self.correlationID = correlationID
        self.publicURL = publicURL
    }

    /// A path parameter that the contract declares as a UUID.
    ///
    /// - Throws: `validation.field_format` naming the parameter.
    package func uuid(_ name: String) throws -> UUID {
        guard let text = pathParameters[name], let id = UUID(uuidString: text) else {
            throw APIError.fieldFormat(name, expected: "uuid")
        }
        return id
    }

    /// An optional UUID of the query.
    package func queryUUID(_ name: String) throws -> UUID? {
        guard let text = query[name] else { return nil }
        guard let id = UUID(uuidString: text) else { throw APIError.fieldFormat(name, expected: "uuid") }
        return id
    }

    /// An optional RFC 3339 time of the query.
    package func queryTimestamp(_ name: String) throws -> Timestamp? {
        guard let text = query[name] else { return nil }
        guard let time = Timestamp(parsing: text) else { throw APIError.fieldFormat(name, expected: "date-time") }
        return time
    }

    /// An optional page size of the query.
    ///
    /// - Throws: `validation.field_format` if it is no integer, `pagination.limit_exceeded` if it is out of range.
    package func queryLimit(_ name: String = "limit", range: ClosedRange<Int>) throws -> Int? {
        guard let text = query[name] else { return nil }
        guard let value = Int(text) else { throw APIError.fieldFormat(name, expected: "integer") }
        guard range.contains(value) else {
            throw APIError.limitExceeded(maximum: range.upperBound, requested: value)
        }
        return value
    }

    /// Whether JSON text has a string with U+0000, which no text of the contract may hold and no column can store.
    private static func holdsNUL(_ json: [UInt8]) -> Bool {
        var isEscaped = false
        for (index, byte) in json.enumerated() {
            if isEscaped {
                isEscaped = false
                if byte == UInt8(ascii: "u"), json.count >= index + 5,
                    json[index + 1..<index + 5].allSatisfy({ $0 == UInt8(ascii: "0") })
                {
                    return true
                }
            } else if byte == UInt8(ascii: "\\") {
                isEscaped = true
            }
        }
        return false
    }

    /// The body as one object of the contract.
    ///
    /// - Throws: `validation.field_required` naming a member that is missing, `validation.invalid_body` for everything
    ///   else that does not decode.
    package func decode<Object: Decodable>(_ type: Object.Type) throws -> Object {
        guard !body.isEmpty, !Self.holdsNUL(body) else { throw APIError.invalidBody() }
        do {
            return try JSONDecoder().decode(type, from: Data(body))
        } catch DecodingError.keyNotFound(let key, _) {
            throw APIError.fieldRequired(key.stringValue)
        } catch DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context) {
            throw APIError.invalidBody(field: context.codingPath.first?.stringValue)
        } catch DecodingError.dataCorrupted(let context) {
            throw APIError.invalidBody(field: context.codingPath.first?.stringValue)
        }
    }
}
