/// A `pattern` of a schema: a regular expression without back references and look-around, so that matching is linear
/// in the text whatever a vendor writes (Thompson's construction, all states at once).
///
/// Known: literals, `.`, `[...]`, `[^...]`, `\d \D \w \W \s \S`, escaped punctuation, groups, `|`, `* + ?`, `{m}`,
/// `{m,}`, `{m,n}`, `^` and `$`. As in JSON Schema, an expression without anchors may match anywhere.
struct SchemaPattern: Sendable {
    struct Fault: Error {
        let message: String
    }

    private enum Step: Sendable {
        case character(CharacterSet)
        case split(Int, Int)
        case jump(Int)
        case start
        case end
        case match
    }

    struct CharacterSet: Sendable {
        var ranges: [ClosedRange<UInt32>]
        var isNegated = false

        func contains(_ scalar: UInt32) -> Bool {
            ranges.contains { $0.contains(scalar) } != isNegated
        }
    }

    private indirect enum Tree {
        case empty
        case character(CharacterSet)
        case start
        case end
        case sequence([Tree])
        case choice([Tree])
        case times(Tree, Int, Int?)
    }

    private static let stepLimit = 4_096
    private static let lengthLimit = 1_024
    private static let repeatLimit = 256
    private static let depthLimit = 32

    private var program: [Step] = []
    /// Work done to write the program out; repeated empty groups cost some without adding a step.
    private var effort = 0

    init(_ text: String) throws(Fault) {
        guard text.utf8.count <= Self.lengthLimit else { throw Fault(message: "the pattern is too long") }
        var parser = Parser(scalars: Array(text.unicodeScalars))
        let tree = try parser.alternatives(depth: 0)
        guard parser.isAtEnd else { throw Fault(message: "the pattern has a ) without a (") }
        try emit(tree)
        program.append(.match)
    }

    /// Whether the expression matches somewhere in the text.
    func matches(_ text: String) -> Bool {
        var current = StateList(capacity: program.count)
        var next = StateList(capacity: program.count)
        let scalars = text.unicodeScalars
        var index = scalars.startIndex
        while true {
            let isAtEnd = index == scalars.endIndex
            let isAtStart = index == scalars.startIndex
            if follow(0, into: &current, isAtStart: isAtStart, isAtEnd: isAtEnd) { return true }
            guard !isAtEnd else { return false }
            let scalar = scalars[index].value
            index = scalars.index(after: index)
            next.removeAll()
            for state in current.states {
                guard case .character(let set) = program[state], set.contains(scalar) else { continue }
                if follow(state + 1, into: &next, isAtStart: false, isAtEnd: index == scalars.endIndex) { return true }
            }
            swap(&current, &next)
        }
    }

    /// Adds a state and what it reaches without a character. True if that includes the end of the expression.
    private func follow(_ start: Int, into list: inout StateList, isAtStart: Bool, isAtEnd: Bool) -> Bool {
        var pending = [start]
        while let state = pending.popLast() {
            guard list.insert(state) else { continue }
            switch program[state] {
            case .match: return true
            case .jump(let target): pending.append(target)
            case .split(let first, let second):
                pending.append(second)
                pending.append(first)
            case .start: if isAtStart { pending.append(state + 1) }
            case .end: if isAtEnd { pending.append(state + 1) }
            case .character: break
            }
        }
        return false
    }

    private struct StateList {
        private(set) var states: [Int] = []
        private var isMember: [Bool]

        init(capacity: Int) {
            isMember = Array(repeating: false, count: capacity)
        }

        mutating func insert(_ state: Int) -> Bool {
            guard !isMember[state] else { return false }
            isMember[state] = true
            states.append(state)
            return true
        }

        mutating func removeAll() {
            for state in states { isMember[state] = false }
            states.removeAll(keepingCapacity: true)
        }
    }

    private mutating func append(_ step: Step) throws(Fault) {
        guard program.count < Self.stepLimit else { throw Fault(message: "the pattern is too large when written out") }
        program.append(step)
    }

