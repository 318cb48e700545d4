import Core
import Glibc
import JSON
import Logging
import NIOConcurrencyHelpers

/// Writes one line per entry: a JSON object with `time`, `level`, `msg` and the attributes, or the same as plain text.
///
/// Each line is one `write`, so lines of several threads never mix. The correlation id of the current work is added.
struct LineLogHandler: LogHandler {
    enum Format: Sendable {
        case json, text
    }

    private let component: String
    private let format: Format
    private let descriptor: Int32
    var logLevel: Logger.Level
    var metadata: Logger.Metadata = [:]
    var metadataProvider: Logger.MetadataProvider?

    init(component: String, format: Format, level: Logger.Level, descriptor: Int32 = STDOUT_FILENO) {
        self.component = component
        self.format = format
        self.logLevel = level
        self.descriptor = descriptor
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var attributes = metadata
        if attributes["correlation_id"] == nil, let id = CorrelationID.current {
            attributes["correlation_id"] = "\(id.text)"
        }
        if let own = event.metadata { attributes.merge(own) { $1 } }
        var line: [UInt8]
        switch format {
        case .json: line = json(event, attributes)
        case .text: line = text(event, attributes)
        }
        line.append(0x0a)
        _ = line.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
    }

    private func json(_ event: LogEvent, _ attributes: Logger.Metadata) -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("time", Timestamp.now().description)
        writer.member("level", Self.name(of: event.level))
        writer.member("msg", event.message.description)
        writer.member("component", component)
        for key in attributes.keys.sorted() {
            writer.key(key)
            writer.string(attributes[key].map { "\($0)" } ?? "")
        }
        writer.endObject()
        return writer.bytes
    }

    private func text(_ event: LogEvent, _ attributes: Logger.Metadata) -> [UInt8] {
        var line = "\(Timestamp.now()) \(Self.name(of: event.level)) \(component): \(event.message)"
        for key in attributes.keys.sorted() {
            // Line breaks in a value must not look like a new entry.
            let value = attributes[key].map { "\($0)" } ?? ""
            line += " \(key)=\(value.replacing("\n", with: "\\n").replacing("\r", with: "\\r"))"
        }
        return Array(line.utf8)
    }

    private static func name(of level: Logger.Level) -> String {
        switch level {
        case .trace, .debug: "DEBUG"
        case .info, .notice: "INFO"
        case .warning: "WARN"
        case .error, .critical: "ERROR"
        }
    }
}
