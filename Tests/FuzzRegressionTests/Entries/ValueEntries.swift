import Foundation
import RunnerFuzz

@testable import Core
@testable import Database
@testable import JSON
@testable import Web

enum JSONEntry {
    /// What was read, written again and read once more, has to be the same.
    static func run(_ bytes: [UInt8]) throws {
        guard let value = try? JSONValue(parsing: bytes) else { return }
        let written = value.encoded()
        guard let again = try? JSONValue(parsing: written) else { throw FuzzFinding("what was written cannot be read") }
        guard again == value, again.encoded() == written else {
            throw FuzzFinding("what was written reads differently")
        }
    }
}

enum SQLTextEntry {
    static func run(_ bytes: [UInt8]) {
        bytes.withUnsafeBufferPointer { buffer in
            _ = SQLTextDecoder.integer(buffer)
            _ = SQLTextDecoder.uuid(buffer)
            _ = SQLTextDecoder.bytea(buffer)
            _ = SQLTextDecoder.array(buffer)
        }
        _ = Timestamp(parsing: String(decoding: bytes, as: UTF8.self))
    }
}

enum CookieEntry {
    static func run(_ bytes: [UInt8]) {
        let (first, second) = parts(of: bytes, at: 0x0a)
        let cookies = RequestCookies([String(decoding: first, as: UTF8.self), String(decoding: second, as: UTF8.self)])
        _ = cookies["openwatch_session"]
    }
}

enum RunnerEntry {
    /// The harness in C has one state: one input at a time.
    private static let lock = NSLock()

    static func run(_ bytes: [UInt8]) {
        _ = lock.withLock { bytes.withUnsafeBufferPointer { runner_fuzz_read($0.baseAddress, $0.count) } }
    }
}
