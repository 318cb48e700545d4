import PluginABI

// MARK: ow.ssh/1

extension HostServices {
    /// The host's code, and the session, which may be there on a failure too; 0 = none.
    func openSession(
        _ call: UInt64, _ target: UInt64, fresh: Bool, timeout: UInt64
    ) throws -> (code: ow_rc, session: UInt64) {
        guard let ssh else { throw ProbeFailure(.denied, "The manifest does not ask for ow.ssh/1.") }
        var options = ow_ssh_open()
        options.struct_size = UInt32(MemoryLayout<ow_ssh_open>.size)
        options.flags = fresh ? UInt32(OW_SSH_FRESH) : 0
        options.timeout_ns = timeout
        var session: ow_ssh = 0
        guard let code = ssh.pointee.open?(h, call, target, &options, &session) else {
            throw ProbeFailure(.unsupported, "The host cannot open sessions.")
        }
        return (code, session)
    }

    func sessionReport(_ call: UInt64, _ session: UInt64) throws -> ConnectionReport {
        var info = ow_ssh_info()
        info.struct_size = UInt32(MemoryLayout<ow_ssh_info>.size)
        try Self.check(ssh?.pointee.info?(h, call, session, &info), "ask about the connection")
        return ConnectionReport(info)
    }

    func execute(_ call: UInt64, _ session: UInt64, _ request: CommandRequest) throws -> CommandResult {
        var result = ow_ssh_result()
        result.struct_size = UInt32(MemoryLayout<ow_ssh_result>.size)
        let code = request.withC { ssh?.pointee.exec?(h, call, session, $0, &result) }
        try Self.check(code, "run \(request.command)")
        return CommandResult(result)
    }

    func stream(
        _ call: UInt64, _ session: UInt64, _ request: CommandRequest, _ onChunk: (OutputStream, [UInt8]) throws -> Void
    ) throws -> CommandResult {
        var result = ow_ssh_result()
        result.struct_size = UInt32(MemoryLayout<ow_ssh_result>.size)
        let (code, failure) = withoutActuallyEscaping(onChunk) { onChunk in
            var receiver = ChunkReceiver(onChunk: onChunk)
            let code = request.withC { x in
                withUnsafeMutablePointer(to: &receiver) { receiver in
                    ssh?.pointee.exec_stream?(h, call, session, x, receiveChunk, receiver, &result)
                }
            }
            return (code, receiver.failure)
        }
        try Self.check(code, "run \(request.command)")
        if let failure { throw failure }
        return CommandResult(result)
    }

    func readFile(_ call: UInt64, _ session: UInt64, _ path: String, _ limit: UInt64) throws -> [UInt8] {
        var content = ow_bytes()
        let code = withText(path) { ssh?.pointee.read_file?(h, call, session, $0, limit, &content) }
        try Self.check(code, "read \(path)")
        return [UInt8](copying: content)
    }

    func collect(
        _ call: UInt64, _ session: UInt64, _ sections: [String], _ timeout: UInt64
    ) throws -> SectionReport {
        var found = ow_ssh_sections()
        found.struct_size = UInt32(MemoryLayout<ow_ssh_sections>.size)
        let code = withTexts(sections) { ids in
            var request = ow_ssh_collect()
            request.struct_size = UInt32(MemoryLayout<ow_ssh_collect>.size)
            request.nsections = UInt32(ids.count)
            request.sections = ids.baseAddress
            request.timeout_ns = timeout
            return ssh?.pointee.collect?(h, call, session, &request, &found)
        }
        try Self.check(code, "collect sections")
        return SectionReport(found)
    }

    func closeSession(_ call: UInt64, _ session: UInt64) {
        _ = ssh?.pointee.close?(h, call, session)
    }
}

/// Where a stream's chunks go: behind the `user` pointer of the C callback.
private struct ChunkReceiver {
    let onChunk: (OutputStream, [UInt8]) throws -> Void
    var failure: (any Error)?
}

