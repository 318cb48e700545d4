/// One question of a collection: a shell command with its bounds.
package struct CollectionSection: Sendable, Hashable {
    package enum Part: String, Sendable {
        /// Runs as the login user.
        case user
        /// Runs as root, if root can be had.
        case root
    }

    /// 1 to 64 of `a-z 0-9 _ . -`, not starting with `-`, unique in its plan.
    package var name: String
    package var part: Part
    package var timeoutSeconds: Int
    /// Bytes of output after which the section counts as truncated.
    package var maxBytes: Int
    /// A POSIX shell command list. Runs in a subshell with no input, `LC_ALL=C`, `TZ=UTC0` and without globbing.
    package var command: String

    package init(name: String, part: Part = .user, timeoutSeconds: Int = 2, maxBytes: Int = 64 << 10, command: String) {
        self.name = name
        self.part = part
        self.timeoutSeconds = timeoutSeconds
        self.maxBytes = maxBytes
        self.command = command
    }
}

/// Bounds of a whole collection. Beyond one, the channel is closed and the rest counts as unobserved.
package struct CollectionLimits: Sendable {
    package var maxStdout: Int
    package var maxStderr: Int
    package var userSeconds: Int
    package var rootSeconds: Int
    /// The longest time without any byte.
    package var silenceSeconds: Int

    package init(
        maxStdout: Int = 8 << 20,
        maxStderr: Int = 64 << 10,
        userSeconds: Int = 60,
        rootSeconds: Int = 60,
        silenceSeconds: Int = 25
    ) {
        self.maxStdout = maxStdout
        self.maxStderr = maxStderr
        self.userSeconds = userSeconds
        self.rootSeconds = rootSeconds
        self.silenceSeconds = silenceSeconds
    }
}

/// What to ask a host in one channel.
package struct CollectionPlan: Sendable {
    package var sections: [CollectionSection]
    /// Decides whether sections of the root part may run. `required` is treated like `ifNeeded`: a refusal shows in
    /// the sections' verdicts.
    package var sudo: SudoPolicy
    package var limits: CollectionLimits

    /// - Parameter limits: nil for bounds that leave every section its own, see ``CollectionLimits/init(fitting:budget:)``.
    package init(sections: [CollectionSection], sudo: SudoPolicy = .never, limits: CollectionLimits? = nil) {
        self.sections = sections
        self.sudo = sudo
        self.limits = limits ?? CollectionLimits(fitting: sections, budget: nil)
    }
}

extension CollectionLimits {
    /// Bounds wide enough for what the sections may take by their own limits, and no wider.
    ///
    /// - Parameter budget: the caller's limit for each part; nil for ten minutes.
    package init(fitting sections: [CollectionSection], budget: Duration?) {
        let seconds = { (part: CollectionSection.Part) -> Int in
            sections.filter { $0.part == part }.reduce(10) { $0 + $1.timeoutSeconds }
        }
        let most = max(1, Int(min(budget?.components.seconds ?? 600, 600)))
        self.init(
            maxStdout: sections.reduce(1 << 20) { $0 + $1.maxBytes },
            userSeconds: min(most, seconds(.user)), rootSeconds: min(most, seconds(.root)),
            silenceSeconds: max(25, 5 + (sections.map(\.timeoutSeconds).max() ?? 0)))
    }
}
