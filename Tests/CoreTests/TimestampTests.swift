import Core
import Testing

@Suite("Timestamps")
struct TimestampTests {
    @Test(
        "a text of RFC 3339 or of PostgreSQL reads as its microseconds",
        arguments: [
            ("1970-01-01T00:00:00Z", 0), ("2026-03-02T10:00:04.118230Z", 1_772_445_604_118_230),
            ("2026-03-02T12:00:04.5+02:00", 1_772_445_604_500_000),
            ("2026-03-02 10:00:04.11823+00", 1_772_445_604_118_230),
            ("2026-03-02 05:30:04-0430", 1_772_445_604_000_000), ("1969-12-31T23:59:59.999999Z", -1),
            ("2000-02-29T00:00:00z", 951_782_400_000_000), ("2024-02-29t23:59:60Z", 1_709_251_200_000_000),
            ("0001-01-01T00:00:00Z", -62_135_596_800_000_000), ("9999-12-31T23:59:59.999999Z", 253_402_300_799_999_999),
            ("2026-03-02T10:00:04.123456789Z", 1_772_445_604_123_456),
        ] as [(String, Int64)])
    func parsing(text: String, microseconds: Int64) {
        #expect(Timestamp(parsing: text)?.microseconds == microseconds)
    }

    @Test(
        "a text with a field out of range, without an offset or with more after it is refused",
        arguments: [
            "", "2026", "2026-03-02", "2026-03-02T10:00:04", "2026-13-01T00:00:00Z", "2026-00-01T00:00:00Z",
            "2026-02-29T00:00:00Z", "1900-02-29T00:00:00Z", "2100-02-29T00:00:00Z", "2026-04-31T00:00:00Z",
            "2026-01-00T00:00:00Z", "2026-01-01T24:00:00Z", "2026-01-01T00:60:00Z", "2026-01-01T00:00:61Z",
            "2026-01-01T00:00:00.Z", "2026-01-01T00:00:00.1234567890Z", "2026-01-01T00:00:00+24:00",
            "2026-01-01T00:00:00+01:60", "2026-01-01T00:00:00Zx", "2026-01-01T00:00:00Z ", " 2026-01-01T00:00:00Z",
            "+026-01-01T00:00:00Z", "2026-1-01T00:00:00Z", "infinity", "２０２６-01-01T00:00:00Z",
        ])
    func refused(text: String) {
        #expect(Timestamp(parsing: text) == nil)
    }

    @Test("every time of four-digit years survives text, drawn at random with a printed seed")
    func roundTrip() {
        let seed = UInt64.random(in: .min ... .max)
        print("timestamp seed: \(seed)")
        var random = SeededGenerator(seed: seed)
        let years = -62_135_596_800_000_000...253_402_300_799_999_999 as ClosedRange<Int64>
        for _ in 0..<20_000 {
            let time = Timestamp(microseconds: .random(in: years, using: &random))
            let text = time.description
            #expect(text.utf8.count == 27 && Timestamp(parsing: text) == time, "\(time.microseconds) as \(text)")
        }
    }

    @Test("texts sort as their times do")
    func order() {
        let times = [-86_400_000_001, -1, 0, 1, 999_999, 1_000_000, 1_772_445_604_118_230].map {
            Timestamp(microseconds: $0)
        }
        #expect(times.map(\.description).sorted() == times.map(\.description))
        #expect(times.sorted() == times)
    }

    @Test("seconds since 1970 are rounded down, before 1970 too")
    func unixSeconds() {
        #expect(Timestamp(microseconds: 1_999_999).unixSeconds == 1)
        #expect(Timestamp(microseconds: -1).unixSeconds == -1)
        #expect(Timestamp(microseconds: -1_000_000).unixSeconds == -1)
        #expect(Timestamp(microseconds: 500).adding(seconds: -1).microseconds == -999_500)
    }
}

/// SplitMix64: the same numbers for the same seed, on every machine.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
        return mixed ^ mixed >> 31
    }
}
