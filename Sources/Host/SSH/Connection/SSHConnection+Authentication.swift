import CSSH2
import Glibc

extension SSHConnection {
    private enum Attempt {
        case accepted
        case refused
    }

    /// Logs in: the preferred method first, then key, password and keyboard-interactive.
    ///
    /// A password that was refused is not sent a second time by another method: servers count both, and accounts get
    /// locked.
    func authenticate(until deadline: MonotonicTime) async throws(SSHError) {
        let credential = target.credential
        guard !credential.username.isEmpty, credential.username.utf8.count <= 255, !credential.username.utf8.contains(0)
        else { throw SSHError(.noAuthMethod, "the credential's user name is empty or too long") }
        let key = try await signingKey(until: deadline)
        var offered = try await offeredMethods(until: deadline)
        if libssh2_userauth_authenticated(try openLink().session) == 1 { return }
        var remaining = methodsInOrder(credential, hasKey: key != nil)
        guard !remaining.isEmpty else {
            throw SSHError(.noAuthMethod, "the credential has neither a key nor a password")
        }
        var tried: [SSHAuthMethod] = []
        while let next = remaining.firstIndex(where: { offered.contains(Self.wireName($0)) }) {
            let method = remaining.remove(at: next)
            tried.append(method)
            if try await attempt(method, key, until: deadline) == .accepted {
                updateReport { $0.authMethod = method }
                return
            }
            if method != .publicKey { remaining.removeAll { $0 != .publicKey } }
            // Accepting one of several required methods changes what the server offers.
            if !remaining.contains(where: { offered.contains(Self.wireName($0)) }), !remaining.isEmpty {
                offered = try await offeredMethods(until: deadline)
                if libssh2_userauth_authenticated(try openLink().session) == 1 { return }
            }
        }
        throw Self.refusal(tried, offered: report.methodsOffered)
    }

    private static func refusal(_ tried: [SSHAuthMethod], offered: [String]) -> SSHError {
        let list = offered.isEmpty ? "nothing" : offered.joined(separator: ", ")
        if tried.isEmpty {
            return SSHError(.noAuthMethod, "the credential fits no method that the server offers (\(list))")
        }
        let names = tried.map(\.rawValue).joined(separator: ", ")
        return SSHError(.authenticationFailed, "the server refused the login (tried \(names); it offers \(list))")
    }

    private func methodsInOrder(_ credential: SSHCredential, hasKey: Bool) -> [SSHAuthMethod] {
        let hasPassword = credential.password?.isEmpty == false
        let usable = [SSHAuthMethod.publicKey, .password, .keyboardInteractive].filter {
            $0 == .publicKey ? hasKey : hasPassword
        }
        return usable.filter { $0 == credential.preferredMethod } + usable.filter { $0 != credential.preferredMethod }
    }

    private static func wireName(_ method: SSHAuthMethod) -> String {
        switch method {
        case .publicKey: "publickey"
        case .password: "password"
        case .keyboardInteractive: "keyboard-interactive"
        }
    }

    /// Asks which methods the server accepts now.
    private func offeredMethods(until deadline: MonotonicTime) async throws(SSHError) -> [String] {
        let user = target.credential.username
        while true {
            let link = try openLink()
            link.refill()
            if let list = libssh2_userauth_list(link.session, user, UInt32(user.utf8.count)) {
                let text = PlainText.clean(String(cString: list).utf8, limit: 512)
                let methods = text.split(separator: ",").prefix(16).map(String.init)
                updateReport { $0.methodsOffered = methods }
                return methods
            }
            let status = libssh2_session_last_errno(link.session)
            if status == LIBSSH2_ERROR_EAGAIN {
                try await settle(until: deadline)
            } else if libssh2_userauth_authenticated(link.session) == 1 {
                return []
            } else {
                throw SSHError(.disconnected, "the server ended the connection before the login: \(link.lastMessage)")
            }
        }
    }

    private func signingKey(until deadline: MonotonicTime) async throws(SSHError) -> PrivateKey? {
        guard let file = target.credential.privateKey, !file.isEmpty else { return nil }
        let passphrase = target.credential.passphrase
        let cache = environment.keys
        let digest = PrivateKeyCache.digest(file, passphrase)
        if let key = cache.key(digest) { return key }
        return try await offload(to: environment.keyWorkers, until: deadline) {
            cache.parse(digest, file, passphrase)
        }
    }

