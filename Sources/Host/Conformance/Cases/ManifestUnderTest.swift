import PluginHost

/// A readable manifest and the package around it.
struct ManifestUnderTest {
    let manifest: PluginManifest
    let package: PackageUnderTest

    var inspection: PackageSurvey { package.inspection }
}
