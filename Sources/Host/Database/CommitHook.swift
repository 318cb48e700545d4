/// Work that belongs to whatever transaction the current task commits, without its body knowing of it.
///
/// A request that may run only once sets one for its handler: the record of the request then commits with the change
/// itself, or neither does.
package protocol CommitHook: Sendable {
    /// Called after the body of a transaction has succeeded and before COMMIT, once for each attempt.
    ///
    /// - Throws: to have the transaction rolled back; the error is thrown on.
    func willCommit(_ transaction: Transaction) async throws
}

package enum CommitHooks {
    /// The hook of the current task; child tasks inherit it.
    @TaskLocal package static var current: (any CommitHook)?
}
