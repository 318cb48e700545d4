import NIOConcurrencyHelpers

/// The configuration of one runner: what its plugin was given, which handles count, and what must not leave it.
///
/// Secrets stay encrypted in here; each look at one decrypts it.
final class RunnerConfiguration: Sendable {
    /// Secrets of earlier configurations that the plugin may still know; older ones are forgotten.
    private static let memory = 128

    private struct State {
        var handles: SecretHandles
        /// Everything that the plugin was ever given a handle for.
        var known: [PluginSecret]
        /// The pointers of what it has looked at; reported once each.
        var seen: Set<String> = []
        var hasGuessed = false
    }

    private let manifest: PluginManifest
    private let open: PluginConfiguration.SecretOpener
    private let state: NIOLockedValueBox<State>

    init(
        _ configuration: PluginConfiguration, of manifest: PluginManifest,
        open: @escaping PluginConfiguration.SecretOpener
    ) {
        self.manifest = manifest
        self.open = open
        let handles = SecretHandles(configuration, of: manifest)
        state = NIOLockedValueBox(State(handles: handles, known: Array(handles.secrets.values)))
    }

    /// JSON, for the plugin.
    var text: [UInt8] { state.withLockedValue(\.handles.text) }

    /// Handles for another configuration; those in force count until ``use(_:)``.
    func handles(for configuration: PluginConfiguration) -> SecretHandles {
        SecretHandles(configuration, of: manifest)
    }

    /// From now on these handles count, and no others.
    func use(_ handles: SecretHandles) {
        state.withLockedValue { state in
            state.handles = handles
            state.seen = []
            for secret in handles.secrets.values where !state.known.contains(secret) { state.known.append(secret) }
            if state.known.count > Self.memory { state.known.removeFirst(state.known.count - Self.memory) }
        }
    }

    /// What a handle in force stands for, and whether this is the first look at it; nil for any other text.
    func secret(_ handle: String) -> (secret: PluginSecret, isFirst: Bool)? {
        state.withLockedValue { state in
            state.handles.secrets[handle].map { ($0, state.seen.insert($0.pointer).inserted) }
        }
    }

    /// The secret itself, decrypted.
    func bytes(of secret: PluginSecret) throws -> [UInt8] { try secret.reveal(open) }

    /// The plugin asked with a text that is no handle in force; true the first time.
    func noteGuess() -> Bool {
        state.withLockedValue { state in
            defer { state.hasGuessed = true }
            return !state.hasGuessed
        }
    }

    // MARK: - What the plugin says

    /// A text of the plugin for logs and errors, without the secrets.
    func cleaned(_ bytes: [UInt8]) -> [UInt8] { screen?.cleaned(bytes) ?? bytes }

    func cleaned(_ text: String) -> String {
        screen.map { String(decoding: $0.cleaned(Array(text.utf8)), as: UTF8.self) } ?? text
    }

    /// Whether something that the plugin hands over has a secret in it.
    func leaks(_ bytes: [UInt8]) -> Bool { screen?.finds(in: bytes) ?? false }

    private var screen: SecretScreen? {
        let known = state.withLockedValue(\.known)
        return known.isEmpty ? nil : SecretScreen(known.compactMap { try? $0.reveal(open) })
    }
}
