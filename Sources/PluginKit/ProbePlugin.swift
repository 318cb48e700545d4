@_exported public import JSON

/// A plugin: one object that answers questions about targets.
///
/// One instance serves all calls of a runner. ``run(probe:call:)`` is entered on up to `max_concurrent` threads at once;
/// the other functions on one thread at a time. An error thrown by any of them becomes the call's failure; use
/// ``ProbeFailure`` to choose its code.
public protocol ProbePlugin: AnyObject, Sendable {
    static var identity: PluginIdentity { get }

    /// - Parameter configuration: a JSON object, valid against the manifest's config schema.
    init(context: PluginContext, configuration: JSONValue) throws

    /// Answers one question. Blocking is fine, up to the call's deadline.
    ///
    /// - Parameter probe: index into the manifest's `[[probe]]` list.
    /// - Returns: the call's result, valid against the probe's result schema.
    func run(probe: Int, call: ProbeCall) throws -> JSONValue

    /// Takes over a new configuration. Without this function the host makes a new instance instead.
    func configure(_ configuration: JSONValue) throws

    /// Throws if the instance is not fit to answer. At most one second.
    func health() throws
}

extension ProbePlugin {
    public func configure(_ configuration: JSONValue) throws {
        throw ProbeFailure(.unsupported, "The plugin has to be started anew to take over a configuration.")
    }

    public func health() throws {}
}
