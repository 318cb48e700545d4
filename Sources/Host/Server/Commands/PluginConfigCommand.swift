import ArgumentParser
import Contract
import Foundation
import JSON
import PluginHost
import System

/// `openwatch plugin config`: shows what a plugin is configured with, or changes it.
struct PluginConfigCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "Show or change the configuration of a plugin.",
        discussion: """
            Without an option it is printed, with {"$secret":"set"} in the place of each secret. A secret is read from a \
            file, or from standard input where that is "-", and never from the command line, where every user of the \
            machine could see it; a line end behind it is not part of it. A plugin that refuses the configuration keeps \
            the one it had: exit code 1.
            """)

    @OptionGroup var globals: GlobalOptions
    @Argument(help: "The plugin's id.") var id: String
    @Option(help: "A JSON object to replace the configuration with; \"-\" is standard input.") var file: String?
    @Option(help: ArgumentHelp("Set a secret, as /api_token=FILE. Repeatable.", valueName: "pointer=file"))
    var secret: [String] = []
    @Option(help: ArgumentHelp("Remove a secret, as /api_token. Repeatable.", valueName: "pointer"))
    var forget: [String] = []

    func validate() throws {
        let inputs = [file].compactMap(\.self) + (try secret.map { try Self.parts($0).file })
        if inputs.filter({ $0 == "-" }).count > 1 { throw ValidationError("Only one input can be \"-\".") }
    }

    func run() async throws {
        let (id, change) = (id, try change())
        _ = try await PluginOperationRun.run(globals) { operations, caller in
            if let change {
                try await operations.configure(id, try change(try await operations.configuration(id)), by: caller)
            }
            let value = try await operations.configuration(id)
            print(String(decoding: value.encoded(), as: UTF8.self))
            return id
        }
    }

    /// What is asked for, with everything read; nil if nothing is to change.
    func change() throws -> (@Sendable (JSONValue) throws -> JSONValue)? {
        guard file != nil || !secret.isEmpty || !forget.isEmpty else { return nil }
        var replacement: JSONValue?
        if let file {
            guard let value = try? JSONValue(parsing: try Self.read(file, limit: 262_144)), value.object != nil else {
                throw ServerError(.failed, "\(file) holds no JSON object")
            }
            replacement = value
        }
        let secrets = try secret.map { text -> (pointer: String, value: String) in
            let (pointer, file) = try Self.parts(text)
            return (pointer, try Self.secret(file))
        }
        return { [replacement, forget] current in
            var value = replacement ?? current
            let places = secrets.map { ($0.pointer, JSONValue.string($0.value)) } + forget.map { ($0, JSONValue.null) }
            for (pointer, content) in places where !value.set(content, at: pointer) {
                throw ServerError(
                    .failed, "the configuration has no place \(pointer); give the object around it with --file")
            }
            return value
        }
    }

    private static func parts(_ text: String) throws -> (pointer: String, file: String) {
        guard text.hasPrefix("/"), let sign = text.lastIndex(of: "="), text.index(after: sign) < text.endIndex else {
            throw ValidationError("--secret takes POINTER=FILE, as /api_token=token.txt.")
        }
        return (String(text[..<sign]), String(text[text.index(after: sign)...]))
    }

    private static func secret(_ file: String) throws -> String {
        var bytes = try read(file, limit: PluginConfiguration.secretLimit + 2)
        if bytes.last == 0x0a { bytes.removeLast() }
        if bytes.last == 0x0d { bytes.removeLast() }
        guard let text = String(validating: bytes, as: UTF8.self), !text.isEmpty else {
            throw ServerError(.failed, "\(file) holds no secret: it is empty, or no UTF-8")
        }
        return text
    }

    private static func read(_ file: String, limit: Int) throws -> [UInt8] {
        guard let handle = file == "-" ? FileHandle.standardInput : FileHandle(forReadingAtPath: file) else {
            throw ServerError(
                .notFound, "\(file) cannot be read", hint: "give the path of a file, or - for standard input")
        }
        // A pipe gives less at a time than it was asked for.
        var data = Data()
        while data.count <= limit, let part = try handle.read(upToCount: limit + 1 - data.count), !part.isEmpty {
            data += part
        }
        guard data.count <= limit else { throw ServerError(.failed, "\(file) is larger than \(limit) bytes") }
        return Array(data)
    }
}
