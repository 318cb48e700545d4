import NIOConcurrencyHelpers

/// A bucket of tokens per key: each request takes one, and they come back at a steady rate.
///
/// Memory is bounded: of the keys of a shard that is full the one that was used longest ago is forgotten, which is the
/// one whose bucket is most likely full again.
package final class TokenBuckets: Sendable {
    private struct Bucket {
        var tokens: Double
        var seen: ContinuousClock.Instant
        /// Place in the order of use.
        var turn: UInt64
    }

    private struct Shard {
        var buckets: [String: Bucket] = [:]
        /// Keys by their last use, oldest first; an entry whose turn is not the bucket's is out of date.
        var order: [(key: String, turn: UInt64)] = []
        var oldest = 0
        var turn: UInt64 = 0
    }

    private let perSecond: Double
    private let burst: Double
    private let keysPerShard: Int
    private let shards: [NIOLockedValueBox<Shard>]

    /// - Parameters:
    ///   - perSecond: how many tokens come back each second; 0 lets everything through.
    ///   - burst: how many a bucket holds.
    package init(perSecond: Int, burst: Int, maxKeys: Int = 16_384, shards: Int = 16) {
        self.perSecond = Double(perSecond)
        self.burst = Double(max(1, burst))
        keysPerShard = max(1, maxKeys / max(1, shards))
        self.shards = (0..<max(1, shards)).map { _ in NIOLockedValueBox(Shard()) }
    }

    /// Takes a token.
    ///
    /// - Returns: nil if there was one, else the whole seconds after which there will be.
    package func take(_ key: String, at now: ContinuousClock.Instant = .now) -> Int? {
        guard perSecond > 0 else { return nil }
        let shard = shards[Int(UInt(bitPattern: key.hashValue) % UInt(shards.count))]
        return shard.withLockedValue { shard in
            shard.turn += 1
            var bucket = shard.buckets[key] ?? Bucket(tokens: burst, seen: now, turn: 0)
            let seconds = (now - bucket.seen) / .seconds(1)
            bucket.tokens = min(burst, bucket.tokens + max(0, seconds) * perSecond)
            bucket.seen = max(now, bucket.seen)
            bucket.turn = shard.turn
            defer {
                shard.buckets[key] = bucket
                shard.order.append((key, shard.turn))
                evict(&shard)
            }
            guard bucket.tokens >= 1 else { return max(1, Int(((1 - bucket.tokens) / perSecond).rounded(.up))) }
            bucket.tokens -= 1
            return nil
        }
    }

    /// How many keys are remembered.
    package var count: Int { shards.reduce(0) { $0 + $1.withLockedValue { $0.buckets.count } } }

    private func evict(_ shard: inout Shard) {
        while shard.buckets.count > keysPerShard, shard.oldest < shard.order.count {
            let (key, turn) = shard.order[shard.oldest]
            shard.oldest += 1
            if shard.buckets[key]?.turn == turn { shard.buckets[key] = nil }
        }
        // The order grows by one with each request; most of it is out of date by then.
        guard shard.order.count > 4 * keysPerShard else { return }
        shard.order = shard.order[shard.oldest...].filter { shard.buckets[$0.key]?.turn == $0.turn }
        shard.oldest = 0
    }
}
