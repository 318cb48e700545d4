/// Decides what a refresh token is good for.
enum RefreshRules {
    /// What is known about the exchange of a token.
    struct Rotation: Sendable, Equatable {
        /// nil for a token that was not spent yet.
        let secondsAgo: Double?
        /// How often it was honoured again since.
        let siblings: Int
    }

    enum Verdict: Sendable, Equatable {
        case rotate
        /// Clients of one session raced: the late one gets a token of its own.
        case sibling
        /// Somebody shows a token that its owner has exchanged.
        case reuse
    }

    /// How long after its exchange a token is still taken for a race.
    static let raceSeconds = 10.0
    /// How many late clients of one exchange are believed.
    static let maximumSiblings = 5

    static func verdict(on rotation: Rotation) -> Verdict {
        guard let age = rotation.secondsAgo else { return .rotate }
        return age <= raceSeconds && rotation.siblings < maximumSiblings ? .sibling : .reuse
    }
}
