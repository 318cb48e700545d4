import Contract
import Foundation

extension Caller {
    /// The user and the session that act.
    ///
    /// - Throws: `auth.required` for anybody else, a program with an API token included: an account's own affairs are
    ///   its user's.
    func inSession() throws -> (userID: UUID, sessionID: UUID) {
        guard let userID, let sessionID = sessionID.flatMap(UUID.init(uuidString:)) else {
            throw APIError.authenticationRequired()
        }
        return (userID, sessionID)
    }
}
