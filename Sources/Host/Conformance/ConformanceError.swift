/// Why the conformance kit cannot do its work. What is wrong with a plugin is an outcome, not an error.
package struct ConformanceError: Error, Sendable, CustomStringConvertible {
    package struct Code: Hashable, Sendable {
        private enum Value {
            case usage, driver, recording, files
        }

        private let value: Value

        /// Asked for a case that does not exist, or similar.
        package static let usage = Code(value: .usage)
        /// The program that runs the cases is missing or cannot be started.
        package static let driver = Code(value: .driver)
        /// A recording is malformed.
        package static let recording = Code(value: .recording)
        /// A file cannot be read or written.
        package static let files = Code(value: .files)
    }

    package let code: Code
    /// Safe to log.
    package let message: String
    package let hint: String?
    package let cause: (any Error)?

    init(_ code: Code, _ message: String, hint: String? = nil, cause: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.hint = hint
        self.cause = cause
    }

    package var description: String { hint.map { "\(message)\n  \($0)" } ?? message }
}
