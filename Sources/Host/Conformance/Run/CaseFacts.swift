import JSON
import PluginHost

/// What the program that runs the cases must know about the package, in the form that it reads.
struct CaseFacts {
    private(set) var lines: [[UInt8]] = []

    /// Samples of one schema that are tried, so that no case takes for ever.
    private static let sampleLimit = 120

    init(_ manifest: PluginManifest, package: PackageUnderTest) {
        add("id", [manifest.id])
        add("version", [manifest.version])
        add("runtime", [package.runtime])
        add("abi", [String(manifest.abi.builtMinor), String(manifest.abi.minHostMinor)])
        add("isolation", [String(manifest.isolation.maxConcurrent), String(manifest.isolation.memoryMiB)])
        for service in manifest.permissions.services.sorted() { add("service", [service]) }
        for command in manifest.permissions.commands.values.sorted(by: { $0.id < $1.id }) {
            add(
                "command",
                [
                    command.id, String(command.template.parameters.count), String(command.maxStdout),
                    String(command.maxStderr),
                ])
        }
        for section in manifest.permissions.sections {
            add("section", [section.id, section.part == .root ? "root" : "user", String(section.maxBytes)])
        }
        for read in manifest.permissions.reads { add("read", [read.glob.description, String(read.maxBytes)]) }
        for probe in manifest.probes {
            let parts = probe.timeout.components
            let nanoseconds = parts.seconds * 1_000_000_000 + parts.attoseconds / 1_000_000_000
            add("probe", [probe.name, String(nanoseconds), probe.wantsPrevious ? "1" : "0"])
        }
        for event in manifest.events { add("event", [event.type, String(event.maxPerCall)]) }
        for (index, probe) in manifest.probes.enumerated() {
            for sample in samples(probe.parametersSchema, package.inspection) {
                add("params", [String(index), sample.name, sample.isValid ? "1" : "0", text(sample.value)])
            }
        }
        var handles = 0
        for sample in samples(manifest.configuration?.schema, package.inspection) {
            var value = sample.value
            // As the host does it: where a secret belongs, a handle stands.
            for pointer in manifest.configuration?.secretFields ?? [] {
                guard let secret = value.value(at: pointer)?.string else { continue }
                handles += 1
                let number = String(handles)
                let handle = "ow-secret:" + String(repeating: "0", count: 32 - number.count) + number
                value.set(.string(handle), at: pointer)
                add("secret", [handle, secret])
            }
            add("config", [sample.name, sample.isValid ? "1" : "0", text(value)])
        }
        for answer in package.recordings { add(answer) }
    }

    var encoded: [UInt8] { Array(lines.joined()) }

    private func samples(_ path: String?, _ inspection: PackageSurvey) -> [SchemaSample.Sample] {
        guard let path, let schema = inspection.schemaTexts[path] else { return [] }
        // Plain parameters first: what people send most.
        let empty = SchemaSample.Sample(
            name: "{}", isValid: accepts(.object([:]), inspection.schemas[path]), value: .object([:]))
        let all = SchemaSample(schema: schema, validator: inspection.schemas[path]).samples()
        return Array(((empty.isValid ? [empty] : []) + all).prefix(Self.sampleLimit))
    }

    private func accepts(_ value: JSONValue, _ validator: SchemaValidator?) -> Bool {
        validator.map { (try? $0.validate(value)) != nil } ?? false
    }

    private func text(_ value: JSONValue) -> String { String(decoding: value.encoded(), as: UTF8.self) }

    private mutating func add(_ answer: Recorded) {
        var key = "answer.section"
        var id = "", arguments = ""
        switch answer.question {
        case .command(let name, let words):
            key = "answer.command"
            (id, arguments) = (name, words.joined(separator: "\u{1f}"))
        case .section(let name): id = name
        case .file(let path):
            key = "answer.file"
            id = path
        }
        let heads = [id, arguments, String(answer.exitCode), String(answer.verdict), answer.signal].map {
            Array($0.utf8)
        }
        add(key, heads + [answer.output, answer.errors])
    }

    private mutating func add(_ key: String, _ fields: [String]) {
        add(key, fields.map { Array($0.utf8) })
    }

    private mutating func add(_ key: String, _ fields: [[UInt8]]) {
        var line = Array(key.utf8) + [UInt8(ascii: "=")]
        for (index, field) in fields.enumerated() {
            if index > 0 { line.append(0x09) }
            for byte in field {
                guard byte < 0x20 || byte == UInt8(ascii: "%") || byte == 0x7f else {
                    line.append(byte)
                    continue
                }
                let digits = Array("0123456789ABCDEF".utf8)
                line += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        lines.append(line + [0x0a])
    }
}
