import Conformance
import Foundation
import Testing

/// A plugin with one rule broken fails the cases of that rule and no other.
@Suite("Plugins that break a rule")
struct BrokenRuleTests {
    struct Broken: Sendable, CustomTestStringConvertible {
        let fault: String
        let cases: Set<String>

        init(_ fault: String, _ cases: String...) {
            self.fault = "BAD_\(fault)"
            self.cases = Set(cases)
        }

        var testDescription: String { "\(fault) fails \(cases.sorted().joined(separator: ", "))" }
    }

    static let loadingRules: [Broken] = [
        .init("NOTE_ID", "note.identity"),
        .init("NOTE_LANGUAGE", "note.language"),
        .init("EXPORT", "elf.exports"),
        .init("CONSTRUCTOR", "load.quiet", "state.environment"),
        .init("ENTRY_SLOW", "entry.time"),
        .init("ENTRY_FILE", "entry.quiet", "state.files"),
        .init("ENTRY_HEAP", "entry.heap"),
        .init("ENTRY_POINTER", "entry.same-pointer"),
        .init("DESCRIPTOR_ID", "descriptor.identity"),
        .init("DESCRIPTOR_SIZE", "descriptor.size"),
        .init("DESCRIPTOR_FLAGS", "descriptor.abi"),
        .init("DESCRIPTOR_FUNCTION", "descriptor.functions"),
        .init("DESCRIPTOR_CHANGES", "descriptor.constant"),
        .init("CORE_UNCHECKED", "service.core-missing", "service.all-missing"),
        .init("SHORT_LOOKUP", "host.short-tables"),
        .init("FUTURE_SLOT", "host.unknown-slots", "host.over-long"),
        .init("LEAK", "life.thousand"),
        .init("SHARED_INSTANCE", "life.instances"),
        .init("THREAD", "life.threads-gone", "state.threads"),
    ]

    static let inputRules: [Broken] = [
        .init("CONFIG_REFUSED", "config.valid"),
        .init("CONFIG_CRASH", "config.invalid"),
        .init("CONFIGURE", "configure.valid"),
        .init("HEALTH", "health.plain"),
        .init("EXTENSION", "extension.unknown"),
        .init("PARAMS_REFUSED", "params.valid"),
        .init("PARAMS_CRASH", "params.invalid"),
        .init("UNKNOWN_PROBE", "run.unknown-probe"),
        .init("FORMAT", "run.format"),
        .init("RESULT", "run.second-attempt"),
        .init("CHANCE", "run.determinism"),
        .init("PREVIOUS_CRASH", "previous.other-version"),
        .init("AGAIN", "event.again"),
        .init("CLOCK", "clock.back", "clock.epoch"),
        .init("MALLOC", "memory.run-refused"),
        .init("LEAK_RUN", "memory.runs"),
    ]

    static let callRules: [Broken] = [
        .init("ON_IO", "fault.io"),
        .init("CODE", "fault.state"),
        .init("NO_RESULT", "fault.unreachable"),
        .init("CLOSED_SESSION", "fault.limit"),
        .init("FAILED_SESSION", "connect.tcp", "connect.host-key", "connect.authentication"),
        .init("CANCEL_LATE", "cancel.points", "cancel.at-once", "deadline.passed"),
        .init("CANCEL_BLOCKS", "cancel.by-clock"),
        .init("ON_EXIT_126", "remote.exit-126"),
        .init("UTF8", "remote.bad-utf8"),
        .init("SIGNAL_NAME", "remote.signal"),
        .init("VERDICT", "section.future-verdict"),
        .init("STRIDE", "section.larger-entries"),
        .init("SHARED_BUFFER", "parallel.cookies"),
    ]

    static let processRules: [Broken] = [
        .init("SIGNALS", "state.signals"), .init("SIGNAL_MASK", "state.signal-mask"),
        .init("LOCALE", "state.locale"), .init("UMASK", "state.umask"), .init("DIRECTORY", "state.directory"),
        .init("ENVIRONMENT", "state.environment"), .init("OUTPUT", "state.output"), .init("ERRORS", "state.output"),
        .init("LIMITS", "state.limits"), .init("FILE_LEFT", "state.files"), .init("CHILD", "state.children"),
        .init("FLOAT", "state.float"), .init("TIMER", "state.timers"), .init("PRIORITY", "state.scheduling"),
    ]

    @Test("a plugin that loads or lives wrongly fails exactly the cases of it", arguments: loadingRules)
    func loading(_ broken: Broken) async throws { try await expect(broken) }

    @Test("a plugin that handles its input wrongly fails exactly the cases of it", arguments: inputRules)
    func inputs(_ broken: Broken) async throws { try await expect(broken) }

    @Test("a plugin that uses the host wrongly fails exactly the cases of it", arguments: callRules)
    func calls(_ broken: Broken) async throws { try await expect(broken) }

    @Test("a plugin that changes the process fails exactly the cases of it", arguments: processRules)
    func process(_ broken: Broken) async throws { try await expect(broken) }

    /// All cases of the basic level, and those that are expected.
    private func expect(_ broken: Broken) async throws {
        let basic = CaseTable.all.filter { $0.level == .basic }.map(\.id)
        let report = try await Workbench(broken.fault).verify(Set(basic).union(broken.cases))
        #expect(report.failed == broken.cases, "\(report.complaint)")
    }

    /// What these do is seen in whatever case they do it in: the case that is made for it must be among them.
    @Test(
        "a plugin that breaks a rule in every call is caught by the case of the rule",
        arguments: [
            ("BAD_COMMAND", "run.plain", "which the manifest does not declare"),
            ("BAD_PATH", "run.plain", "no [[permissions.ssh_read]] covers"),
            ("BAD_EVENT_TYPE", "previous.empty-object", "event type 7"),
            ("BAD_TWO_RESULTS", "run.plain", "called again"),
            ("BAD_EVENT_TYPE", "remote.empty", "event type 7"),
            ("BAD_FOREIGN_CALL", "parallel.instances", "call"),
            ("BAD_FOREIGN_CALL", "parallel.cookies", "call"),
            ("BAD_CLOSED_SESSION", "fuzz.sequences", "session"),
            ("BAD_SSH_UNCHECKED", "service.ssh-missing", "SIGSEGV"),
            ("BAD_AFTER_DESTROY", "handle.after-destroy", "after destroy()"),
        ])
    func everywhere(fault: String, id: String, words: String) async throws {
        let report = try await Workbench(fault).verify([id])
        #expect(report.failed == [id])
        #expect(report[id]?.faults.contains { $0.contains(words) } == true, "\(report.complaint)")
    }
}
