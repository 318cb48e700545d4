import CSSH2
import Glibc

extension SSHConnection {
    /// Climbs from the name lookup to the finished login. On failure the connection is closed and the error carries
    /// the report.
    func connect(until deadline: MonotonicTime) async throws(SSHError) {
        do {
            let pinned = try await pinnedKey()
            begin(.resolve)
            let addresses = try await resolve(until: deadline)
            passed()
            begin(.tcp)
            let socket = try await open(addresses, until: deadline)
            passed()
            begin(.banner)
            try await identify(socket, until: deadline)
            passed()
            begin(.keyExchange)
            try await exchangeKeys(pinned, until: deadline)
            passed()
            begin(.hostKey)
            try await checkHostKey(pinned)
            passed()
            begin(.authentication)
            try await authenticate(until: deadline)
            passed()
            begin(.session)
        } catch {
            throw failed(error)
        }
    }

    private func resolve(until deadline: MonotonicTime) async throws(SSHError) -> [SocketAddress] {
        let (address, port) = (target.address, target.port)
        if let literal = try NameResolver.literal(address, port: port) { return [literal] }
        return try await offload(to: environment.resolvers, until: deadline) {
            NameResolver.resolve(address, port: port)
        }
    }

    // MARK: TCP

    private func open(_ addresses: [SocketAddress], until deadline: MonotonicTime) async throws(SSHError) -> Int32 {
        var failure = SSHError(.unreachable, "\(endpoint) cannot be reached")
        for (index, address) in addresses.enumerated() {
            // Each address gets its share of the time, so that a dead first one does not use it all.
            let now = MonotonicTime.now()
            let share = deadline.since(now) / UInt64(addresses.count - index)
            let limit = now.adding(.nanoseconds(Int64(min(share, UInt64(Int64.max)))))
            updateReport { $0.peerAddress = address.literal }
            do {
                return try await open(address, until: limit)
            } catch {
                if error.code == .cancelled { throw error }
                failure = error
            }
        }
        throw failure
    }

    private func open(_ address: SocketAddress, until deadline: MonotonicTime) async throws(SSHError) -> Int32 {
        let type = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        let descriptor = socket(address.family, type, 0)
        guard descriptor >= 0 else { throw Self.systemError(errno, endpoint) }
        guard loop.watch(descriptor) else {
            Glibc.close(descriptor)
            throw SSHError(.unreachable, "the socket cannot be watched")
        }
        do throws(SSHError) {
            configure(descriptor)
            let status = address.bytes.withUnsafeBytes { bytes in
                bytes.baseAddress.map {
                    Glibc.connect(descriptor, $0.assumingMemoryBound(to: sockaddr.self), socklen_t(bytes.count))
                } ?? -1
            }
            if status != 0 {
                guard errno == EINPROGRESS else { throw Self.systemError(errno, endpoint) }
                try await finishConnecting(descriptor, until: deadline)
            }
            return descriptor
        } catch {
            discard(descriptor)
            throw error
        }
    }

