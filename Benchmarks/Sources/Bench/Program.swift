import Foundation

/// Runs other programs: peers and PostgreSQL's tools.
enum Program {
    /// Runs a program to its end and returns what it printed, errors included. Throws if it fails.
    ///
    /// Its CPU time is part of ``CPUTime/children()`` afterwards. It starts with no signal blocked: tools that stop by an
    /// alarm would else never stop.
    static func run(_ arguments: [String]) async throws -> String {
        try await onThread {
            // Threads of the cooperative pool block signals, and both threads and programs inherit that.
            var none = sigset_t()
            sigemptyset(&none)
            pthread_sigmask(SIG_SETMASK, &none, nil)
            let process = Process()
            let output = Pipe()
            process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
            process.arguments = arguments
            process.standardInput = FileHandle.nullDevice
            process.standardOutput = output
            process.standardError = output
            try process.run()
            let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
            process.waitUntilExit()
            guard process.terminationStatus == 0 else {
                let line = arguments.joined(separator: " ")
                throw BenchFailure("\(line) ended with \(process.terminationStatus):\n\(text)")
            }
            return text
        }
    }
}
