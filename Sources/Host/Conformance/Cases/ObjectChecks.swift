import PluginHost

/// The shared object as the loader will see it.
enum ObjectChecks {
    static let all: [StaticCheck] = [
        StaticCheck("elf.header", "the file is a 64-bit little-endian shared object") { package in
            switch package.object {
            case nil where package.inspection.manifest == nil: return [.skip("the manifest cannot be read")]
            case nil: return [.fault("the package has no shared object for this machine")]
            case .failure(let malformed): return [.fault(malformed.message)]
            case .success(let object):
                if object.fileClass != 2 || object.encoding != 1 { return [.fault("it is not 64-bit little-endian")] }
                return object.type == 3 ? [] : [.fault("its type is \(object.type), not 3 (shared object)")]
            }
        },
        .object("elf.text-relocations", "no code is changed at load time") { object, _ in
            let flagged = object.values(of: ObjectFile.Tag.flags).contains { $0 & 4 != 0 }
            return flagged || !object.values(of: ObjectFile.Tag.textRelocations).isEmpty
                ? [.fault("it has text relocations; compile with -fPIC")] : []
        },
        .object("elf.stack", "the stack is not executable") { object, _ in
            guard let stack = object.segments.first(where: { $0.type == 0x6474_e551 }) else {
                return [.fault("it has no PT_GNU_STACK, so the stack becomes executable; link with -Wl,-z,noexecstack")]
            }
            return stack.flags & 1 == 0 ? [] : [.fault("it asks for an executable stack; link with -Wl,-z,noexecstack")]
        },
        .object("elf.writable-code", "no segment is both writable and executable") { object, _ in
            object.segments.contains { $0.type == 1 && $0.flags & 3 == 3 }
                ? [.fault("a segment is writable and executable")] : []
        },
        .object("elf.relro", "relocated data is read-only") { object, _ in
            object.segments.contains { $0.type == 0x6474_e552 }
                ? [] : [.fault("it has no PT_GNU_RELRO; link with -Wl,-z,relro")]
        },
        .object("elf.bind-now", "every symbol is bound at load time") { object, _ in
            let now =
                !object.values(of: ObjectFile.Tag.bindNow).isEmpty
                || object.values(of: ObjectFile.Tag.flags).contains { $0 & 8 != 0 }
                || object.values(of: ObjectFile.Tag.flags1).contains { $0 & 1 != 0 }
            return now ? [] : [.fault("symbols are bound lazily; link with -Wl,-z,now")]
        },
        .object("elf.run-path", "no path of its own to look for libraries", runPath),
        .object("elf.needed", "only libraries that every server has", needed),
        .object("elf.exports", "exactly ow_plugin_v1 is exported", exports),
        .object("elf.imports", "undefined symbols come from libc, libm, libgcc or libstdc++ alone", imports),
        .object("elf.glibc", "the oldest C library it runs with", glibc),
        .object("elf.static-tls", "no static thread-local storage") { object, _ in
            object.values(of: ObjectFile.Tag.flags).contains { $0 & 0x10 != 0 }
                ? [
                    .warning(
                        "DF_STATIC_TLS: only a few such objects fit into one process; compile with -ftls-model=global-dynamic"
                    )
                ]
                : []
        },
        .object("elf.unique", "no unique symbols, which pin code for ever") { object, _ in
            let unique = object.symbols.filter { $0.binding == 10 }
            return unique.isEmpty
                ? []
                : [
                    .warning(
                        "\(unique.count) STB_GNU_UNIQUE symbols, as \(unique[0].name); compile with -fno-gnu-unique")
                ]
        },
        .object("elf.risky-imports", "nothing is imported that changes the process", riskyImports),
        .object("elf.constructors", "no code of the plugin runs before the entry point", constructors),
        .object("elf.pre-init", "no pre-initialisers") { object, _ in
            object.values(of: ObjectFile.Tag.preInitArraySize).contains { $0 > 0 }
                ? [.fault("it has a .preinit_array")] : []
        },
        .object("elf.runtime", "the runtime inside is the one the manifest names", runtimeMarkers),
        .object("elf.build-id", "a build id for crash reports") { object, _ in
            object.sectionNames.isEmpty || object.sectionNames.contains(".note.gnu.build-id")
                ? []
                : [.warning("it has no build id; link with -Wl,--build-id")]
        },
        .object("elf.debug", "debug information is stripped") { object, _ in
            object.sectionNames.contains(".debug_info")
                ? [.warning("it carries debug information; strip it before you publish")] : []
        },
        .object("elf.size", "the size is within the budget") { object, _ in
            let mib = Double(object.size) / 1_048_576
            let figure = Finding.figure("size", (mib * 100).rounded() / 100, "MiB")
            if object.size > 64 << 20 { return [figure, .fault("it is larger than 64 MiB")] }
            return object.size > 16 << 20 ? [figure, .warning("it is larger than 16 MiB")] : [figure]
        },
    ]