    private func attempt(
        _ method: SSHAuthMethod, _ key: PrivateKey?, until deadline: MonotonicTime
    ) async throws(SSHError) -> Attempt {
        let status: Int32
        switch method {
        case .publicKey:
            guard let key else { return .refused }
            status = try await offer(key, until: deadline)
        case .password:
            status = try await sendPassword(until: deadline)
        case .keyboardInteractive:
            status = try await answerPrompts(until: deadline)
        }
        switch status {
        case 0:
            return .accepted
        case LIBSSH2_ERROR_AUTHENTICATION_FAILED, LIBSSH2_ERROR_PUBLICKEY_UNVERIFIED,
            LIBSSH2_ERROR_PASSWORD_EXPIRED, LIBSSH2_ERROR_METHOD_NOT_SUPPORTED:
            return .refused
        case LIBSSH2_ERROR_SOCKET_DISCONNECT, LIBSSH2_ERROR_SOCKET_RECV, LIBSSH2_ERROR_SOCKET_SEND:
            throw SSHError(
                .authenticationFailed, "the server ended the connection during the login with \(method.rawValue)",
                hint: "it may allow fewer attempts (MaxAuthTries) or deny this user")
        default:
            throw SSHError(
                .authenticationFailed, "the login with \(method.rawValue) failed: \(try openLink().lastMessage)")
        }
    }

    /// libssh2 before 1.11 takes the signature algorithm from the blob's type name and knows only SHA-1 for `ssh-rsa`;
    /// naming the algorithm there makes it announce that one, which OpenSSH accepts.
    private func offer(_ key: PrivateKey, until deadline: MonotonicTime) async throws(SSHError) -> Int32 {
        guard key.type == "ssh-rsa", libssh2_version(0x01_0b00) == nil else {
            return try await offer(key, blob: key.publicBlob, until: deadline)
        }
        var status = LIBSSH2_ERROR_AUTHENTICATION_FAILED
        for algorithm in ["rsa-sha2-512", "rsa-sha2-256"] {
            var blob = WireWriter()
            blob.string(algorithm.utf8)
            status = try await offer(key, blob: blob.bytes + key.publicBlob.dropFirst(4 + 7), until: deadline)
            if status == 0 { break }
        }
        return status
    }

    private func offer(_ key: PrivateKey, blob: [UInt8], until deadline: MonotonicTime) async throws(SSHError) -> Int32
    {
        let user = target.credential.username
        let context = UnsafeMutablePointer<UnsafeMutableRawPointer?>.allocate(capacity: 1)
        context.initialize(to: Unmanaged.passUnretained(key).toOpaque())
        defer { context.deallocate() }
        let status = try await call(until: deadline) { session in
            libssh2_userauth_publickey(session, user, blob, blob.count, signCallback, context)
        }
        withExtendedLifetime(key) {}
        return status
    }

    private func sendPassword(until deadline: MonotonicTime) async throws(SSHError) -> Int32 {
        let user = target.credential.username
        let password = target.credential.password ?? []
        return try await call(until: deadline) { session in
            password.withUnsafeBytes { bytes in
                libssh2_userauth_password_ex(
                    session, user, UInt32(user.utf8.count), bytes.bindMemory(to: CChar.self).baseAddress,
                    UInt32(bytes.count), nil)
            }
        }
    }

    private func answerPrompts(until deadline: MonotonicTime) async throws(SSHError) -> Int32 {
        let user = target.credential.username
        let password = target.credential.password ?? []
        return try await call(until: deadline) { session in
            password.withUnsafeBytes { bytes in
                guard let link else { return LIBSSH2_ERROR_SOCKET_DISCONNECT }
                link.io.pointee.password = bytes.bindMemory(to: CChar.self).baseAddress
                link.io.pointee.password_length = bytes.count
                defer {
                    link.io.pointee.password = nil
                    link.io.pointee.password_length = 0
                }
                return ow_ssh2_keyboard_interactive(session, user, UInt32(user.utf8.count))
            }
        }
    }
}

/// Signs a login request. The algorithm is read from the request itself, so it is right whichever one libssh2 chose.
private let signCallback:
    @convention(c) (
        OpaquePointer?, UnsafeMutablePointer<UnsafeMutablePointer<UInt8>?>?, UnsafeMutablePointer<Int>?,
        UnsafePointer<UInt8>?, Int, UnsafeMutablePointer<UnsafeMutableRawPointer?>?
    ) -> Int32 = { _, signature, signatureLength, data, length, context in
        guard let signature, let signatureLength, let data, let pointer = context?.pointee else { return -1 }
        let key = Unmanaged<PrivateKey>.fromOpaque(pointer).takeUnretainedValue()
        let bytes = UnsafeBufferPointer(start: data, count: length)
        var reader = WireReader(Array(bytes))
        // Session id, message number, user, service, "publickey", true; then the algorithm.
        guard reader.string() != nil, reader.take(1) != nil, reader.string() != nil, reader.string() != nil,
            reader.string() != nil, reader.take(1) != nil, let algorithm = reader.text(),
            let result = key.sign(bytes, algorithm: algorithm),
            let copy = malloc(result.count)?.assumingMemoryBound(to: UInt8.self)
        else { return -1 }
        copy.update(from: result, count: result.count)
        signature.pointee = copy
        signatureLength.pointee = result.count
        return 0
    }