    private mutating func emit(_ tree: Tree) throws(Fault) {
        effort += 1
        guard effort <= 16 * Self.stepLimit else { throw Fault(message: "the pattern is too large when written out") }
        switch tree {
        case .empty: break
        case .character(let set): try append(.character(set))
        case .start: try append(.start)
        case .end: try append(.end)
        case .sequence(let parts):
            for part in parts { try emit(part) }
        case .choice(let options): try emitChoice(options)
        case .times(let part, let minimum, let maximum): try emitTimes(part, minimum, maximum)
        }
    }

    private mutating func emitChoice(_ options: [Tree]) throws(Fault) {
        var exits: [Int] = []
        for (index, option) in options.enumerated() {
            guard index + 1 < options.count else {
                try emit(option)
                break
            }
            let split = program.count
            try append(.split(split + 1, 0))
            try emit(option)
            exits.append(program.count)
            try append(.jump(0))
            program[split] = .split(split + 1, program.count)
        }
        for exit in exits { program[exit] = .jump(program.count) }
    }

    private mutating func emitTimes(_ part: Tree, _ minimum: Int, _ maximum: Int?) throws(Fault) {
        for _ in 0..<minimum { try emit(part) }
        guard let maximum else {
            let split = program.count
            try append(.split(split + 1, 0))
            try emit(part)
            try append(.jump(split))
            program[split] = .split(split + 1, program.count)
            return
        }
        var splits: [Int] = []
        for _ in minimum..<maximum {
            splits.append(program.count)
            try append(.split(0, 0))
            try emit(part)
        }
        for split in splits { program[split] = .split(split + 1, program.count) }
    }

    private struct Parser {
        let scalars: [Unicode.Scalar]
        var position = 0

        init(scalars: [Unicode.Scalar]) {
            self.scalars = scalars
        }

        var isAtEnd: Bool { position == scalars.count }

        private var next: Unicode.Scalar? { isAtEnd ? nil : scalars[position] }

        mutating func alternatives(depth: Int) throws(Fault) -> Tree {
            guard depth <= SchemaPattern.depthLimit else { throw Fault(message: "the pattern is nested too deeply") }
            var options = [try sequence(depth: depth)]
            while next == "|" {
                position += 1
                options.append(try sequence(depth: depth))
            }
            return options.count == 1 ? options[0] : .choice(options)
        }

        private mutating func sequence(depth: Int) throws(Fault) -> Tree {
            var parts: [Tree] = []
            while let scalar = next, scalar != "|", scalar != ")" {
                let part = try atom(depth: depth)
                parts.append(try quantified(part))
            }
            return parts.isEmpty ? .empty : .sequence(parts)
        }

        private mutating func atom(depth: Int) throws(Fault) -> Tree {
            let scalar = scalars[position]
            position += 1
            switch scalar {
            case "^": return .start
            case "$": return .end
            case ".": return .character(CharacterSet(ranges: [0x0a...0x0a, 0x0d...0x0d], isNegated: true))
            case "[": return .character(try characterClass())
            case "\\": return .character(try escape())
            case "(":
                if next == "?" {
                    guard position + 1 < scalars.count, scalars[position + 1] == ":" else {
                        throw Fault(message: "the pattern uses a group of a kind that is not supported")
                    }
                    position += 2
                }
                let inner = try alternatives(depth: depth + 1)
                guard next == ")" else { throw Fault(message: "the pattern has a ( without a )") }
                position += 1
                return inner
            case "*", "+", "?", "{", "}", "]":
                throw Fault(message: "the pattern has a \(scalar) that must be written \\\(scalar)")
            default: return .character(CharacterSet(ranges: [scalar.value...scalar.value]))
            }
        }

        private mutating func quantified(_ part: Tree) throws(Fault) -> Tree {
            guard let scalar = next, ["*", "+", "?", "{"].contains(scalar) else { return part }
            if case .start = part { throw Fault(message: "the pattern repeats an anchor") }
            if case .end = part { throw Fault(message: "the pattern repeats an anchor") }
            position += 1
            var result: Tree
            switch scalar {
            case "*": result = .times(part, 0, nil)
            case "+": result = .times(part, 1, nil)
            case "?": result = .times(part, 0, 1)
            default:
                let (minimum, maximum) = try bounds()
                result = .times(part, minimum, maximum)
            }
            if let scalar = next, ["*", "+", "?", "{"].contains(scalar) {
                throw Fault(message: "the pattern repeats a repetition")
            }
            return result
        }

