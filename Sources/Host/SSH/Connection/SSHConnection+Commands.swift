import CSSH2

extension SSHConnection {
    private static let window: UInt32 = 512 << 10
    private static let packet: UInt32 = 32 << 10
    /// libssh2 sends a request as one packet of at most 35,000 bytes.
    private static let maxCommand = 30_000
    private static let closePatience = Duration.seconds(2)

    /// Runs a command and lets `conversation` talk to it.
    ///
    /// Throws only when the command did not start; a failure after that is in the end that is returned, together with
    /// what the conversation has seen. After any failure the connection is closed.
    func converse<Conversation: ChannelConversation>(
        _ command: String, _ conversation: Conversation, until deadline: MonotonicTime
    ) async throws(SSHError) -> (Conversation, ChannelEnd) {
        guard command.utf8.count <= Self.maxCommand, !command.utf8.contains(0), !command.isEmpty else {
            throw SSHError(.invalidRequest, "the command is empty, longer than 30,000 bytes or contains a NUL")
        }
        try await takeTurn(until: deadline)
        defer { endTurn() }
        let channel: OpaquePointer
        do {
            begin(.session)
            channel = try await start(command, until: deadline)
        } catch {
            throw failed(error)
        }
        updateReport { $0.reached = .session }
        var conversation = conversation
        var end = ChannelEnd()
        do {
            if try await talk(channel, &conversation) {
                try await finish(channel, until: deadline)
                end = try readEnd(channel)
                _ = try await call(until: deadline) { _ in libssh2_channel_free(channel) }
            } else {
                await abandon(channel)
            }
        } catch {
            end.failure = error
            end.failure?.report = report
            close()
        }
        return (conversation, end)
    }

    private func start(_ command: String, until deadline: MonotonicTime) async throws(SSHError) -> OpaquePointer {
        var opened: OpaquePointer?
        while opened == nil {
            let link = try openLink()
            link.refill()
            opened = libssh2_channel_open_ex(link.session, "session", 7, Self.window, Self.packet, nil, 0)
            if opened != nil { break }
            guard libssh2_session_last_errno(link.session) == LIBSSH2_ERROR_EAGAIN else {
                throw channelError(libssh2_session_last_errno(link.session), "the server opened no channel")
            }
            try await settle(until: deadline)
        }
        guard let channel = opened else { throw SSHError(.channelFailed, "the server opened no channel") }
        // Our stderr limits rely on the streams being apart, which is the default.
        let status = try await call(until: deadline) { _ in
            libssh2_channel_process_startup(channel, "exec", 4, command, UInt32(command.utf8.count))
        }
        guard status == 0 else { throw channelError(status, "the server refused the command") }
        return channel
    }

    private func channelError(_ status: Int32, _ what: String) -> SSHError {
        switch status {
        case LIBSSH2_ERROR_SOCKET_DISCONNECT, LIBSSH2_ERROR_SOCKET_RECV, LIBSSH2_ERROR_SOCKET_SEND:
            SSHError(.disconnected, "the server closed the connection")
        default:
            SSHError(.channelFailed, "\(what): \(link?.lastMessage ?? "the connection is closed")")
        }
    }

