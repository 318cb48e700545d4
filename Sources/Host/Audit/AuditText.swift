/// Text that came from outside, made fit for the record.
package enum AuditText {
    /// Cuts a text to a number of Unicode scalars and puts a space for every scalar that steers a terminal, a log or
    /// the direction of writing instead of being read.
    package static func clip(_ text: String, to limit: Int = 256) -> String {
        var scalars = String.UnicodeScalarView()
        for scalar in text.unicodeScalars.prefix(limit) { scalars.append(isSteering(scalar) ? " " : scalar) }
        return String(scalars)
    }

    private static func isSteering(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        // C0, DEL and C1; line and paragraph separators; marks, embeddings and isolates of direction.
        case 0..<0x20, 0x7f...0x9f, 0x2028...0x202e, 0x200e, 0x200f, 0x2066...0x2069, 0x061c, 0xfeff: true
        default: false
        }
    }
}
