import JSON
import Testing

@Suite("JSON fuzzing")
struct FuzzTests {
    /// SplitMix64: the same numbers for the same seed.
    private struct Generator: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9e37_79b9_7f4a_7c15
            var mixed = state
            mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
            mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
            return mixed ^ mixed >> 31
        }
    }

    private static let samples = [
        #"{"a":[1,-2.5e3,true,false,null,"x\u00e9\ud83d\ude00\n"],"b":{"c":{"d":[]}},"":""}"#,
        #"[[[["deep"]]],{"k":"v","l":9223372036854775807},1e-5,"\\\"/"]"#,
        #"{"name":"été","list":[{"id":1},{"id":2},{"id":3}],"none":null}"#,
    ]
    private static let pieces = [
        "\"", "\\", "\\u", "\\ud83d", "[", "]", "{", "}", ",", ":", "1", "-", "e", ".", "nul", "\u{0}", "é",
    ]

    @Test("no mutation of a text crashes the parser, and whatever is accepted is written and read back the same")
    func mutations() throws {
        let seed = UInt64.random(in: .min ... .max)
        print("JSON fuzz seed: \(seed)")
        var random = Generator(state: seed)
        var accepted = 0
        for round in 0..<30_000 {
            var bytes = Array(Self.samples[round % Self.samples.count].utf8)
            for _ in 0..<Int.random(in: 1...4, using: &random) { mutate(&bytes, using: &random) }
            guard let value = try? JSONValue(parsing: bytes) else { continue }
            accepted += 1
            let written = value.encoded()
            let again = try JSONValue(parsing: written)
            #expect(again == value, "seed \(seed), round \(round)")
            #expect(again.encoded() == written, "seed \(seed), round \(round)")
        }
        #expect(accepted > 100)
    }

    private func mutate(_ bytes: inout [UInt8], using random: inout Generator) {
        let index = Int.random(in: 0...bytes.count, using: &random)
        switch Int.random(in: 0..<5, using: &random) {
        case 0 where index < bytes.count: bytes[index] = .random(in: .min ... .max, using: &random)
        case 1 where index < bytes.count: bytes.remove(at: index)
        case 2:
            let piece = Self.pieces[Int.random(in: 0..<Self.pieces.count, using: &random)]
            bytes.insert(contentsOf: Array(piece.utf8), at: index)
        case 3: bytes.removeLast(min(bytes.count, Int.random(in: 0...8, using: &random)))
        default:
            let end = min(bytes.count, index + Int.random(in: 0...8, using: &random))
            bytes.insert(contentsOf: bytes[index..<end], at: index)
        }
    }

    @Test("doubles drawn at random survive text exactly")
    func doubles() throws {
        let seed = UInt64.random(in: .min ... .max)
        print("double seed: \(seed)")
        var random = Generator(state: seed)
        for _ in 0..<20_000 {
            let value = Double(bitPattern: random.next())
            guard value.isFinite else { continue }
            let text = JSONValue.number(value).encoded()
            let read = try JSONValue(parsing: text)
            #expect(read.double?.bitPattern == value.bitPattern, "seed \(seed): \(value)")
        }
    }
}