    private func finishConnecting(_ descriptor: Int32, until deadline: MonotonicTime) async throws(SSHError) {
        while true {
            if try await socketEvent(descriptor, until: deadline) { throw timedOut() }
            var entry = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
            guard poll(&entry, 1, 0) > 0 else { continue }
            var status: Int32 = 0
            var length = socklen_t(MemoryLayout<Int32>.size)
            getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &status, &length)
            guard status == 0 else { throw Self.systemError(status, endpoint) }
            return
        }
    }

    private func configure(_ descriptor: Int32) {
        func set(_ level: Int32, _ option: Int32, _ value: Int) {
            var value = Int32(value)
            setsockopt(descriptor, level, option, &value, socklen_t(MemoryLayout<Int32>.size))
        }
        set(Int32(IPPROTO_TCP), TCP_NODELAY, 1)
        guard environment.keepaliveSeconds > 0 else { return }
        set(SOL_SOCKET, SO_KEEPALIVE, 1)
        set(Int32(IPPROTO_TCP), TCP_KEEPIDLE, environment.keepaliveSeconds)
        set(Int32(IPPROTO_TCP), TCP_KEEPINTVL, environment.keepaliveSeconds)
        set(Int32(IPPROTO_TCP), TCP_KEEPCNT, 3)
    }

    private func discard(_ descriptor: Int32) {
        loop.forget(descriptor)
        Glibc.close(descriptor)
    }

    private static func systemError(_ number: Int32, _ endpoint: String) -> SSHError {
        switch number {
        case ECONNREFUSED: SSHError(.connectionRefused, "\(endpoint) refused the connection")
        case ETIMEDOUT: SSHError(.tcpTimeout, "no answer from \(endpoint)")
        case ECONNRESET, EPIPE: SSHError(.disconnected, "\(endpoint) reset the connection")
        default: SSHError(.unreachable, "\(endpoint) cannot be reached: \(String(cString: strerror(number)))")
        }
    }

    // MARK: Banner

    /// Exchanges identification lines and hands the socket to libssh2. Ours goes out first: a server of another
    /// protocol then answers with what it is instead of waiting.
    private func identify(_ descriptor: Int32, until deadline: MonotonicTime) async throws(SSHError) {
        do throws(SSHError) {
            let line = Array((Self.banner + "\r\n").utf8)
            guard send(descriptor, line, line.count, Int32(MSG_NOSIGNAL)) == line.count else {
                throw Self.systemError(errno, endpoint)
            }
            let banner = try await readBanner(descriptor, until: deadline)
            updateReport { $0.serverBanner = banner.line }
            guard let link = SSHLink(descriptor: descriptor, loop: loop, rest: banner.rest, banner: Self.banner) else {
                throw SSHError(.unreachable, "no memory for a session")
            }
            self.link = link
        } catch {
            discard(descriptor)
            throw error
        }
    }

    private func readBanner(
        _ descriptor: Int32, until deadline: MonotonicTime
    ) async throws(SSHError) -> BannerReader.Banner {
        var reader = BannerReader()
        var buffer = [UInt8](repeating: 0, count: 4_096)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            if count > 0 {
                if let banner = try reader.consume(buffer.prefix(count)) { return banner }
            } else if count == 0 {
                throw reader.closedEarly()
            } else if errno == EAGAIN {
                if try await socketEvent(descriptor, until: deadline) { throw timedOut() }
            } else if errno != EINTR {
                throw Self.systemError(errno, endpoint)
            }
        }
    }

    // MARK: Keys

    private func exchangeKeys(_ pinned: PinnedHostKey?, until deadline: MonotonicTime) async throws(SSHError) {
        let link = try openLink()
        let session = link.session
        typealias Preferences = AlgorithmPreferences
        let ours = KeyExchangeOffer.Abilities(
            keyExchange: Preferences.supported(Preferences.keyExchange, LIBSSH2_METHOD_KEX, by: session),
            hostKey: Preferences.supported(
                Preferences.hostKey(pinnedType: pinned?.type), LIBSSH2_METHOD_HOSTKEY, by: session),
            cipher: Preferences.supported(Preferences.cipher, LIBSSH2_METHOD_CRYPT_CS, by: session),
            mac: Preferences.supported(Preferences.mac, LIBSSH2_METHOD_MAC_CS, by: session))
        let markers = Preferences.supported(Preferences.keyExchangeMarkers, LIBSSH2_METHOD_KEX, by: session)
        for (method, names) in [
            (LIBSSH2_METHOD_KEX, ours.keyExchange + markers), (LIBSSH2_METHOD_HOSTKEY, ours.hostKey),
            (LIBSSH2_METHOD_CRYPT_CS, ours.cipher), (LIBSSH2_METHOD_CRYPT_SC, ours.cipher),
            (LIBSSH2_METHOD_MAC_CS, ours.mac), (LIBSSH2_METHOD_MAC_SC, ours.mac),
        ] {
            libssh2_session_method_pref(session, method, names.joined(separator: ","))
        }
        let status = try await call(until: deadline) { session in
            libssh2_session_handshake(session, link.descriptor)
        }
        guard status == 0 else { throw keyExchangeError(status, link, ours) }
        link.endCapture()
        updateReport { report in
            report.kexAlgorithm = link.method(LIBSSH2_METHOD_KEX)
            report.hostKeyAlgorithm = link.method(LIBSSH2_METHOD_HOSTKEY)
            report.cipherOut = link.method(LIBSSH2_METHOD_CRYPT_CS)
            report.cipherIn = link.method(LIBSSH2_METHOD_CRYPT_SC)
            report.macOut = Self.mac(link.method(LIBSSH2_METHOD_MAC_CS), under: report.cipherOut)
            report.macIn = Self.mac(link.method(LIBSSH2_METHOD_MAC_SC), under: report.cipherIn)
        }
    }

    private static func mac(_ name: String?, under cipher: String?) -> String? {
        let authenticates = cipher.map { $0.contains("-gcm") || $0.contains("poly1305") } ?? false
        return authenticates ? nil : name
    }

    private func keyExchangeError(_ status: Int32, _ link: SSHLink, _ ours: KeyExchangeOffer.Abilities) -> SSHError {
        if let conflict = KeyExchangeOffer(stream: link.captured)?.conflict(with: ours) {
            let version = libssh2_version(0).map { String(cString: $0) } ?? "?"
            return SSHError(
                .keyExchangeFailed, conflict,
                hint: "the SSH library here is libssh2 \(version); 1.11 and later know AEAD ciphers, "
                    + "encrypt-then-MAC and rsa-sha2 host keys")
        }
        switch status {
        case LIBSSH2_ERROR_SOCKET_DISCONNECT, LIBSSH2_ERROR_SOCKET_RECV, LIBSSH2_ERROR_SOCKET_SEND:
            return SSHError(
                .disconnected, "the server closed the connection during the key exchange",
                hint: "it may limit connections (MaxStartups) or block this address")
        default:
            return SSHError(.keyExchangeFailed, "the key exchange failed: \(link.lastMessage)")
        }
    }

    // MARK: Host key

    private func pinnedKey() async throws(SSHError) -> PinnedHostKey? {
        do {
            return try await environment.hostKeys.pinnedKey(
                hostID: target.hostID, address: target.address, port: target.port)
        } catch {
            throw SSHError(.hostKeyStoreFailed, "the known host key cannot be looked up", cause: error)
        }
    }

    /// Trust on first use. Runs before any secret is sent.
    private func checkHostKey(_ pinned: PinnedHostKey?) async throws(SSHError) {
        let link = try openLink()
        var length = 0
        var type: Int32 = 0
        guard let raw = libssh2_session_hostkey(link.session, &length, &type), (1...16_384).contains(length),
            let shown = PinnedHostKey(
                blob: UnsafeBufferPointer(start: raw, count: length).map { UInt8(bitPattern: $0) })
        else { throw SSHError(.keyExchangeFailed, "the server showed no readable host key") }
        updateReport { report in
            report.hostKeyFingerprint = shown.fingerprint
            report.hostKeyType = shown.type
            report.expectedFingerprint = pinned?.fingerprint
        }
        var expected = pinned
        if expected == nil {
            do {
                expected = try await environment.hostKeys.pin(
                    shown, hostID: target.hostID, address: target.address, port: target.port)
            } catch {
                throw SSHError(.hostKeyStoreFailed, "the host key cannot be stored", cause: error)
            }
        }
        guard let expected, expected.blob == shown.blob else {
            updateReport { report in
                report.hostKeyStatus = .mismatch
                report.expectedFingerprint = expected?.fingerprint
            }
            throw SSHError(
                .hostKeyMismatch,
                "\(endpoint) showed the \(shown.type) key \(shown.fingerprint), but "
                    + "\(expected?.type ?? "?") key \(expected?.fingerprint ?? "?") is pinned",
                hint: "if the host was reinstalled, reset its pinned key; otherwise somebody may be in between")
        }
        updateReport { $0.hostKeyStatus = pinned == nil ? .firstUse : .matched }
    }
}
