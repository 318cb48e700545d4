import ArgumentParser
import Audit
import Contract
import Core
import Foundation
import Identity

/// `openwatch create-admin`: makes an administrator.
struct CreateAdminCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create-admin", abstract: "Create an administrator.",
        discussion: """
            The password is read from standard input, its first line, unless a file is named. It is never taken from \
            the command line, where every user of the machine could see it.
            """)

    @OptionGroup var globals: GlobalOptions

    @Option(help: "User name.")
    var username: String

    @Option(help: "E-mail address.")
    var email: String

    @Option(help: "File whose first line is the password; mode 0600.")
    var passwordFile: String?

    func run() async throws {
        let configuration = try globals.loadValid()
        let password = try readPassword()
        let loggers = configuration.loggers(descriptor: STDERR_FILENO)
        let state = try StateDirectory(path: configuration["server.state_dir"])
        let opening = try await DatabaseOpening.open(configuration, state: state, logger: loggers("database"))
        let result: Result<UUID, any Error>
        do {
            try await opening.prepareSchema()
            let hasher = PasswordHasher(width: 1)
            let users = UserService(
                database: opening.database, hasher: hasher,
                passwords: try PasswordPolicy(breachListFile: configuration["identity.breach_list_file"]),
                audit: AuditTrail())
            result = .success(
                try await CorrelationID.$current.withValue(.make(.command)) {
                    try await users.createAdministrator(
                        username: username, email: email, password: password, by: CommandCaller.current)
                })
            await hasher.shutdown()
        } catch {
            result = .failure(error)
        }
        await opening.close()
        print("created administrator \(username) with id \(try result.get().text)")
    }

    private func readPassword() throws -> String {
        if let passwordFile {
            let data = try StateDirectory.readSecret(passwordFile)
            return String(decoding: data, as: UTF8.self).prefix { !$0.isNewline }.description
        }
        if isatty(STDIN_FILENO) == 1 { StandardError.write("password: ") }
        var saved = termios()
        let hidesInput = tcgetattr(STDIN_FILENO, &saved) == 0
        if hidesInput {
            var hidden = saved
            hidden.c_lflag &= ~tcflag_t(ECHO)
            tcsetattr(STDIN_FILENO, TCSANOW, &hidden)
        }
        defer { if hidesInput { tcsetattr(STDIN_FILENO, TCSANOW, &saved) } }
        guard let line = readLine() else { throw ServerError(.notFound, "no password on standard input") }
        return line
    }
}
