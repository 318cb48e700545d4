// Made by scripts/generate-contract from contract/openapi.yaml. Change that file, not this one.

/// How the user interface looks to a user. What was never chosen is left out.
package struct UserPreferences: Codable, Equatable, Sendable {
    package var hostsViewDefault: String?
    package var density: String?
    package var accentColor: String?
    package var landingPage: String?
    package var dateFormat: String?
    package var reduceMotion: Bool?

    package init(
        hostsViewDefault: String? = nil,
        density: String? = nil,
        accentColor: String? = nil,
        landingPage: String? = nil,
        dateFormat: String? = nil,
        reduceMotion: Bool? = nil
    ) {
        self.hostsViewDefault = hostsViewDefault
        self.density = density
        self.accentColor = accentColor
        self.landingPage = landingPage
        self.dateFormat = dateFormat
        self.reduceMotion = reduceMotion
    }

    private enum CodingKeys: String, CodingKey {
        case hostsViewDefault = "hosts_view_default"
        case density
        case accentColor = "accent_color"
        case landingPage = "landing_page"
        case dateFormat = "date_format"
        case reduceMotion = "reduce_motion"
    }
}
