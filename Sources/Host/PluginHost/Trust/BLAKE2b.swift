/// BLAKE2b without a key (RFC 7693): what minisign hashes large files with, and what its key files are checked by.
enum BLAKE2b {
    /// - Parameter count: bytes of the digest, 1...64; other values are brought into that range.
    static func hash(_ message: some Collection<UInt8>, count: Int) -> [UInt8] {
        let length = min(max(count, 1), 64)
        var state = initial
        state[0] ^= 0x0101_0000 ^ UInt64(length)
        var total: UInt64 = 0
        var rest = message[...]
        repeat {
            let block = rest.prefix(128)
            rest = rest.dropFirst(128)
            total += UInt64(block.count)
            compress(&state, words(block), total: total, isLast: rest.isEmpty)
        } while !rest.isEmpty
        return (0..<length).map { UInt8(truncatingIfNeeded: state[$0 / 8] >> UInt64(8 * ($0 % 8))) }
    }

    private static let initial: [UInt64] = [
        0x6a09_e667_f3bc_c908, 0xbb67_ae85_84ca_a73b, 0x3c6e_f372_fe94_f82b, 0xa54f_f53a_5f1d_36f1,
        0x510e_527f_ade6_82d1, 0x9b05_688c_2b3e_6c1f, 0x1f83_d9ab_fb41_bd6b, 0x5be0_cd19_137e_2179,
    ]

    /// The order in which each round takes the words of a block; rounds 10 and 11 are 0 and 1 again.
    private static let schedule: [[Int]] = [
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15], [14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3],
        [11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4], [7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8],
        [9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13], [2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9],
        [12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11], [13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10],
        [6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5], [10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0],
    ]

    /// The four columns, then the four diagonals.
    private static let lanes: [(Int, Int, Int, Int)] = [
        (0, 4, 8, 12), (1, 5, 9, 13), (2, 6, 10, 14), (3, 7, 11, 15),
        (0, 5, 10, 15), (1, 6, 11, 12), (2, 7, 8, 13), (3, 4, 9, 14),
    ]

    private static func words(_ block: some Collection<UInt8>) -> [UInt64] {
        var words = [UInt64](repeating: 0, count: 16)
        for (index, byte) in block.enumerated() { words[index / 8] |= UInt64(byte) << UInt64(8 * (index % 8)) }
        return words
    }

    private static func compress(_ state: inout [UInt64], _ words: [UInt64], total: UInt64, isLast: Bool) {
        var v = state + initial
        v[12] ^= total
        if isLast { v[14] = ~v[14] }
        for round in 0..<12 {
            let order = schedule[round % 10]
            for (index, (a, b, c, d)) in lanes.enumerated() {
                v[a] = v[a] &+ v[b] &+ words[order[2 * index]]
                v[d] = rotated(v[d] ^ v[a], by: 32)
                v[c] = v[c] &+ v[d]
                v[b] = rotated(v[b] ^ v[c], by: 24)
                v[a] = v[a] &+ v[b] &+ words[order[2 * index + 1]]
                v[d] = rotated(v[d] ^ v[a], by: 16)
                v[c] = v[c] &+ v[d]
                v[b] = rotated(v[b] ^ v[c], by: 63)
            }
        }
        for index in 0..<8 { state[index] ^= v[index] ^ v[index + 8] }
    }

    private static func rotated(_ word: UInt64, by count: UInt64) -> UInt64 {
        word >> count | word << (64 - count)
    }
}
