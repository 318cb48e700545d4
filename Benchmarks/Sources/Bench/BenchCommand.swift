import Foundation

/// `openwatch-bench WORKLOAD [options]`: runs a workload beside its floor and its peers and prints what it measured.
@main
enum BenchCommand {
    static let workloads = ["plugin-call", "ssh-sessions", "sysinfo", "event-append", "kill-storm", "scan", "sign-in"]

    static func main() async {
        // A peer that ends early must show as an error of a write, not end the run.
        signal(SIGPIPE, SIG_IGN)
        let arguments = Array(CommandLine.arguments.dropFirst())
        if arguments.first == SocketFloor.childCommand {
            exit(SocketFloor.serve(arguments.dropFirst().compactMap { Int($0) }))
        }
        do {
            let options = try BenchOptions(arguments)
            let report = Report(workload: options.workload)
            try await run(options, report)
            report.printTable()
        } catch let fault as BenchOptions.Fault {
            complain("\(fault.message)\nusage: openwatch-bench \(workloads.joined(separator: "|")) [options]")
            exit(64)
        } catch {
            complain("\(error)")
            exit(1)
        }
    }

    private static func run(_ options: BenchOptions, _ report: Report) async throws {
        switch options.workload {
        case "plugin-call": try await PluginCall(options: options, report: report).run()
        case "ssh-sessions": try await SSHSessions(options: options, report: report).run()
        case "sysinfo": try await SystemInfo(options: options, report: report).run()
        case "kill-storm": try await KillStorm(options: options, report: report).run()
        case "event-append": try await EventAppend(options: options, report: report).run()
        case "sign-in": try await SignInStorm(options: options, report: report).run()
        case "scan": try CatalogScan(options: options, report: report).run()
        default: throw BenchOptions.Fault(message: "no workload is called \(options.workload)")
        }
    }

    private static func complain(_ text: String) {
        FileHandle.standardError.write(Data("openwatch-bench: \(text)\n".utf8))
    }
}
