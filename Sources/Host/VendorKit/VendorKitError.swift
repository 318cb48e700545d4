/// Why a plugin could not be made, built or tried out.
package struct VendorKitError: Error, Sendable, CustomStringConvertible {
    /// The kind of failure; the text form is stable.
    package struct Code: Hashable, Sendable, CustomStringConvertible {
        private enum Value: String {
            case name, exists, io, manifest, language, compilerMissing = "compiler_missing", build
            case object, recording, target, rejected
        }

        private let value: Value

        private init(_ value: Value) {
            self.value = value
        }

        /// A plugin's name or id is not usable.
        package static let name = Code(.name)
        /// Something is in the place of a new plugin.
        package static let exists = Code(.exists)
        /// A file cannot be read or written.
        package static let io = Code(.io)
        /// `plugin.toml` is missing or wrong.
        package static let manifest = Code(.manifest)
        /// The language is unknown, or cannot be told.
        package static let language = Code(.language)
        /// A program that builds the language is not installed.
        package static let compilerMissing = Code(.compilerMissing)
        /// The compiler failed, or made nothing.
        package static let build = Code(.build)
        /// The shared object is not one that a server would load; the message begins with the rule's name.
        package static let object = Code(.object)
        /// A recording cannot be read, or has no answer.
        package static let recording = Code(.recording)
        /// The host to try a plugin on is not well described.
        package static let target = Code(.target)
        /// The package is one that no server would load.
        package static let rejected = Code(.rejected)

        package var description: String { value.rawValue }
    }

    package let code: Code
    /// Safe to show.
    package let message: String
    /// What to do about it.
    package let hint: String?
    package let cause: (any Error)?

    package init(_ code: Code, _ message: String, hint: String? = nil, cause: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.hint = hint
        self.cause = cause
    }

    package var description: String { "\(code): \(message)\(hint.map { "\n  " + $0 } ?? "")" }
}
