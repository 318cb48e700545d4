import JSON

/// A configuration as one runner is given it: where a secret belongs stands a handle, a random text that means nothing
/// to any other runner.
struct SecretHandles: Sendable {
    private static let prefix = "ow-secret:"

    /// JSON, for the plugin.
    let text: [UInt8]
    let secrets: [String: PluginSecret]

    init(_ configuration: PluginConfiguration, of manifest: PluginManifest) {
        var value = configuration.value
        var secrets: [String: PluginSecret] = [:]
        for pointer in manifest.configuration?.secretFields ?? [] {
            let content: PluginSecret.Content
            if let sealed = configuration.secrets[pointer] {
                content = .sealed(sealed)
            } else if let plain = value.value(at: pointer)?.string {
                content = .plain(Array(plain.utf8))
            } else {
                continue
            }
            let handle = Self.handle()
            guard value.set(.string(handle), at: pointer) else { continue }
            secrets[handle] = PluginSecret(pluginID: manifest.id, pointer: pointer, content: content)
        }
        text = value.encoded()
        self.secrets = secrets
    }

    /// 128 bits of the system's random numbers: not to be guessed.
    private static func handle() -> String {
        var generator = SystemRandomNumberGenerator()
        let digits = (0..<2).map { _ in
            let word = String(UInt64.random(in: .min ... .max, using: &generator), radix: 16)
            return String(repeating: "0", count: 16 - word.count) + word
        }
        return prefix + digits.joined()
    }
}
