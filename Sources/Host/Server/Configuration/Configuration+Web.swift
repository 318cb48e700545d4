import Web

extension Configuration {
    var requestLimits: RequestLimits {
        var limits = RequestLimits()
        limits.connections = integer("limits.connections")
        limits.connectionsPerAddress = integer("limits.connections_per_address")
        return limits
    }

    var rateLimits: RateLimits.Settings {
        var settings = RateLimits.Settings()
        settings.perSecond = integer("limits.requests_per_second")
        settings.burst = integer("limits.burst")
        settings.addressPerSecond = integer("limits.address_requests_per_second")
        settings.addressBurst = integer("limits.address_burst")
        settings.streams = integer("limits.event_streams")
        return settings
    }

    var trustedProxies: TrustedProxies {
        let url = self["server.public_url"]
        return TrustedProxies(
            AddressRange.list(self["server.trusted_proxies"]) ?? [], publicURL: url.isEmpty ? nil : url)
    }
}
