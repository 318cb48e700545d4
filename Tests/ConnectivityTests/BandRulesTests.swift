import Contract
import JSON
import Testing

@testable import Connectivity

@Suite("Bands of hosts")
struct BandRulesTests {
    private static let up = LadderSample(isReachable: true, isPrivileged: true)
    private static let upWithoutPrivilegeCheck = LadderSample(isReachable: true)
    private static let unprivileged = LadderSample(isReachable: true, isPrivileged: false)
    private static let gone = LadderSample(isReachable: false)

    private func next(
        _ band: MonitoringState, _ sample: LadderSample, sshFailures: Int = 0, sshSuccesses: Int = 0,
        privilegeFailures: Int = 0, privilegeSuccesses: Int = 0
    ) -> MonitoringState {
        BandRules.next(
            BandState(
                band: band, sshFailures: sshFailures, sshSuccesses: sshSuccesses, privilegeFailures: privilegeFailures,
                privilegeSuccesses: privilegeSuccesses), sample: sample
        ).band
    }

    @Test("everything passes: online stays or comes at once from unknown, else after three successes in a row")
    func passes() {
        #expect(next(.online, Self.up) == .online && next(.unknown, Self.up) == .online)
        for band in [MonitoringState.degraded, .critical, .down] {
            for successes in 0..<5 {
                let expected: MonitoringState = successes + 1 >= 3 ? .online : band
                #expect(next(band, Self.up, sshSuccesses: successes, privilegeSuccesses: successes) == expected)
                #expect(next(band, Self.upWithoutPrivilegeCheck, sshSuccesses: successes) == expected)
            }
            #expect(next(band, Self.up, sshSuccesses: 9, privilegeSuccesses: 1) == band)
            #expect(next(band, Self.up, sshSuccesses: 1, privilegeSuccesses: 9) == band)
        }
    }

    @Test(
        "the first SSH failure degrades what was online or unknown and leaves the rest; the second is critical for all")
    func sshFails() {
        for (prior, first) in [
            (MonitoringState.online, MonitoringState.degraded), (.unknown, .degraded), (.degraded, .degraded),
            (.critical, .critical), (.down, .down),
        ] {
            #expect(next(prior, Self.gone) == first)
            #expect(next(prior, Self.gone, sshFailures: 1) == .critical)
            #expect(next(prior, Self.gone, sshFailures: 50) == .critical)
        }
    }

    @Test("the first privilege failure changes no band, the second degrades every one")
    func privilegeFails() {
        for prior in [MonitoringState.online, .unknown, .degraded, .critical, .down] {
            #expect(next(prior, Self.unprivileged) == prior)
            #expect(next(prior, Self.unprivileged, privilegeFailures: 1) == .degraded)
            #expect(next(prior, Self.unprivileged, privilegeFailures: 9) == .degraded)
        }
    }

    @Test("an attempted layer moves its own counters alone; one not attempted leaves them")
    func counters() {
        let before = BandState(
            band: .online, sshFailures: 4, sshSuccesses: 5, privilegeFailures: 6, privilegeSuccesses: 7)
        let passed = BandRules.next(before, sample: Self.up)
        #expect(
            [passed.sshFailures, passed.sshSuccesses, passed.privilegeFailures, passed.privilegeSuccesses] == [
                0, 6, 0, 8,
            ])
        let gone = BandRules.next(before, sample: Self.gone)
        #expect(
            [gone.sshFailures, gone.sshSuccesses, gone.privilegeFailures, gone.privilegeSuccesses] == [5, 0, 6, 7])
        let denied = BandRules.next(before, sample: Self.unprivileged)
        #expect(
            [denied.sshFailures, denied.sshSuccesses, denied.privilegeFailures, denied.privilegeSuccesses] == [
                0, 6, 7, 0,
            ])
    }

    @Test("a host that goes away and comes back passes degraded, critical and three successes")
    func story() {
        var state = BandState()
        var bands: [MonitoringState] = []
        for sample in [Self.up, Self.gone, Self.gone, Self.gone, Self.up, Self.up, Self.up, Self.unprivileged, Self.up]
        {
            state = BandRules.next(state, sample: sample)
            bands.append(state.band)
        }
        #expect(bands == [.online, .degraded, .critical, .critical, .critical, .critical, .online, .online, .online])
    }

    @Test("sick hosts are probed more often, hosts that are down less, never more rarely than asked for when sick")
    func intervals() {
        #expect(
            BandRules.interval(of: .online, online: 900) == 900 && BandRules.interval(of: .unknown, online: 900) == 900)
        #expect(
            BandRules.interval(of: .degraded, online: 900) == 300 && BandRules.interval(of: .degraded, online: 60) == 60
        )
        #expect(
            BandRules.interval(of: .critical, online: 900) == 120 && BandRules.interval(of: .down, online: 900) == 1_800
        )
        #expect(BandRules.interval(of: .down, online: 3_600) == 3_600)
    }
}

@Suite("Reading connectivity results")
struct ConnectivityResultTests {
    @Test("numbers that no integer holds do not end the server", arguments: [1e300, -1e300, 9.3e18, -1, 0.4])
    func hugeNumbers(number: Double) throws {
        let result = try #require(
            ConnectivityResult([
                "reachable": true, "total_ms": .number(number),
                "rungs": [["name": "tcp", "ok": true, "attempted": true, "latency_ms": .number(number)]],
            ]))
        // What does not fit the response's integers is cut or left out.
        #expect((0...Int(Int32.max)).contains(result.totalMS))
        #expect(result.rungs[0].latencyMS.map { (0...Int(Int32.max)).contains($0) } ?? true)
    }

    @Test("each rung is read with its latency and fault; the privilege rung counts when it was attempted")
    func rungs() throws {
        let result = try #require(
            ConnectivityResult([
                "reachable": true, "total_ms": 12.7, "host_key": ["fingerprint": "SHA256:x"],
                "first_failed_rung": "privilege",
                "rungs": [
                    ["name": "tcp", "ok": true, "attempted": true, "latency_ms": 2],
                    ["name": "privilege", "ok": false, "attempted": true, "error_code": "privilege_denied"],
                    ["name": "x"],
                ],
            ]))
        #expect(result.rungs.map(\.name) == ["tcp", "privilege"] && result.rungs[0].latencyMS == 2)
        #expect(
            result.isPrivileged == false && result.firstFailedRung == "privilege"
                && result.hostKeyFingerprint == "SHA256:x")
        #expect(ConnectivityResult(["reachable": true, "rungs": []])?.isPrivileged == nil)
    }
}
