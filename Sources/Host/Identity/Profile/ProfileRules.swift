import Contract

/// Decides on what users say about themselves.
enum ProfileRules {
    /// The address as it is stored.
    ///
    /// - Throws: `validation.field_invalid` without an @ between two parts.
    static func email(_ text: String) throws -> String {
        let trimmed = String(text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
        let parts = trimmed.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count >= 2, parts.first?.isEmpty == false, parts.last?.isEmpty == false, trimmed.count <= 256,
            !trimmed.contains(where: \.isWhitespace)
        else {
            throw APIError(
                .validationFieldInvalid, "email must be an address with an @", detail: ["field": "email"])
        }
        return trimmed
    }

    /// The first preference whose value is none of its choices.
    static func fault(in preferences: UserPreferences) -> APIError? {
        let choices: [(name: String, value: String?, allowed: [String])] = [
            ("hosts_view_default", preferences.hostsViewDefault, ["table", "cards"]),
            ("density", preferences.density, ["comfortable", "compact"]),
            ("accent_color", preferences.accentColor, ["info", "ok", "brand2"]),
            ("landing_page", preferences.landingPage, ["hosts", "dashboard", "reports"]),
            ("date_format", preferences.dateFormat, ["us12", "iso24", "long24"]),
        ]
        for (name, value, allowed) in choices {
            guard let value, !allowed.contains(value) else { continue }
            return APIError(.validationInvalidValue, "\(name) must be one of \(allowed.joined(separator: ", "))")
        }
        return nil
    }
}
