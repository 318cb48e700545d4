/// Keys whose private half anybody can look up: test vectors of standards and seeds of one repeated byte.
///
/// Whoever trusts one of them accepts licences that anybody can write. A release build refuses them.
package enum PublishedKeys {
    package enum Build: Sendable {
        case debug, release

        /// How this program was built.
        package static var current: Build {
            #if DEBUG
                .debug
            #else
                .release
            #endif
        }
    }

    package enum Verdict: Sendable {
        /// The key is on no list.
        case unknown
        /// It is, and this build takes it all the same; worth a warning.
        case warned
        case refused
    }

    /// - Parameter keyID: an ``IssuerKey/id``.
    package static func verdict(on keyID: String, in build: Build) -> Verdict {
        guard ids.contains(keyID) else { return .unknown }
        return build == .debug ? .warned : .refused
    }

    /// SHA-256 over the SubjectPublicKeyInfo in base64url.
    package static let ids: Set<String> = [
        // RFC 8032, section 7.1, test 1, also RFC 8037
        "BuP9j9opu2CrWVV95h7bCuzbIxE0vjDnW0Vfjht5L6k",
        // test 2
        "3rLe053Cb84OYIW2_DS_a1lBkTu_4uphQRPP-eAEwXA",
        // test 3
        "jTm6UKvlD3e2u4rntpJ6_3_766Na0oN8DlHoK8vMYNU",
        // test SHA(abc)
        "5320qVcun2VSwivHUdVJmtIYpzvffhXcbqD8aSRqRN4",
        // RFC 8410, section 10
        "oekVYFTgT6yJmunydRMs3Ael28TqLCrTof_G4NJTaB8",
        // a seed of zeros
        "M54v-RdjBQe2pCO1zghOKF0fpl2Ts-J6YZXTu-vJriM",
        // a seed of ones
        "_RENMB0vB33hQUuPmfRBsUA_qyB7IFL70sBl5O6OfcI",
    ]
}
