import JSON
import Logging
import Testing

@testable import PluginHost

/// Runners that shake hands properly and then attack: what they send is well framed and wrong.
@Suite(.serialized) struct HostileRunnerTests {
    private static let source = """
        #include <stdint.h>
        #include <stdlib.h>
        #include <string.h>
        #include <unistd.h>
        static uint8_t in[1 << 20], out[4 << 20];
        static size_t n;
        static void u32(uint32_t v) { memcpy(out + n, &v, 4); n += 4; }
        static void u64(uint64_t v) { memcpy(out + n, &v, 8); n += 8; }
        static void bytes(const void *p, uint32_t l) { u32(l); memcpy(out + n, p, l); n += l; }
        static void all(int fd, const void *p, size_t l) {
          for (size_t done = 0; done < l;) {
            ssize_t k = write(fd, (const char *)p + done, l - done);
            if (k <= 0) _exit(9);
            done += (size_t)k;
          }
        }
        static void sendm(uint16_t type, uint64_t call, uint32_t seq) {
          size_t start = 0;
          do {
            size_t part = n - start > 262144 ? 262144 : n - start;
            uint8_t head[24] = {0};
            uint32_t length = (uint32_t)part;
            uint16_t flags = start + part < n;
            memcpy(head, &length, 4); memcpy(head + 4, &type, 2); memcpy(head + 6, &flags, 2);
            memcpy(head + 8, &call, 8); memcpy(head + 16, &seq, 4);
            all(3, head, 24); all(3, out + start, part);
            start += part;
          } while (start < n);
          n = 0;
        }
        static void fill(void *p, size_t l) {
          for (size_t done = 0; done < l;) {
            ssize_t k = read(3, (char *)p + done, l - done);
            if (k <= 0) _exit(0);
            done += (size_t)k;
          }
        }
        static uint16_t receive(uint64_t *call) {
          uint8_t head[24]; uint32_t length; uint16_t type;
          fill(head, 24);
          memcpy(&length, head, 4); memcpy(&type, head + 4, 2); memcpy(call, head + 8, 8);
          if (length > sizeof in) _exit(8);
          fill(in, length);
          return type;
        }
        static void sandbox(void) { u32(3); u32(51); u32(7); u32(61184); sendm(75, 0, 0); }
        static void ready(void) { u32(0); u32(0); bytes("org.openwatch.test.echo", 23); bytes("0.1.0", 5); sendm(64, 0, 0); }
        static void result(uint64_t call, uint32_t events, const char *text) {
          u32(0); u32(0); u32(0); u64(1); u64(1); u32(events); bytes("", 0); bytes("", 0); bytes(text, (uint32_t)strlen(text));
          sendm(67, call, 0);
        }
        static void event(uint32_t type, uint32_t size) {
          u32(type); u32(0); u32(0); u64(0); bytes("s", 1); bytes("", 0);
          u32(size);
          memset(out + n, 'x', size);
          n += size;
        }
        static const char *good = "{\\"params\\":{},\\"previous\\":null,\\"probe\\":0,\\"attempt\\":1,\\"instance\\":\\"x\\"}";
        int main(void) {
          uint64_t call = 0;
          receive(&call); sandbox(); ready(); receive(&call);
          u32(0); bytes("", 0); sendm(65, 0, 0);
          while (receive(&call) != 4) {}
          switch (ATTACK) {
            case 1: for (int i = 0; i < 100; i++) { u32(1); event(0, 60000); sendm(69, call, 0); } break;
            case 2: for (uint32_t i = 1; i <= 2000; i++) { u32(2); u64(0); sendm(68, call, i); } result(call, 0, good); break;
            case 3: u32(3); u64(1); u32(0xffffffff); sendm(68, call, 1); break;
            case 4: u32(0); u32(0); u32(0); u64(1); u64(1); u32(0); u32(1000); sendm(67, call, 0); break;
            case 5: ready(); break;
            case 6: result(call, 7, good); break;
            case 7: u32(1); event(99, 2); sendm(69, call, 0); break;
            case 8: for (uint64_t i = 0; i < 1000; i++) result(i == call ? 0 : i, 0, "{}"); result(call, 0, good); break;
            case 9: u32(77); sendm(68, call, 1); break;
            case 10: u32(1); event(0, 70000); sendm(69, call, 0); break;
            case 11: u32(1000000); sendm(69, call, 0); break;
            case 12: result(call, 0, "[]"); break;
            case 13: for (int i = 0; i < 20000; i++) { u32(2); u32(0); bytes("a line", 6); sendm(70, call, 0); } result(call, 0, good); break;
          }
          for (;;) receive(&call);
        }
        """

    private func attack(_ number: Int) async throws -> Result<ProbeOutcome, PluginError> {
        let directory = try PluginFixture.directory(of: ["echo"])
        let tools = try PluginFixture.temporaryDirectory()
        try PluginFixture.write(Self.source, to: "\(tools)/runner.c")
        try PluginFixture.run("/usr/bin/cc", ["-DATTACK=\(number)", "\(tools)/runner.c", "-o", "\(tools)/runner"])
        var timing = RunnerTiming()
        timing.drain = .milliseconds(100)
        timing.grace = .milliseconds(100)
        let host = PluginHost(
            configuration: PluginHostConfiguration(
                directories: [directory], runnerPath: "\(tools)/runner", timing: timing),
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }),
            trust: AllowListedTrustPolicy(ids: ["org.openwatch.test.echo"]))
        try host.load()
        let result: Result<ProbeOutcome, PluginError>
        do {
            result = .success(try await host.call("echo", timeout: .seconds(2)))
        } catch let error as PluginError {
            result = .failure(error)
        }
        let pid = host.status("echo")?.runner.pid
        await host.shutdown()
        if let pid { #expect(!isAlive(pid)) }
        return result
    }

    @Test("what breaks a rule fails the call as misbehaviour", arguments: [3, 4, 5, 6, 7, 9, 10, 11])
    func misbehaved(number: Int) async throws {
        // It ends at once; the time is for the compilers of the other cases, which hold the threads up meanwhile.
        guard case .failure(let error) = try await attack(number) else {
            throw PluginFixture.Failure(message: "attack \(number) succeeded")
        }
        #expect(error.code == .misbehaved, "attack \(number): \(error)")
    }

    @Test("floods of requests, of log lines and of answers to nobody harm no call", arguments: [2, 8, 13])
    func harmless(number: Int) async throws {
        let outcome = try await attack(number).get()
        #expect(outcome.resultValue["probe"] == 0)
    }

    @Test("events that are sent without regard to credit end with the call")
    func eventFlood() async throws {
        guard case .failure(let error) = try await attack(1) else {
            throw PluginFixture.Failure(message: "accepted")
        }
        #expect([.deadline, .misbehaved].contains(error.code))
    }

    @Test("a result that the schema refuses is refused whoever sent it")
    func schema() async throws {
        guard case .failure(let error) = try await attack(12) else {
            throw PluginFixture.Failure(message: "accepted")
        }
        #expect(error.code == .resultInvalid)
    }
}
