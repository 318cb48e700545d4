import ArgumentParser
import VendorKit

/// `openwatch plugin new`: a complete plugin to start from.
struct PluginNewCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new", abstract: "Write the smallest complete plugin in a language.",
        discussion: """
            The folder builds by itself: it holds the headers it needs. Exit code 0 written, 1 not written, 2 wrong usage.
            """)

    @Argument(help: "The plugin's name: a-z, 0-9 and '-'.")
    var name: String

    @Option(help: "The language: \(PluginLanguage.allCases.map(\.rawValue).joined(separator: ", ")).")
    var lang: String

    @Option(help: "The id, a reverse domain name; com.example.NAME if not given.")
    var id: String?

    @Option(help: "The folder to write; ./NAME if not given.")
    var dir: String?

    func run() throws {
        guard let language = PluginLanguage(rawValue: lang) else {
            throw ValidationError(
                "there is no template for \"\(lang)\"; choose one of: "
                    + PluginLanguage.allCases.map(\.rawValue).joined(separator: ", "))
        }
        let template: PluginTemplate
        do {
            template = try PluginTemplate(name: name, id: id, language: language)
        } catch {
            throw ValidationError("\(error)")
        }
        let directory = dir ?? name
        try PackageWriter.write(template, to: directory)
        print(
            """
            wrote \(directory): plugin \(template.id) in \(language.rawValue), \(template.files.count) files
            next:
              openwatch plugin build \(directory)
              openwatch plugin run \(directory) --probe aslr --recorded \(directory)/recordings/partial.jsonl
            """)
    }
}
