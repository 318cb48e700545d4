import Foundation

/// Finds and runs the programs that build a plugin.
package struct Programs: Sendable {
    private let environment: [String: String]

    /// - Parameter environment: `PATH` says where to look; the rest is handed on.
    package init(environment: [String: String] = ProcessInfo.processInfo.environment) {
        self.environment = environment
    }

    /// The path of a program, nil if it is not installed.
    package func path(of program: String) -> String? {
        let folders = (environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin").split(separator: ":")
        return folders.map { "\($0)/\(program)" }.first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    /// Runs a program in a folder to its end. What it prints goes to standard error, so that standard output stays the
    /// command's own.
    ///
    /// - Returns: its exit status; 128 and more for a signal.
    func run(_ command: [String], in folder: String, adding variables: [String: String] = [:]) throws(VendorKitError)
        -> Int
    {
        guard let program = command.first else { return 0 }
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = Array(command.dropFirst())
        process.currentDirectoryURL = URL(filePath: folder)
        process.environment = environment.merging(variables) { $1 }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.standardError
        do {
            try process.run()
        } catch {
            throw VendorKitError(.build, "\(program) cannot be started", cause: error)
        }
        process.waitUntilExit()
        return Int(process.terminationStatus) + (process.terminationReason == .uncaughtSignal ? 128 : 0)
    }
}
