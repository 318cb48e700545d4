import RunnerWire
import Testing

@testable import PluginHost

/// A generator whose seed is printed with every failure, so that it can be run again.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var value = state
        value = (value ^ value >> 30) &* 0xbf58_476d_1ce4_e5b9
        value = (value ^ value >> 27) &* 0x94d0_49bb_1331_11eb
        return value ^ value >> 31
    }
}

@Suite struct FrameAssemblerTests {
    private func assemble(_ bytes: [UInt8], pieces: Int) throws -> [WireMessage] {
        var assembler = FrameAssembler()
        var messages: [WireMessage] = []
        var position = 0
        while position < bytes.count {
            let end = min(bytes.count, position + pieces)
            assembler.receive(bytes[position..<end])
            while let message = try assembler.next() { messages.append(message) }
            position = end
        }
        return messages
    }

    private func header(length: Int, type: UInt16, flags: UInt16 = 0, call: UInt64 = 1, sequence: UInt32 = 0) -> [UInt8]
    {
        var writer = WireWriter()
        writer.uint32(UInt32(length))
        writer.uint32(UInt32(type) | UInt32(flags) << 16)
        writer.uint64(call)
        writer.uint32(sequence)
        writer.uint32(0)
        return writer.bytes
    }

    @Test("messages survive any cut of the stream", arguments: [1, 7, 24, 1_000, 1 << 20])
    func cuts(pieces: Int) throws {
        let bodies = [0, 1, 5_000, WireMessage.frameLimit, WireMessage.frameLimit + 1, 3 * WireMessage.frameLimit + 17]
        let messages = bodies.enumerated().map { index, size in
            WireMessage(
                .result, call: UInt64(index + 1), sequence: UInt32(index), body: (0..<size).map { UInt8($0 % 251) })
        }
        let limited = pieces == 1 ? Array(messages.prefix(3)) : messages
        #expect(try assemble(limited.flatMap { $0.frames() ?? [] }, pieces: pieces) == limited)
    }

    @Test("messages of different calls may be interleaved, those of one call may not")
    func interleaving() throws {
        let first = header(length: 1, type: 67, flags: 1, call: 1) + [1]
        let other = header(length: 1, type: 67, flags: 1, call: 2) + [2]
        let last = header(length: 1, type: 67, call: 1) + [3]
        let lastOther = header(length: 1, type: 67, call: 2) + [4]
        let messages = try assemble(first + other + last + lastOther, pieces: 1 << 20)
        #expect(messages.map(\.body) == [[1, 3], [2, 4]])
        let intruder = header(length: 1, type: 70, call: 1) + [9]
        #expect(throws: WireFault.self) { try self.assemble(first + intruder, pieces: 1 << 20) }
    }

    @Test("what breaks the rules is refused")
    func rules() {
        let faults: [[UInt8]] = [
            header(length: WireMessage.frameLimit + 1, type: 67), header(length: 0, type: 4),
            header(length: 0, type: 99),
            header(length: 0, type: 67, flags: 2), header(length: 0, type: 67, flags: 1),
        ]
        for bytes in faults { #expect(throws: WireFault.self) { try self.assemble(bytes, pieces: 100) } }
    }

    @Test("a message over the limit and a heap of unfinished ones are refused")
    func limits() {
        let frame =
            header(length: WireMessage.frameLimit, type: 67, flags: 1)
            + [UInt8](repeating: 0, count: WireMessage.frameLimit)
        #expect(throws: WireFault.self) {
            try self.assemble((0...64).flatMap { _ in frame }, pieces: 1 << 20)
        }
        #expect(throws: WireFault.self) {
            var assembler = FrameAssembler()
            for call in 0..<2_000 {
                assembler.receive(header(length: 1, type: 67, flags: 1, call: UInt64(call)) + [0])
                while try assembler.next() != nil {}
            }
        }
    }

    @Test("random and mutated streams end in messages or in a fault", arguments: [0x5eed_0001 as UInt64, 0x5eed_0002])
    func fuzz(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let valid = (0..<20).flatMap { index in
            WireMessage(
                .serviceRequest, call: UInt64(index % 3), sequence: UInt32(index),
                body: Array(repeating: 7, count: index * 9)
            )
            .frames() ?? []
        }
        var faults = 0
        for _ in 0..<10_000 {
            var bytes = valid
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            if Bool.random(using: &random) { bytes.removeLast(Int.random(in: 0..<bytes.count, using: &random)) }
            do {
                _ = try assemble(bytes, pieces: Int.random(in: 1...600, using: &random))
            } catch is WireFault {
                faults += 1
            } catch {
                Issue.record("seed \(seed): \(error)")
            }
        }
        #expect(faults > 100, "seed \(seed)")
    }

    @Test("a reader refuses fields that are longer than their message")
    func reader() throws {
        var writer = WireWriter()
        writer.uint32(10)
        var reader = WireReader(writer.bytes)
        #expect(throws: WireFault.self) { try reader.bytes(limit: 100) }
        var short = WireReader([1, 2, 3])
        #expect(throws: WireFault.self) { try short.uint32() }
        writer = WireWriter()
        writer.field([0xff, 0xfe])
        var text = WireReader(writer.bytes)
        #expect(throws: WireFault.self) { try text.text(limit: 10) }
    }
}
