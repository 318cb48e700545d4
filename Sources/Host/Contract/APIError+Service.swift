extension APIError {
    /// 404 for a host that does not exist, was deleted, or has nothing of the requested kind.
    package static func hostNotFound() -> APIError {
        APIError(.hostsNotFound, "Host not found")
    }

    /// 404 for a credential that does not exist or was deleted.
    package static func credentialNotFound() -> APIError {
        APIError(.credentialsNotFound, "Credential not found")
    }

    /// 409 while the same probe runs against the same host.
    package static func probeInFlight() -> APIError {
        APIError(.conflictProbeInFlight, "The same probe is running against this host")
    }

    /// 500 for a fault whose cause belongs in the log and not in the answer.
    package static func serverError() -> APIError {
        APIError(.serverError, "The server could not complete the request")
    }

    /// 503 while a part of the server is missing.
    ///
    /// - Parameter component: for example `database`.
    package static func unavailable(component: String) -> APIError {
        APIError(.serverUnavailable, "The server cannot do this now", detail: ["component": .string(component)])
    }

    /// 404 for a plugin, or a version or probe of one, that is not there.
    ///
    /// - Parameter name: what was asked for.
    package static func pluginNotFound(_ name: String) -> APIError {
        APIError(.pluginsNotFound, "There is no plugin \(name.prefix(200))", detail: ["plugin_id": .string(name)])
    }

    /// 503 while no plugin can fill a role.
    package static func noPlugin(for role: String) -> APIError {
        APIError(.pluginsUnavailable, "No plugin for \(role) is ready", detail: ["role": .string(role)])
    }
}