    /// Moves bytes until the remote side has closed its output (true) or the conversation has enough (false).
    private func talk(
        _ channel: OpaquePointer, _ conversation: inout some ChannelConversation
    ) async throws(SSHError) -> Bool {
        var outgoing: [UInt8] = []
        var sent = 0
        var endsInput = false
        var isInputEnded = false
        var mustWrite = false
        while true {
            var progress = mustWrite ? false : try await drain(channel, &conversation)
            let step = try conversation.next(at: .now())
            if step.isOver { return false }
            if sent == outgoing.count {
                outgoing = step.send
                sent = 0
            } else {
                outgoing += step.send
            }
            endsInput = endsInput || step.endsInput
            let link = try openLink()
            if !mustWrite {
                if libssh2_channel_eof(channel) == 1 { return true }
                if link.wantsWrite {
                    // The window adjustment is half sent and must be finished by reading again.
                    _ = try await pause(until: step.wakeAt)
                    continue
                }
            }
            mustWrite = false
            while sent < outgoing.count {
                link.refill()
                let written = outgoing[sent...].withUnsafeBytes { bytes in
                    libssh2_channel_write_ex(
                        channel, 0, bytes.bindMemory(to: CChar.self).baseAddress, min(bytes.count, Int(Self.packet)))
                }
                if written == Int(LIBSSH2_ERROR_EAGAIN) {
                    mustWrite = link.wantsWrite
                    break
                }
                // The remote side may have closed its input; its output still counts.
                guard written >= 0 else {
                    if Int32(written) == LIBSSH2_ERROR_CHANNEL_CLOSED
                        || Int32(written) == LIBSSH2_ERROR_CHANNEL_EOF_SENT
                    {
                        sent = outgoing.count
                        break
                    }
                    throw channelError(Int32(written), "the input was not taken")
                }
                sent += written
                progress = true
            }
            if endsInput, !isInputEnded, sent == outgoing.count, !mustWrite {
                link.refill()
                let status = libssh2_channel_send_eof(channel)
                isInputEnded = status != LIBSSH2_ERROR_EAGAIN
                mustWrite = !isInputEnded && link.wantsWrite
                progress = true
            }
            if progress && !mustWrite {
                if Task.isCancelled { throw SSHError(.cancelled, "cancelled") }
                await loop.yield()
                continue
            }
            _ = try await pause(until: step.wakeAt)
        }
    }

    /// Hands over what has arrived, a bounded amount; true if there was anything.
    private func drain(
        _ channel: OpaquePointer, _ conversation: inout some ChannelConversation
    ) async throws(SSHError) -> Bool {
        var progress = false
        for (number, stream) in [(Int32(0), SSHStream.stdout), (Int32(SSH_EXTENDED_DATA_STDERR), .stderr)] {
            for _ in 0..<8 {
                let link = try openLink()
                link.refill()
                var count = 0
                let chunk = [UInt8](unsafeUninitializedCapacity: Int(Self.packet)) { buffer, initialized in
                    count = buffer.withMemoryRebound(to: CChar.self) {
                        libssh2_channel_read_ex(channel, number, $0.baseAddress, $0.count)
                    }
                    initialized = max(count, 0)
                }
                if count == 0 || count == Int(LIBSSH2_ERROR_EAGAIN) { break }
                guard count > 0 else { throw channelError(Int32(count), "the output cannot be read") }
                progress = true
                await conversation.receive(chunk, from: stream)
            }
        }
        return progress
    }

    private func finish(_ channel: OpaquePointer, until deadline: MonotonicTime) async throws(SSHError) {
        let status = try await call(until: deadline) { _ in libssh2_channel_close(channel) }
        guard status == 0 else { throw channelError(status, "the channel was not closed") }
    }

    /// How the command ended. libssh2 does not tell a missing exit status from 0; servers send one or a signal.
    private func readEnd(_ channel: OpaquePointer) throws(SSHError) -> ChannelEnd {
        let session = try openLink().session
        var end = ChannelEnd()
        var name: UnsafeMutablePointer<CChar>?
        var length = 0
        libssh2_channel_get_exit_signal(channel, &name, &length, nil, nil, nil, nil)
        if let name {
            end.signal = PlainText.clean(String(cString: name).utf8, limit: 32)
            libssh2_free(session, name)
        } else {
            end.exitCode = libssh2_channel_get_exit_status(channel)
        }
        return end
    }

    /// Closes a channel that still has something to say; if the server does not agree soon, the connection goes too.
    private func abandon(_ channel: OpaquePointer) async {
        let deadline = MonotonicTime.now().adding(Self.closePatience)
        do {
            try await finish(channel, until: deadline)
            _ = try await call(until: deadline) { _ in libssh2_channel_free(channel) }
        } catch {
            close()
        }
    }
}
