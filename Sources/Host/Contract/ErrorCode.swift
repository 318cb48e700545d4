/// A code that an error of the API carries. Clients key on it; the message beside it may change.
///
/// The codes are those of `contract/error-codes.yaml`.
package struct ErrorCode: Sendable {
    /// The wire form, for example `hosts.not_found`.
    package let code: String
    package let httpStatus: Int
    /// Who has to act.
    package let fault: ErrorFault
    /// Whether the same request can succeed later without a change.
    package let retryable: Bool

    /// The entry with this wire form, or nil when the registry has none.
    package static func named(_ code: String) -> ErrorCode? { byCode[code] }

    private static let byCode = Dictionary(uniqueKeysWithValues: all.map { ($0.code, $0) })
}

extension ErrorCode: Hashable, CustomStringConvertible {
    package static func == (left: ErrorCode, right: ErrorCode) -> Bool { left.code == right.code }

    package func hash(into hasher: inout Hasher) { hasher.combine(code) }

    package var description: String { code }
}
