/// Wall-clock time as the snapshot writes it.
enum Instant {
    static let day: Int64 = 86_400

    /// RFC 3339 in UTC with microseconds.
    static func text(unixNanoseconds: UInt64) -> String {
        let seconds = Int64(unixNanoseconds / 1_000_000_000)
        let micros = unixNanoseconds % 1_000_000_000 / 1000
        return date(seconds) + "." + padded(Int64(micros), 6) + "Z"
    }

    /// RFC 3339 in UTC, whole seconds. Nil outside the years 1970 to 9999.
    static func text(unixSeconds: Int64) -> String? {
        guard unixSeconds >= 0, unixSeconds < 253_402_300_800 else { return nil }
        return date(unixSeconds) + "Z"
    }

    /// Days to civil date by the era method: 400 years are 146,097 days.
    private static func date(_ seconds: Int64) -> String {
        let days = seconds / day + 719_468
        let time = seconds % day
        let era = days / 146_097
        let dayOfEra = days % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        let dayOfMonth = dayOfYear - (153 * shifted + 2) / 5 + 1
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(dayOfMonth, 2))"
            + "T\(padded(time / 3600, 2)):\(padded(time / 60 % 60, 2)):\(padded(time % 60, 2))"
    }

    private static func padded(_ value: Int64, _ width: Int) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