        private mutating func bounds() throws(Fault) -> (Int, Int?) {
            let minimum = try number()
            var maximum: Int? = minimum
            if next == "," {
                position += 1
                maximum = next == "}" ? nil : try number()
            }
            guard next == "}", maximum.map({ $0 >= minimum }) ?? true else {
                throw Fault(message: "the pattern has a malformed {m,n}")
            }
            position += 1
            return (minimum, maximum)
        }

        private mutating func number() throws(Fault) -> Int {
            var value = 0
            var digits = 0
            while let scalar = next, ("0"..."9").contains(scalar), digits < 4 {
                value = value * 10 + Int(scalar.value - 0x30)
                digits += 1
                position += 1
            }
            guard digits > 0, value <= SchemaPattern.repeatLimit else {
                throw Fault(message: "the pattern has a {m,n} that is malformed or over \(SchemaPattern.repeatLimit)")
            }
            return value
        }

        private mutating func escape() throws(Fault) -> CharacterSet {
            guard let scalar = next else { throw Fault(message: "the pattern ends in a backslash") }
            position += 1
            let digit: [ClosedRange<UInt32>] = [0x30...0x39]
            let word: [ClosedRange<UInt32>] = [0x30...0x39, 0x41...0x5a, 0x5f...0x5f, 0x61...0x7a]
            let space: [ClosedRange<UInt32>] = [
                0x09...0x0d, 0x20...0x20, 0xa0...0xa0, 0x2028...0x2029, 0xfeff...0xfeff,
            ]
            switch scalar {
            case "d": return CharacterSet(ranges: digit)
            case "D": return CharacterSet(ranges: digit, isNegated: true)
            case "w": return CharacterSet(ranges: word)
            case "W": return CharacterSet(ranges: word, isNegated: true)
            case "s": return CharacterSet(ranges: space)
            case "S": return CharacterSet(ranges: space, isNegated: true)
            case "t": return CharacterSet(ranges: [0x09...0x09])
            case "n": return CharacterSet(ranges: [0x0a...0x0a])
            case "r": return CharacterSet(ranges: [0x0d...0x0d])
            default:
                guard scalar.isASCII, !scalar.properties.isAlphabetic, !("0"..."9").contains(scalar) else {
                    throw Fault(message: "the pattern uses \\\(scalar), which is not supported")
                }
                return CharacterSet(ranges: [scalar.value...scalar.value])
            }
        }

        private mutating func characterClass() throws(Fault) -> CharacterSet {
            var set = CharacterSet(ranges: [])
            if next == "^" {
                set.isNegated = true
                position += 1
            }
            while let scalar = next, scalar != "]" {
                let low = try member()
                guard low.ranges.count == 1, low.ranges[0].count == 1, !low.isNegated, next == "-",
                    position + 1 < scalars.count, scalars[position + 1] != "]"
                else {
                    guard !low.isNegated else {
                        throw Fault(message: "the pattern has a negated class inside a class")
                    }
                    set.ranges += low.ranges
                    continue
                }
                position += 1
                let high = try member()
                guard high.ranges.count == 1, high.ranges[0].count == 1,
                    high.ranges[0].lowerBound >= low.ranges[0].lowerBound
                else { throw Fault(message: "the pattern has a malformed range in a class") }
                set.ranges.append(low.ranges[0].lowerBound...high.ranges[0].lowerBound)
            }
            guard next == "]", !set.ranges.isEmpty else { throw Fault(message: "the pattern has a malformed class") }
            position += 1
            return set
        }

        private mutating func member() throws(Fault) -> CharacterSet {
            let scalar = scalars[position]
            guard scalar == "\\" else {
                position += 1
                return CharacterSet(ranges: [scalar.value...scalar.value])
            }
            position += 1
            return try escape()
        }
    }
}
