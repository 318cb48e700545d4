import Foundation

/// The facts on disk, for as long as this object lives.
final class FactsFile: Sendable {
    let path: String

    init(_ facts: CaseFacts) throws(ConformanceError) {
        var template = Array((NSTemporaryDirectory() + "/openwatch-verify-XXXXXX").utf8CString)
        let descriptor = mkstemp(&template)
        guard descriptor >= 0 else {
            throw ConformanceError(.files, "no file can be made in \(NSTemporaryDirectory()) (errno \(errno))")
        }
        path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
        let bytes = facts.encoded
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress?.advanced(by: done), $0.count - done) }
            guard count > 0 else { break }
            done += count
        }
        close(descriptor)
        guard done == bytes.count else {
            unlink(path)
            throw ConformanceError(.files, "\(path) cannot be written")
        }
    }

    deinit {
        unlink(path)
    }
}
