import JSON
import NIOHTTP1
import Testing

/// One response of the server.
struct APIAnswer: Sendable {
    let status: Int
    let headers: HTTPHeaders
    let body: [UInt8]

    var text: String { String(decoding: body, as: UTF8.self) }

    /// The body as JSON; null if there is none or it is something else.
    var json: JSONValue { (try? JSONValue(parsing: body)) ?? .null }

    /// `error.code` of the envelope.
    var code: String? { json["error"]?["code"]?.string }

    /// `error.detail` of the envelope.
    var detail: JSONValue? { json["error"]?["detail"] }

    subscript(header name: String) -> String? { headers.first(name: name) }

    /// A cookie that the response sets, without its attributes.
    func cookie(_ name: String) -> String? {
        headers["Set-Cookie"].lazy.compactMap { line -> String? in
            guard line.hasPrefix(name + "=") else { return nil }
            return String(line.dropFirst(name.count + 1).prefix { $0 != ";" })
        }.first
    }
}

extension APIAnswer: CustomTestStringConvertible {
    var testDescription: String { "\(status) \(text.prefix(2_000))" }
}
