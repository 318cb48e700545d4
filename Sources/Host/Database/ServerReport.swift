import CPostgres

/// The fields of an error that the server sent, and what they mean to us.
struct ServerReport {
    let sqlState: String
    let primary: String
    let constraint: String?
    let function: String?

    /// - Parameter result: a result whose status is `PGRES_FATAL_ERROR`.
    init(result: OpaquePointer) {
        func field(_ code: Character) -> String? {
            guard let ascii = code.asciiValue, let text = PQresultErrorField(result, Int32(ascii)) else { return nil }
            return String(cString: text)
        }
        sqlState = field("C") ?? ""
        primary = field("M") ?? String(cString: PQresultErrorMessage(result))
        constraint = field("n")
        function = field("R")
    }

    /// The server no longer accepts a statement it prepared earlier, because a table changed or a pooler dropped it.
    var isStalePreparedStatement: Bool {
        sqlState == "26000" || (sqlState == "0A000" && function == "RevalidateCachedQuery")
    }

    /// - Parameter cancelledByUs: whether this process asked the server to cancel the statement.
    func error(cancelledByUs: Bool) -> DatabaseError {
        let code = self.code(cancelledByUs: cancelledByUs)
        return DatabaseError(
            code, message, hint: hint(for: code), sqlState: sqlState.isEmpty ? nil : sqlState, constraint: constraint)
    }

    private func code(cancelledByUs: Bool) -> DatabaseError.Code {
        switch sqlState {
        case "40001", "40P01": return .serialization
        case "57014": return cancelledByUs || primary.hasSuffix("user request") ? .cancelled : .timeout
        case "55P03", "25P03": return .timeout
        case "57P01", "57P02", "57P03", "57P05", "53300", "": return .unreachable
        case _ where sqlState.hasPrefix("08"): return .unreachable
        case _ where sqlState.hasPrefix("23"): return .constraint
        default: return .query
        }
    }

    /// Class 22 (data exceptions) quotes the offending value in its primary text, so that text is not repeated.
    private var message: String {
        sqlState.hasPrefix("22") ? "the server rejected a value: " + Self.dataException(sqlState) : primary
    }

    private static func dataException(_ sqlState: String) -> String {
        switch sqlState {
        case "22001": "it is too long for its column"
        case "22003": "a number is out of range"
        case "22007", "22008": "a date or time is malformed or out of range"
        case "22012": "division by zero"
        case "22021": "text is not valid UTF-8"
        case "22P02": "its text is malformed for its type"
        case "22P05": "a character cannot be stored"
        default: "data exception"
        }
    }

    private func hint(for code: DatabaseError.Code) -> String? {
        switch sqlState {
        case "42P01": "the schema may be older than this program; run the migrations"
        case "53300": "raise max_connections of the server, or lower the pool's size"
        default: nil
        }
    }
}
