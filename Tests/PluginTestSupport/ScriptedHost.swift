import Foundation
package import JSON
package import PluginABI

/// The server's side of the plugin ABI, played from a script: what a plugin's `run` sees and does, without a network.
///
/// One call at a time. The service tables find this object through their first argument.
package final class ScriptedHost {
    /// What the target will answer.
    package struct Script {
        package var openCode = Int32(OW_OK)
        /// Whether `open` hands out a handle although it failed.
        package var handsOutHandle = true
        package var reached = Int32(OW_RUNG_SESSION)
        package var failed = Int32(OW_RUNG_NONE)
        package var failureCode = ""
        package var execCode = Int32(OW_OK)
        package var exitCode: Int32 = 0
        package var privilege = Int32(OW_PRIV_SUDO)
        package var sections: [(id: String, verdict: Int32, text: String)] = []

        package init() {}
    }

    /// What the plugin did with a call.
    package struct Outcome {
        package var code: Int32
        /// Id and version of the plugin's table.
        package var identity: [String] = []
        package var results: [[UInt8]] = []
        package var failure: String?
        package var openFlags: [UInt32] = []
        package var commands: [String] = []
        package var collects = 0
        package var closes = 0
        package var events = 0

        package var result: JSONValue? { results.first.flatMap { try? JSONValue(parsing: $0) } }
    }

    private let script: Script
    private var outcome = Outcome(code: 0)
    private var clock: UInt64 = 1_000_000_000
    private var memory: [UnsafeMutableRawPointer] = []

    package init(_ script: Script) {
        self.script = script
    }

    deinit {
        for block in memory { block.deallocate() }
    }

    /// One life of a plugin instance with one call in it.
    ///
    /// - Parameter entry: The plugin's entry point.
    package func run(parameters: String = "{}", _ entry: () -> UnsafePointer<ow_plugin>?) -> Outcome {
        let own = Unmanaged.passUnretained(self).toOpaque()
        let host = place(
            ow_host(
                struct_size: UInt32(MemoryLayout<ow_host>.size), abi_minor: UInt32(OW_ABI_MINOR), h: own,
                product: text("OpenWatch"), version: text("0.0.0"), instance_id: text("test"),
                service: { own, id, _ in ScriptedHost.from(own).table(id) }))
        var instance: UnsafeMutableRawPointer?
        // A shared object holds one plugin; a test process holds several, and they take turns at being the one.
        let created = Self.turn.withLock { () -> UnsafePointer<ow_plugin>? in
            guard let table = entry() else { return nil }
            outcome.identity = [Self.string(table.pointee.id), Self.string(table.pointee.version)]
            outcome.code = table.pointee.create(host, bytes("{}"), Int32(OW_FMT_JSON), &instance)
            return outcome.code == OW_OK ? table : nil
        }
        guard let table = created else { return outcome }
        var request = ow_request()
        request.struct_size = UInt32(MemoryLayout<ow_request>.size)
        request.target = 7
        request.attempt = 1
        request.format = UInt32(OW_FMT_JSON)
        request.params = bytes(parameters)
        request.trace_id = text("trace")
        outcome.code = table.pointee.run(instance, Self.call, place(request))
        table.pointee.destroy(instance)
        return outcome
    }

    private static let turn = NSLock()
    private static let call: ow_call = 42
    private static let session: ow_ssh = 99

    private static func from(_ own: UnsafeMutableRawPointer?) -> ScriptedHost {
        guard let own else { fatalError("a service was called without its first argument") }
        return Unmanaged<ScriptedHost>.fromOpaque(own).takeUnretainedValue()
    }

    private func table(_ id: ow_str) -> UnsafeRawPointer? {
        switch Self.string(id) {
        case OW_CORE_V1: UnsafeRawPointer(place(core))
        case OW_SSH_V1: UnsafeRawPointer(place(ssh))
        default: nil
        }
    }

    private var core: ow_core_v1 {
        ow_core_v1(
            struct_size: UInt32(MemoryLayout<ow_core_v1>.size), reserved: 0,
            log: { _, _, _, _ in },
            mono_ns: { ScriptedHost.from($0).tick() },
            unix_ns: { ScriptedHost.from($0).tick() },
            deadline_mono_ns: { _, _ in 0 },
            cancelled: { _, _ in 0 },
            wait: { _, _, _ in Int32(OW_OK) },
            emit: { own, _, _, count in
                ScriptedHost.from(own).outcome.events += Int(count)
                return Int32(OW_OK)
            },
            progress: { _, _, _, _ in Int32(OW_OK) },
            fail: { own, _, _, message, _ in
                ScriptedHost.from(own).outcome.failure = ScriptedHost.string(message)
                return Int32(OW_OK)
            },
            result: { own, _, _, body in
                ScriptedHost.from(own).outcome.results.append(
                    Array(UnsafeBufferPointer(start: body.p, count: Int(body.n))))
                return Int32(OW_OK)
            },
            scratch: { own, _, size, alignment in ScriptedHost.from(own).block(Int(size), Int(alignment)) })
    }

    private var ssh: ow_ssh_v1 {
        ow_ssh_v1(
            struct_size: UInt32(MemoryLayout<ow_ssh_v1>.size), reserved: 0,
            open: { own, _, target, options, out in
                let host = ScriptedHost.from(own)
                host.outcome.openFlags.append(options?.pointee.flags ?? 0)
                guard target == 7 else { return Int32(OW_E_ARG) }
                let opens = host.script.openCode == OW_OK || host.script.handsOutHandle
                out?.pointee = opens ? ScriptedHost.session : 0
                return host.script.openCode
            },
            info: { own, _, session, info in
                guard session == ScriptedHost.session, let info else { return Int32(OW_E_ARG) }
                ScriptedHost.from(own).fill(&info.pointee)
                return Int32(OW_OK)
            },
            exec: { own, _, session, question, answer in
                let host = ScriptedHost.from(own)
                guard session == ScriptedHost.session, let question, let answer else { return Int32(OW_E_ARG) }
                host.outcome.commands.append(ScriptedHost.string(question.pointee.command_id))
                answer.pointee.exit_code = host.script.exitCode
                answer.pointee.privilege = host.script.privilege
                answer.pointee.wall_ns = 5_000_000
                return host.script.execCode
            },
            exec_stream: { _, _, _, _, _, _, _ in Int32(OW_E_UNSUPPORTED) },
            read_file: { _, _, _, _, _, _ in Int32(OW_E_UNSUPPORTED) },
            collect: { own, _, session, _, reply in
                guard session == ScriptedHost.session, let reply else { return Int32(OW_E_ARG) }
                ScriptedHost.from(own).fill(&reply.pointee)
                return Int32(OW_OK)
            },
            close: { own, _, _ in
                ScriptedHost.from(own).outcome.closes += 1
                return Int32(OW_OK)
            })
    }

    private func tick() -> UInt64 {
        clock += 1_000_000
        return clock
    }

    private func fill(_ info: inout ow_ssh_info) {
        info.reached = script.reached
        info.failed = script.failed
        info.failure = script.openCode
        info.failure_code = text(script.failureCode)
        info.failure_message = text(script.failureCode.isEmpty ? "" : "The connection failed.")
        info.resolve_ns = 100_000
        info.tcp_ns = script.reached >= OW_RUNG_RESOLVE ? 2_000_000 : 0
        if script.reached >= OW_RUNG_BANNER {
            info.banner_ns = 3_000_000
            info.peer_banner = text("SSH-2.0-OpenSSH_9.2p1 Debian-2")
        }
        if script.reached >= OW_RUNG_HOSTKEY {
            info.kex_ns = 4_000_000
            info.hostkey_ns = 10_000
            info.hostkey_status = Int32(OW_HOSTKEY_FIRST_USE)
            info.hostkey_type = text("ssh-ed25519")
            info.hostkey_sha256 = text("SHA256:abc")
            info.kex = text("curve25519-sha256")
            info.cipher_out = text("aes256-gcm@openssh.com")
            info.cipher_in = text("aes256-gcm@openssh.com")
            info.auth_methods = text("publickey,password")
        }
        if script.reached >= OW_RUNG_AUTH {
            info.auth_ns = 6_000_000
            info.auth_method = Int32(OW_AUTH_PASSWORD)
        }
    }

    private func fill(_ reply: inout ow_ssh_sections) {
        outcome.collects += 1
        let items = block(
            script.sections.count * MemoryLayout<ow_ssh_section>.stride, MemoryLayout<ow_ssh_section>.alignment
        ).bindMemory(to: ow_ssh_section.self, capacity: script.sections.count)
        for (index, section) in script.sections.enumerated() {
            (items + index).initialize(
                to: ow_ssh_section(
                    verdict: section.verdict, exit_code: 0, id: text(section.id), out: bytes(section.text),
                    err: bytes("")))
        }
        reply.count = UInt32(script.sections.count)
        reply.stride = UInt32(MemoryLayout<ow_ssh_section>.stride)
        reply.privilege = script.privilege
        reply.items = UnsafePointer(items)
    }

    private func block(_ size: Int, _ alignment: Int) -> UnsafeMutableRawPointer {
        let block = UnsafeMutableRawPointer.allocate(byteCount: max(size, 1), alignment: max(alignment, 1))
        memory.append(block)
        return block
    }

    private func place<Value>(_ value: Value) -> UnsafePointer<Value> {
        let target = block(MemoryLayout<Value>.size, MemoryLayout<Value>.alignment)
            .bindMemory(to: Value.self, capacity: 1)
        target.initialize(to: value)
        return UnsafePointer(target)
    }

    private func bytes(_ text: String) -> ow_bytes {
        let utf8 = Array(text.utf8)
        let target = block(utf8.count, 1).bindMemory(to: UInt8.self, capacity: utf8.count)
        target.initialize(from: utf8, count: utf8.count)
        return ow_bytes(p: UnsafePointer(target), n: UInt64(utf8.count))
    }

    private func text(_ text: String) -> ow_str {
        let bytes = bytes(text)
        return ow_str(p: UnsafeRawPointer(bytes.p)?.assumingMemoryBound(to: CChar.self), n: bytes.n)
    }

    private static func string(_ text: ow_str) -> String {
        let start = UnsafeRawPointer(text.p)?.assumingMemoryBound(to: UInt8.self)
        return String(decoding: UnsafeBufferPointer(start: start, count: Int(text.n)), as: UTF8.self)
    }
}
