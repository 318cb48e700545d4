import Foundation
import Testing

@Suite("Inputs of the fuzzers")
struct FuzzRegressionTests {
    /// `Tests/Fuzz/corpus`, a folder per target; what once broke a parser is there too, named `crash-…`.
    private static let corpus = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Fuzz/corpus")

    private static func inputs(of target: FuzzTarget) throws -> [(name: String, bytes: [UInt8])] {
        let folder = corpus.appending(path: target.rawValue)
        return try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted().map { name in
            (name, Array(try Data(contentsOf: folder.appending(path: name))))
        }
    }

    @Test("every committed input is taken or refused", arguments: FuzzTarget.allCases)
    func replay(_ target: FuzzTarget) throws {
        let inputs = try Self.inputs(of: target)
        #expect(inputs.count >= 3, "the corpus is there")
        for (name, bytes) in inputs {
            do { try target.run(bytes) } catch { Issue.record("\(target.rawValue)/\(name): \(error)") }
        }
    }

    @Test("so is whatever a few thousand changes make of them, the same ones each time", arguments: FuzzTarget.allCases)
    func mutate(_ target: FuzzTarget) throws {
        let inputs = try Self.inputs(of: target).map(\.bytes).filter { $0.count <= 8_192 }
        var mutation = Mutation(seed: 20_261_123)
        for round in 0..<Self.rounds(target) {
            let bytes = mutation.next(from: inputs)
            do {
                try target.run(bytes)
            } catch {
                Issue.record("\(target.rawValue) round \(round): \(error): \(Data(bytes).base64EncodedString())")
            }
        }
    }

    /// Keys cost a derivation now and then, manifests and schemas are long.
    private static func rounds(_ target: FuzzTarget) -> Int {
        switch target {
        case .privateKey: 300
        case .manifest, .schema: 1_000
        default: 3_000
        }
    }

    @Test("the committed inputs stay small")
    func size() throws {
        let total = try FuzzTarget.allCases.flatMap(Self.inputs(of:)).reduce(0) { $0 + $1.bytes.count }
        #expect(total <= 300 * 1_024)
    }

    @Test("the changes are the same for the same seed, and do change something")
    func deterministic() {
        var first = Mutation(seed: 1)
        var second = Mutation(seed: 1)
        let inputs = [Array("abc".utf8), Array("defghi".utf8)]
        let made = (0..<50).map { _ in first.next(from: inputs) }
        #expect(made == (0..<50).map { _ in second.next(from: inputs) })
        #expect(Set(made).count > 25)
    }
}

/// Changes inputs as a fuzzer does, without its guidance: a fixed sequence for a seed.
struct Mutation {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next(from inputs: [[UInt8]]) -> [UInt8] {
        guard !inputs.isEmpty else { return [] }
        var bytes = inputs[number(below: inputs.count)]
        for _ in 0..<(1 + number(below: 4)) { change(&bytes, inputs) }
        return bytes
    }

    private mutating func change(_ bytes: inout [UInt8], _ inputs: [[UInt8]]) {
        let place = number(below: bytes.count + 1)
        switch number(below: 7) {
        case 0 where place < bytes.count: bytes[place] ^= 1 << UInt8(number(below: 8))
        case 1 where place < bytes.count: bytes[place] = [0, 1, 0x7f, 0x80, 0xff, 0x0a, 0x22, 0x5c][number(below: 8)]
        case 2: bytes.insert(UInt8(number(below: 256)), at: place)
        case 3: bytes.removeSubrange(place..<min(bytes.count, place + number(below: 8)))
        case 4: bytes.removeSubrange(place...)
        case 5:
            let other = inputs[number(below: inputs.count)]
            bytes.replaceSubrange(place..., with: other.suffix(number(below: other.count + 1)))
        default:
            let start = number(below: place + 1)
            bytes.insert(contentsOf: bytes[start..<min(place, start + 64)], at: place)
        }
        if bytes.count > 16_384 { bytes.removeSubrange(16_384...) }
    }

    /// SplitMix64.
    private mutating func number(below limit: Int) -> Int {
        state &+= 0x9e37_79b9_7f4a_7c15
        var value = state
        value = (value ^ value >> 30) &* 0xbf58_476d_1ce4_e5b9
        value = (value ^ value >> 27) &* 0x94d0_49bb_1331_11eb
        return Int((value ^ value >> 31) % UInt64(max(1, limit)))
    }
}