    private static let libraries: Set<String> = [
        "libc.so.6", "libm.so.6", "libpthread.so.0", "libdl.so.2", "librt.so.1", "libgcc_s.so.1", "libstdc++.so.6",
        "ld-linux-x86-64.so.2", "ld-linux-aarch64.so.1",
    ]

    private static func runPath(_ object: ObjectFile, _ package: PackageUnderTest) -> [Finding] {
        let paths = object.texts(of: ObjectFile.Tag.runPath) + object.texts(of: ObjectFile.Tag.runPathOld)
        return paths.map { path in
            // SwiftPM cannot leave this one away. The object is loaded from memory, where $ORIGIN has no libraries.
            path == "$ORIGIN"
                ? .warning("RUNPATH is $ORIGIN, which means nothing where plugins are loaded from")
                : .fault("RPATH or RUNPATH is \(path); link without -rpath")
        }
    }

    private static func needed(_ object: ObjectFile, _ package: PackageUnderTest) -> [Finding] {
        object.texts(of: ObjectFile.Tag.needed).filter { !libraries.contains($0) }.map { library in
            library.hasPrefix("libswift") || library.hasPrefix("libFoundation")
                ? .fault("it needs \(library): link the Swift runtime statically (-static-stdlib)")
                : .fault("it needs \(library), which a server may not have; link it statically")
        }
    }

    private static func exports(_ object: ObjectFile, _ package: PackageUnderTest) -> [Finding] {
        let names = object.symbols.filter(\.isExported).map(\.name)
        var findings: [Finding] = []
        if !names.contains("ow_plugin_v1") { findings.append(.fault("ow_plugin_v1 is not exported")) }
        let others = names.filter { name in
            name != "ow_plugin_v1" && !name.hasPrefix("_cgoexp_")
                && !["_init", "_fini", "__bss_start", "_edata", "_end"].contains(name)
        }
        if !others.isEmpty {
            let shown = others.sorted().prefix(5).joined(separator: ", ")
            findings.append(
                .fault("\(others.count) symbols more than ow_plugin_v1 are exported: \(shown); use a version script"))
        }
        return findings
    }

    private static func imports(_ object: ObjectFile, _ package: PackageUnderTest) -> [Finding] {
        let families = ["GLIBC_", "GCC_", "GLIBCXX_", "CXXABI_"]
        let foreign = object.symbols.filter { symbol in
            guard !symbol.isDefined, symbol.binding == 1, !symbol.name.isEmpty else { return false }
            if symbol.name.hasPrefix("ow_") { return true }
            guard let version = symbol.version else { return true }
            return !families.contains(where: version.hasPrefix)
        }
        return foreign.prefix(8).map { symbol in
            symbol.name.hasPrefix("ow_")
                ? .fault("it imports \(symbol.name): a plugin imports nothing from the host")
                : .fault("\(symbol.name) is undefined and no library here has it; link with -Wl,-z,defs")
        }
            + object.symbols.filter { $0.version == "GLIBC_PRIVATE" && !$0.isDefined }
            .map { .fault("\($0.name) is private to libc and may go away") }
    }

