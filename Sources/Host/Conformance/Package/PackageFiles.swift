import Foundation

/// The files of a package's folder.
enum PackageFiles {
    private static let limit = 10_000

    /// Paths relative to the folder, sorted; hidden ones left out.
    static func names(below directory: String) -> [String] {
        guard let walk = FileManager.default.enumerator(atPath: directory) else { return [] }
        var names: [String] = []
        while names.count < limit, let name = walk.nextObject() as? String {
            if !name.split(separator: "/").contains(where: { $0.hasPrefix(".") }) { names.append(name) }
        }
        return names.sorted()
    }
}
