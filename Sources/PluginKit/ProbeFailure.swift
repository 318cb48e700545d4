public import JSON

/// What a plugin throws to fail a call, and what services throw at a plugin.
public struct ProbeFailure: Error, Sendable, Hashable {
    public var code: FailureCode
    /// One sentence for an operator, without secrets. Cut at 4 KiB.
    public var message: String
    /// Machine-readable circumstances, at most 64 KiB of JSON.
    public var detail: JSONObject

    public init(code: FailureCode, message: String, detail: JSONObject = JSONObject()) {
        self.code = code
        self.message = message
        self.detail = detail
    }

    public init(_ code: FailureCode, _ message: String, detail: JSONObject = JSONObject()) {
        self.init(code: code, message: message, detail: detail)
    }

    /// Any error as a failure. Errors of other types keep their description and become ``FailureCode/internal``.
    init(wrapping error: any Error) {
        switch error {
        case let failure as ProbeFailure: self = failure
        case let error as JSONError: self.init(.argument, "malformed JSON: \(error)")
        default: self.init(.internal, "\(error)")
        }
    }

    /// The failure of a service, named after what was tried.
    static func of(_ code: Int32, _ action: String) -> ProbeFailure {
        let code = FailureCode(rawValue: code)
        return ProbeFailure(code, "\(action): \(code)")
    }
}

extension ProbeFailure: CustomStringConvertible {
    public var description: String { "\(code): \(message)" }
}
