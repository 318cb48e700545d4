import PluginABI

/// The note that a plugin's shared object carries: who it is and which ABI it speaks, read without running its code.
///
/// The file is not trusted: every offset and count is checked against its size before it is used.
package struct ELFNote: Sendable, Hashable {
    package enum Machine: String, Sendable, CaseIterable {
        case x8664 = "x86_64"
        case aarch64

        /// The machine this server runs on.
        package static var host: Machine {
            #if arch(arm64)
                .aarch64
            #else
                .x8664
            #endif
        }

        fileprivate init?(elf number: UInt16) {
            switch number {
            case 62: self = .x8664
            case 183: self = .aarch64
            default: return nil
            }
        }
    }

    package let machine: Machine
    package let abiMajor: Int
    package let abiMinor: Int
    package let minHostMinor: Int
    /// `OW_LANG_*`; unknown values mean a language newer than this server.
    package let language: Int
    package let id: String
    package let version: String

    /// Largest shared object that is read.
    package static let sizeLimit = 64 * 1024 * 1024

    /// Reads the note out of a shared object.
    ///
    /// Throws ``PluginError/Code/elf`` if the bytes are no 64-bit little-endian shared object or carry no well-formed
    /// note, and ``PluginError/Code/abi`` if they are for a machine OpenWatch does not know.
    package init(reading file: [UInt8]) throws(PluginError) {
        let image = try ELFImage(file)
        guard let machine = Machine(elf: image.machine) else {
            throw PluginError(
                .abi, "the shared object is for ELF machine \(image.machine)", hint: "build it for x86_64 or aarch64")
        }
        guard let descriptor = try image.note(owner: Self.owner, type: UInt32(OW_NOTE_TYPE)) else {
            throw PluginError(
                .elf, "the shared object has no OpenWatch note",
                hint:
                    "add OW_PLUGIN_NOTE(id, version, language) to one of its sources and keep the section when linking")
        }
        guard descriptor.count >= Self.descriptorSize else {
            throw PluginError(
                .elf, "the OpenWatch note has \(descriptor.count) bytes instead of \(Self.descriptorSize)")
        }
        guard let id = Self.text(descriptor, 8..<72), let version = Self.text(descriptor, 72..<104) else {
            throw PluginError(.elf, "the OpenWatch note's id or version is not a NUL-padded text")
        }
        self.machine = machine
        abiMajor = Self.number(descriptor, at: 0)
        abiMinor = Self.number(descriptor, at: 2)
        minHostMinor = Self.number(descriptor, at: 4)
        language = Self.number(descriptor, at: 6)
        self.id = id
        self.version = version
    }

    private static let descriptorSize = MemoryLayout<ow_note>.size - 16
    private static let owner: [UInt8] = [UInt8(ascii: "O"), UInt8(ascii: "W"), UInt8(ascii: "P"), 0]

    private static func number(_ bytes: ArraySlice<UInt8>, at offset: Int) -> Int {
        let start = bytes.startIndex + offset
        return Int(bytes[start]) | Int(bytes[start + 1]) << 8
    }

    /// Printable ASCII up to the first NUL, which must be there, with nothing behind it.
    private static func text(_ bytes: ArraySlice<UInt8>, _ range: Range<Int>) -> String? {
        let field = bytes[bytes.startIndex + range.lowerBound..<bytes.startIndex + range.upperBound]
        guard let end = field.firstIndex(of: 0), end > field.startIndex, field[end...].allSatisfy({ $0 == 0 }),
            field[..<end].allSatisfy({ $0 > 0x20 && $0 < 0x7f })
        else { return nil }
        return String(decoding: field[..<end], as: UTF8.self)
    }
}

extension ELFNote {
    /// Whether the note fits this server and the manifest beside it.
    ///
    /// Throws ``PluginError/Code/abi`` or ``PluginError/Code/identity``; the text names both sides and the fix.
    package func check(against manifest: PluginManifest, machine host: Machine = .host) throws(PluginError) {
        guard abiMajor == Int(OW_ABI_MAJOR) else {
            throw PluginError(
                .abi,
                "the plugin was built for plugin ABI \(abiMajor).\(abiMinor), this server speaks ABI \(Self.spoken)",
                hint: abiMajor > Int(OW_ABI_MAJOR)
                    ? "update OpenWatch, or install a build of the plugin for ABI \(OW_ABI_MAJOR)"
                    : "ask the vendor for a build for ABI \(OW_ABI_MAJOR)")
        }
        guard minHostMinor <= Int(OW_ABI_MINOR) else {
            throw PluginError(
                .abi,
                "the plugin needs plugin ABI \(abiMajor).\(minHostMinor) or newer, this server speaks ABI \(Self.spoken)",
                hint: "update OpenWatch, or install an older version of the plugin")
        }
        guard machine == host else {
            throw PluginError(
                .abi, "the shared object is for \(machine.rawValue), this server runs on \(host.rawValue)",
                hint: "install a package that has a [[file]] for \(host.rawValue)")
        }
        guard id == manifest.id, version == manifest.version else {
            throw PluginError(
                .identity,
                "the shared object says it is \(id) \(version), the manifest says \(manifest.id) \(manifest.version)",
                hint: "build the shared object and the manifest from the same sources")
        }
        guard manifest.abi.major == abiMajor, manifest.abi.builtMinor == abiMinor else {
            throw PluginError(
                .identity,
                "the shared object was built for ABI \(abiMajor).\(abiMinor), the manifest says "
                    + "\(manifest.abi.major).\(manifest.abi.builtMinor)",
                hint: "set abi = { major = \(abiMajor), built_minor = \(abiMinor), … } in plugin.toml")
        }
    }

    private static var spoken: String { "\(OW_ABI_MAJOR).\(OW_ABI_MINOR)" }
}
