/// What made the server look at a licence; the raw values stand in the audit trail.
package enum LicenseSource: String, Sendable {
    case boot
    case sighup
    case api
    /// Time went by.
    case timer
}
