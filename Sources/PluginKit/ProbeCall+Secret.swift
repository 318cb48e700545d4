import PluginABI

extension ProbeCall {
    /// Lends a secret of the configuration to `body`, and overwrites it afterwards. Copies are the plugin's own to
    /// overwrite. OpenWatch puts on record that the plugin has seen it.
    ///
    /// - Parameter handle: the text that stands at the secret's place in the configuration.
    /// - Throws: ``ProbeFailure`` `.denied` if the manifest does not ask for `ow.secret/1`, `.notFound` for what is no
    ///   handle of the configuration in force; what `body` throws.
    public func withSecret<Result>(
        _ handle: String, _ body: (UnsafeRawBufferPointer) throws -> Result
    ) throws -> Result {
        try services.withSecret(handle: handle, call: self.handle, body)
    }
}

// MARK: ow.secret/1

extension HostServices {
    func withSecret<Result>(
        handle: String, call: UInt64, _ body: (UnsafeRawBufferPointer) throws -> Result
    ) throws -> Result {
        guard let secret else { throw ProbeFailure(.denied, "The manifest does not ask for ow.secret/1.") }
        let area = UnsafeMutableRawBufferPointer.allocate(byteCount: Int(OW_SECRET_MAX), alignment: 16)
        var length: UInt64 = 0
        defer {
            ow_forget(area.baseAddress, UInt64(area.count))
            area.deallocate()
        }
        let bytes = area.bindMemory(to: UInt8.self)
        let code = withText(handle) {
            secret.pointee.reveal?(h, call, $0, bytes.baseAddress, UInt64(bytes.count), &length)
        }
        try Self.check(code, "reveal a secret")
        return try body(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(area)[..<min(Int(length), area.count)]))
    }
}
