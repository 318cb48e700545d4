import Foundation
import Testing

@Suite("Owners of tables")
struct TableTests {
    private struct Owned {
        var tables: [String: String] = [:]
        var views: [String: String] = [:]
        var versions: [Int] = []
    }

    /// What the migrations of all modules make, with the module that makes it.
    private func owned() throws -> Owned {
        var owned = Owned()
        for module in try Repository.hostModules {
            for file in try Repository.module(module) where file.path.contains("/Migrations/") {
                for match in file.text.matches(of: /CREATE TABLE (\w+) ?(\(|PARTITION OF)/) {
                    #expect(owned.tables[String(match.1)] == nil, "\(match.1) is made twice")
                    owned.tables[String(match.1)] = module
                }
                for match in file.text.matches(of: /CREATE (?:OR REPLACE )?VIEW (\w+)/) {
                    owned.views[String(match.1)] = module
                }
                owned.versions += file.text.matches(of: /version: (\d+)/).compactMap { Int($0.1) }
            }
        }
        return owned
    }

    @Test("migrations have versions of their own, without gaps")
    func versions() throws {
        let versions = try owned().versions.sorted()
        #expect(versions == Array(1...max(1, versions.count)))
    }

    @Test("each table is made by one module, in its Migrations folder")
    func makers() throws {
        let tables = try owned().tables
        #expect(tables.count >= 15)
        for module in try Repository.hostModules where module != "Database" {
            for file in try Repository.module(module) where !file.path.contains("/Migrations/") {
                #expect(!file.text.contains("CREATE TABLE"), "\(file.path) makes a table")
            }
        }
    }

    @Test("SQL names the module's own tables and what others publish as views, nothing else")
    func statements() throws {
        let owned = try owned()
        #expect(owned.views.keys.sorted() == ["host_band", "host_os_facts", "live_hosts"])
        for module in try Repository.hostModules {
            for file in try Repository.module(module) {
                for match in file.text.matches(
                    of: /\b(?:FROM|JOIN|INTO|UPDATE|TRUNCATE|ALTER TABLE|DELETE FROM)\s+(\w+)/)
                {
                    guard let owner = owned.tables[String(match.1)] else { continue }
                    #expect(owner == module, "\(file.path) names \(match.1), which belongs to \(owner)")
                }
            }
        }
    }

    @Test("tables of other modules are referenced in foreign keys to hosts alone")
    func references() throws {
        let owned = try owned()
        for module in try Repository.hostModules {
            for file in try Repository.module(module) {
                for match in file.text.matches(of: /REFERENCES (\w+)/) {
                    let table = String(match.1)
                    #expect(owned.tables[table] == module || table == "hosts", "\(file.path) references \(table)")
                }
            }
        }
    }
}