    /// Numbers of the highest `GLIBC_x.y`.
    static func glibcVersion(_ object: ObjectFile) -> [Int] {
        object.symbols.filter { !$0.isDefined }.compactMap(\.version).filter { $0.hasPrefix("GLIBC_") }
            .map { $0.dropFirst(6).split(separator: ".").compactMap { Int($0) } }
            .filter { !$0.isEmpty }
            .max { $0.lexicographicallyPrecedes($1) } ?? []
    }

    private static func glibc(_ object: ObjectFile, _ package: PackageUnderTest) -> [Finding] {
        let version = glibcVersion(object)
        guard version.count >= 2 else { return [] }
        let text = version.map(String.init).joined(separator: ".")
        let figure = Finding.figure("glibc", Double("\(version[0]).\(version[1])") ?? 0, "")
        let file = package.inspection.manifest?.files.first { $0.architecture == ELFNote.Machine.host.rawValue }
        if let declared = file?.glibcMinimum {
            let numbers = declared.split(separator: ".").compactMap { Int($0) }
            return numbers.lexicographicallyPrecedes(version)
                ? [figure, .fault("it needs glibc \(text), the manifest promises \(declared)")] : [figure]
        }
        return [2, 36].lexicographicallyPrecedes(version)
            ? [figure, .warning("it needs glibc \(text), which Debian 12 does not have")] : [figure]
    }

    private static let risky: Set<String> = [
        "signal", "sigaction", "sigprocmask", "pthread_sigmask", "setlocale", "fork", "vfork", "execve", "execv",
        "execvp",
        "execl", "execlp", "posix_spawn", "posix_spawnp", "system", "popen", "atexit", "on_exit", "dlopen", "dlmopen",
        "chdir", "fchdir", "umask", "putenv", "setenv", "unsetenv", "clearenv", "setrlimit", "socket", "connect",
        "ptrace",
        "setuid", "setgid", "mlockall", "exit", "_exit", "quick_exit",
    ]

    private static func riskyImports(_ object: ObjectFile, _ package: PackageUnderTest) -> [Finding] {
        let names = Set(object.symbols.filter { !$0.isDefined }.map(\.name)).intersection(risky).sorted()
        guard !names.isEmpty else { return [] }
        // The runtimes of these languages carry them whether the plugin calls them or not.
        let carried = ["swift", "swift-static", "go", "rust"].contains(package.runtime)
        return [
            .warning(
                "it imports \(names.joined(separator: ", "))\(carried ? ", perhaps for the language's runtime" : "")")
        ]
    }

    /// Every shared object of gcc or clang has one entry of the compiler's own.
    private static func constructors(_ object: ObjectFile, _ package: PackageUnderTest) -> [Finding] {
        let count = object.values(of: ObjectFile.Tag.initArraySize).reduce(0) { $0 + Int(clamping: $1 / 8) }
        let figure = Finding.figure("constructors", Double(count), "")
        guard count > 1 else { return [figure] }
        return [figure, .warning("\(count) constructors run while the plugin is loaded, before anything is checked")]
    }

    private static func runtimeMarkers(_ object: ObjectFile, _ package: PackageUnderTest) -> [Finding] {
        let names = object.sectionNames
        let isGo = names.contains(".go.buildinfo") || names.contains(".gopclntab")
        let isSwift = names.contains { $0.hasPrefix("swift5_") }
        var findings: [Finding] = []
        if isGo, package.inspection.manifest?.isolation.mode == .inProcess {
            findings.append(.fault("a Go runtime cannot share the server's process; isolation.mode must be \"runner\""))
        }
        let runtime = package.runtime
        if isGo, runtime != "go", !runtime.isEmpty {
            findings.append(.fault("it holds a Go runtime, the manifest says \(runtime)"))
        }
        if isSwift, !runtime.hasPrefix("swift"), !runtime.isEmpty {
            findings.append(.fault("it holds a Swift runtime, the manifest says \(runtime)"))
        }
        return findings
    }
}
