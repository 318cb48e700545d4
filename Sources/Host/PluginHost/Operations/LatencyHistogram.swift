/// How long calls took, in buckets that grow by a quarter: constant memory, quantiles within 12 %.
struct LatencyHistogram: Sendable {
    /// Four buckets per doubling, from 1 µs to about 70 minutes.
    private static let bucketCount = 4 * 32

    private var counts = [UInt32](repeating: 0, count: bucketCount)
    private var total: UInt64 = 0

    mutating func add(_ nanoseconds: UInt64) {
        counts[Self.bucket(of: nanoseconds)] &+= 1
        total += 1
    }

    var summary: PluginLatency {
        PluginLatency(calls: Int(total), p50: quantile(0.5), p95: quantile(0.95), p99: quantile(0.99))
    }

    /// The middle of the bucket that holds the quantile, in microseconds.
    private func quantile(_ share: Double) -> Double {
        guard total > 0 else { return 0 }
        var left = Int64((Double(total) * share).rounded(.up))
        for (bucket, count) in counts.enumerated() {
            left -= Int64(count)
            if left <= 0 { return Self.middle(of: bucket) }
        }
        return Self.middle(of: Self.bucketCount - 1)
    }

    private static func bucket(of nanoseconds: UInt64) -> Int {
        let microseconds = max(1, nanoseconds / 1_000)
        let power = 63 - microseconds.leadingZeroBitCount
        let quarter = power >= 2 ? Int((microseconds >> (power - 2)) & 3) : Int((microseconds << (2 - power)) & 3)
        return min(bucketCount - 1, 4 * power + quarter)
    }

    private static func middle(of bucket: Int) -> Double {
        let base = Double(UInt64(1) << UInt64(bucket / 4))
        return base * (1 + (Double(bucket % 4) + 0.5) / 4)
    }
}

/// Times of the calls of one plugin, waiting for a free runner included, in microseconds.
package struct PluginLatency: Sendable, Hashable {
    package let calls: Int
    package let p50: Double
    package let p95: Double
    package let p99: Double
}
