/// The `argv` of a permitted command: literal text and typed placeholders `{name:type}`.
///
/// `{{` and `}}` stand for single braces; a brace that begins no placeholder stands for itself. Rendering quotes each
/// element for a POSIX shell, so no argument can become syntax; arguments are checked against their type first, and
/// one that begins its element cannot begin with a dash, so none can become an option.
package struct CommandTemplate: Sendable, Hashable {
    package enum Kind: String, Sendable, CaseIterable {
        /// Letters, digits and `@%_+=:,./-`, at most 256 bytes.
        case word
        /// An absolute path without `..`, at most 4096 bytes.
        case path
        /// A decimal number of 64 bits.
        case int
        /// Any UTF-8 without NUL, at most 64 KiB.
        case text
    }

    private enum Piece: Sendable, Hashable {
        case literal(String)
        case placeholder(Kind)
    }

    private let elements: [[Piece]]
    /// The `argv` as it stands in the manifest.
    package let source: [String]
    /// The types of the arguments, in order.
    package let parameters: [Kind]

    /// Reads an `argv`; the thrown text says which element is wrong and why.
    init(parsing argv: [String]) throws(TemplateFault) {
        var elements: [[Piece]] = []
        var names: Set<String> = []
        for (index, text) in argv.enumerated() {
            do throws(TemplateFault) {
                elements.append(try Self.parse(text, names: &names))
            } catch {
                throw TemplateFault(element: index, message: error.message)
            }
        }
        guard let first = elements.first, first.count == 1, case .literal = first[0] else {
            throw TemplateFault(element: 0, message: "the command itself must be literal text")
        }
        self.elements = elements
        source = argv
        parameters = elements.joined().compactMap { piece in
            if case .placeholder(let kind) = piece { kind } else { nil }
        }
    }

    /// The command line for these arguments, quoted for a POSIX shell.
    ///
    /// Throws a text that names the argument by position and never quotes it.
    package func render(_ arguments: [String]) throws(TemplateFault) -> String {
        guard arguments.count == parameters.count else {
            throw TemplateFault(
                element: 0, message: "the command takes \(parameters.count) arguments, not \(arguments.count)")
        }
        var next = 0
        var words: [String] = []
        for pieces in elements {
            var word = ""
            for piece in pieces {
                switch piece {
                case .literal(let text): word += text
                case .placeholder(let kind):
                    let argument = arguments[next]
                    guard Self.accepts(argument, as: kind) else {
                        throw TemplateFault(element: next, message: "argument \(next) is not a valid \(kind.rawValue)")
                    }
                    guard !word.isEmpty || !argument.hasPrefix("-") else {
                        throw TemplateFault(element: next, message: "argument \(next) must not begin with a dash")
                    }
                    word += argument
                    next += 1
                }
            }
            words.append(ShellQuoting.quote(word))
        }
        return words.joined(separator: " ")
    }

    static func accepts(_ argument: String, as kind: Kind) -> Bool {
        let bytes = argument.utf8
        switch kind {
        case .word:
            return (1...256).contains(bytes.count) && bytes.allSatisfy(ShellQuoting.isPlain)
        case .path:
            return PathGlob.isCanonical(argument)
        case .int:
            return Int64(argument) != nil && !argument.hasPrefix("+")
        case .text:
            return bytes.count <= 64 * 1024 && !bytes.contains(0)
        }
    }

    private static func parse(_ text: String, names: inout Set<String>) throws(TemplateFault) -> [Piece] {
        var pieces: [Piece] = []
        var literal = ""
        var rest = Substring(text)
        while let character = rest.first {
            if rest.hasPrefix("{{") || rest.hasPrefix("}}") {
                literal.append(character)
                rest = rest.dropFirst(2)
                continue
            }
            guard character == "{", let close = rest.firstIndex(of: "}") else {
                literal.append(character)
                rest = rest.dropFirst()
                continue
            }
            let inside = rest[rest.index(after: rest.startIndex)..<close]
            guard inside.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_" || $0 == ":") }) else {
                literal.append(character)
                rest = rest.dropFirst()
                continue
            }
            let parts = inside.split(separator: ":", omittingEmptySubsequences: false)
            guard parts.count == 2, !parts[0].isEmpty, let kind = Kind(rawValue: String(parts[1])) else {
                let kinds = Kind.allCases.map(\.rawValue).joined(separator: ", ")
                throw TemplateFault(
                    element: 0, message: "\"{\(inside)}\" is no placeholder: write {name:type} with a type of \(kinds)")
            }
            guard names.insert(String(parts[0])).inserted else {
                throw TemplateFault(element: 0, message: "the placeholder \"\(parts[0])\" is there twice")
            }
            if !literal.isEmpty { pieces.append(.literal(literal)) }
            literal = ""
            pieces.append(.placeholder(kind))
            rest = rest[rest.index(after: close)...]
        }
        if !literal.isEmpty { pieces.append(.literal(literal)) }
        return pieces
    }
}

/// Why a template or an argument is refused.
package struct TemplateFault: Error {
    package let element: Int
    package let message: String
}
