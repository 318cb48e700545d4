/// What a look at a package found.
enum Finding: Sendable, Hashable {
    case fault(String)
    case warning(String)
    /// Why the check says nothing about this package.
    case skip(String)
    case figure(String, Double, String)
}

/// A check that reads files.
struct StaticCheck: Sendable {
    let testCase: ConformanceCase
    let run: @Sendable (PackageUnderTest) -> [Finding]

    init(_ id: String, _ title: String, _ run: @escaping @Sendable (PackageUnderTest) -> [Finding]) {
        testCase = ConformanceCase(id, title, .inspection, .basic)
        self.run = run
    }

    /// A check of the manifest, which must be readable.
    static func manifest(
        _ id: String, _ title: String, _ run: @escaping @Sendable (ManifestUnderTest) -> [Finding]
    ) -> StaticCheck {
        StaticCheck(id, title) { package in
            guard let manifest = package.inspection.manifest else { return [.skip("the manifest cannot be read")] }
            return run(ManifestUnderTest(manifest: manifest, package: package))
        }
    }

    /// A check of the shared object for this machine, which must be readable.
    static func object(
        _ id: String, _ title: String, _ run: @escaping @Sendable (ObjectFile, PackageUnderTest) -> [Finding]
    ) -> StaticCheck {
        StaticCheck(id, title) { package in
            switch package.object {
            case nil: [.skip("the package has no shared object for this machine")]
            case .failure(let malformed): [.skip(malformed.message)]
            case .success(let object): run(object, package)
            }
        }
    }
}
