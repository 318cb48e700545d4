import COpenSSL

/// The Blowfish block cipher with bcrypt's salted key schedule. For ``BcryptPBKDF`` only.
final class Blowfish {
    private static let subkeyCount = 18
    /// Subkeys and boxes in one block: raw memory keeps the inner loop fast in debug builds too.
    private let state = UnsafeMutablePointer<UInt32>.allocate(capacity: BlowfishTable.words.count)

    init() {
        state.initialize(from: BlowfishTable.words, count: BlowfishTable.words.count)
    }

    deinit {
        OPENSSL_cleanse(state, BlowfishTable.words.count * 4)
        state.deallocate()
    }

    func reset() {
        state.update(from: BlowfishTable.words, count: BlowfishTable.words.count)
    }

    /// Mixes a key of 16 words in; with a salt of 16 words, the salt is encrypted along.
    func expand(key: [UInt32], salt: [UInt32] = []) {
        for index in 0..<Self.subkeyCount { state[index] ^= key[index % key.count] }
        var left: UInt32 = 0
        var right: UInt32 = 0
        var saltIndex = 0
        var index = 0
        let count = BlowfishTable.words.count
        let salted = !salt.isEmpty
        while index < count {
            if salted {
                left ^= salt[saltIndex]
                right ^= salt[saltIndex + 1]
                saltIndex = (saltIndex + 2) % salt.count
            }
            (left, right) = encrypt(left, right)
            state[index] = left
            state[index + 1] = right
            index += 2
        }
    }

    @inline(__always)
    func encrypt(_ leftInput: UInt32, _ rightInput: UInt32) -> (UInt32, UInt32) {
        let boxes = state + Self.subkeyCount
        var left = leftInput ^ state[0]
        var right = rightInput
        var round = 1
        while round < 17 {
            right ^= mix(left, boxes) ^ state[round]
            left ^= mix(right, boxes) ^ state[round + 1]
            round += 2
        }
        return (right ^ state[17], left)
    }

    @inline(__always)
    private func mix(_ word: UInt32, _ boxes: UnsafeMutablePointer<UInt32>) -> UInt32 {
        let first = boxes[Int(truncatingIfNeeded: word &>> 24)]
        let second = boxes[256 &+ Int(truncatingIfNeeded: word &>> 16 & 255)]
        let third = boxes[512 &+ Int(truncatingIfNeeded: word &>> 8 & 255)]
        let fourth = boxes[768 &+ Int(truncatingIfNeeded: word & 255)]
        return ((first &+ second) ^ third) &+ fourth
    }
}
