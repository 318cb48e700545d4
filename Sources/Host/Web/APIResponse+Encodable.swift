import Foundation

extension APIResponse {
    /// One object of the contract as JSON, with sorted keys so that the same object always reads the same.
    ///
    /// For single objects; lists and anything hot use `JSONWriter`.
    package static func encoding(_ value: some Encodable, status: Int = 200) throws -> APIResponse {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return .json(Array(try encoder.encode(value)), status: status)
    }
}
