/// How much a log line matters.
public enum LogLevel: Int32, Sendable, Hashable {
    case trace = 0
    case debug = 1
    case info = 2
    case warning = 3
    case error = 4
}
