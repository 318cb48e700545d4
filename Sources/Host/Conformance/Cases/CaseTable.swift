/// Every case that there is.
package enum CaseTable {
    package static let all: [ConformanceCase] = staticChecks.map(\.testCase) + dynamicCases

    static let staticChecks: [StaticCheck] =
        ManifestChecks.all + PermissionChecks.all + NoteChecks.all + ObjectChecks.all

    static let dynamicCases: [ConformanceCase] =
        LifeCases.all + InputCases.all + FaultCases.all + TargetCases.all + ProcessCases.all
}
