/// Why a text is not acceptable JSON.
public struct JSONError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What kind of fault it is.
    public struct Code: Sendable, Hashable {
        private enum Value: Hashable {
            case syntax, encoding, duplicateKey, tooDeep, tooLarge, number
        }

        private let value: Value

        /// A character that JSON does not allow there, or a text that ends too early or goes on too long.
        public static let syntax = Code(value: .syntax)
        /// Bytes that are not UTF-8, or an escape that names half a surrogate pair.
        public static let encoding = Code(value: .encoding)
        public static let duplicateKey = Code(value: .duplicateKey)
        public static let tooDeep = Code(value: .tooDeep)
        public static let tooLarge = Code(value: .tooLarge)
        /// A number that no double can hold.
        public static let number = Code(value: .number)
    }

    public let code: Code
    /// Byte offset of the fault.
    public let offset: Int
    /// Safe to log: quotes nothing of the text.
    public let message: String

    public var description: String { "\(message) at byte \(offset)" }
}
