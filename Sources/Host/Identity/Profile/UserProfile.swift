import Database

/// What people say about themselves.
struct UserProfile: Sendable, Equatable {
    let fullName: String
    let displayName: String
    let jobTitle: String
    let timezone: String
    let phone: String

    init(row: Row) throws {
        fullName = try row.string("full_name")
        displayName = try row.string("display_name")
        jobTitle = try row.string("job_title")
        timezone = try row.string("timezone")
        phone = try row.string("phone")
    }
}