private func receiveChunk(_ user: UnsafeMutableRawPointer?, _ stream: Int32, _ chunk: ow_bytes) {
    guard let receiver = user?.assumingMemoryBound(to: ChunkReceiver.self), receiver.pointee.failure == nil,
        let stream = OutputStream(rawValue: stream)
    else { return }
    do {
        try receiver.pointee.onChunk(stream, [UInt8](copying: chunk))
    } catch {
        receiver.pointee.failure = error
    }
}

extension CommandRequest {
    fileprivate func withC<Result>(_ body: (UnsafePointer<ow_ssh_exec>) -> Result) -> Result {
        withText(command) { command in
            withTexts(arguments) { arguments in
                withBytes(standardInput) { input in
                    var x = ow_ssh_exec()
                    x.struct_size = UInt32(MemoryLayout<ow_ssh_exec>.size)
                    x.nargs = UInt32(arguments.count)
                    x.command_id = command
                    x.args = arguments.baseAddress
                    x.stdin_data = input
                    x.timeout_ns = timeout
                    return body(&x)
                }
            }
        }
    }
}

extension CommandResult {
    fileprivate init(_ result: ow_ssh_result) {
        self.init(
            exitCode: result.exit_code, signal: String(copying: result.signal),
            privilege: Privilege(rawValue: result.privilege) ?? .none, stdout: [UInt8](copying: result.out),
            stderr: [UInt8](copying: result.err), stdoutTruncated: result.truncated & 1 != 0,
            stderrTruncated: result.truncated & 2 != 0, wallNanoseconds: result.wall_ns)
    }
}

extension SectionReport {
    fileprivate init(_ found: ow_ssh_sections) {
        let sections = withUnsafePointer(to: found) { found in
            (0..<found.pointee.count).compactMap { index in
                ow_section_at(found, index).map { Section($0.pointee) }
            }
        }
        self.init(
            sections: sections, privilege: Privilege(rawValue: found.privilege) ?? .none,
            refusal: String(copying: found.refusal), wallNanoseconds: found.wall_ns)
    }
}

extension Section {
    fileprivate init(_ section: ow_ssh_section) {
        self.init(
            id: String(copying: section.id), verdict: SectionVerdict(rawValue: section.verdict) ?? .unobserved,
            exitCode: section.exit_code, output: [UInt8](copying: section.out),
            errorOutput: [UInt8](copying: section.err))
    }
}

extension ConnectionReport {
    fileprivate init(_ info: ow_ssh_info) {
        let times: [(ConnectionRung, UInt64)] = [
            (.resolve, info.resolve_ns), (.tcp, info.tcp_ns), (.banner, info.banner_ns),
            (.keyExchange, info.kex_ns), (.hostKey, info.hostkey_ns), (.authentication, info.auth_ns),
        ]
        let failed = ConnectionRung(rawValue: info.failed) ?? .none
        self.init(
            reached: ConnectionRung(rawValue: info.reached) ?? .none, failed: failed == .none ? nil : failed,
            failureCode: String(copying: info.failure_code), failureMessage: String(copying: info.failure_message),
            timings: Dictionary(uniqueKeysWithValues: times.filter { $0.1 > 0 }),
            hostKeyStatus: HostKeyStatus(rawValue: info.hostkey_status) ?? .unknown,
            hostKeyType: String(copying: info.hostkey_type), hostKeyFingerprint: String(copying: info.hostkey_sha256),
            expectedFingerprint: String(copying: info.expected_sha256),
            authMethod: AuthenticationMethod(rawValue: info.auth_method) ?? .none,
            authMethodsOffered: String(copying: info.auth_methods).split(separator: ",").map(String.init),
            peerBanner: String(copying: info.peer_banner), kex: String(copying: info.kex),
            cipherOut: String(copying: info.cipher_out), cipherIn: String(copying: info.cipher_in),
            macOut: String(copying: info.mac_out), macIn: String(copying: info.mac_in), reused: info.reused != 0)
    }
}
