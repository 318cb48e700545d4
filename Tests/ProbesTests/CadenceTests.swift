import Core
import Foundation
import PluginHost
import Probes
import Testing

@Suite("Cadence of probes")
struct CadenceTests {
    private let cadence = ProbeCadence(connectivitySeconds: 900, systemInfoSeconds: 3_600, discoverySeconds: 86_400)

    @Test("hosts are spread over a tenth of the interval to both sides, each always at the same place")
    func spread() {
        let hosts = (0..<2_000).map { _ in UUID() }
        for (role, interval) in [(ProbeRole.connectivity, 900.0), (.systemInfo, 3_600), (.discovery, 86_400)] {
            let delays = hosts.map { cadence.delay(role: role, hostID: $0, failures: 0) }
            #expect(delays.allSatisfy { Double($0) >= interval * 0.9 && Double($0) <= interval * 1.1 })
            let mean = Double(delays.reduce(0, +)) / Double(delays.count)
            #expect(abs(mean - interval) < interval * 0.01)
            #expect(delays == hosts.map { cadence.delay(role: role, hostID: $0, failures: 0) })
            #expect(Set(delays).count > 100)
        }
    }

    @Test("the first failure keeps the interval, each further one doubles it, at most to a day")
    func backOff() {
        let host = UUID()
        func delay(_ failures: Int) -> Double {
            Double(cadence.delay(role: .connectivity, hostID: host, failures: failures))
        }
        #expect(delay(1) == delay(0))
        for (failures, base) in [
            (2, 1_800.0), (3, 3_600), (4, 7_200), (7, 57_600), (8, 86_400), (9, 86_400), (1_000, 86_400),
        ] {
            #expect(delay(failures) >= base * 0.9 && delay(failures) <= base * 1.1, "\(failures)")
        }
        let rare = ProbeCadence(connectivitySeconds: 604_800)
        #expect(rare.delay(role: .connectivity, hostID: host, failures: 5) >= 544_320)
        #expect(cadence.delay(role: .connectivity, hostID: host, failures: .max) > 0)
    }

    @Test("what a result asks for replaces the interval, and no delay is below a second")
    func asked() {
        for host in (0..<100).map({ _ in UUID() }) {
            #expect((270...330).contains(cadence.delay(role: .systemInfo, hostID: host, failures: 0, asked: 300)))
            #expect(cadence.delay(role: .systemInfo, hostID: host, failures: 0, asked: 0) == 1)
            #expect(cadence.delay(role: .systemInfo, hostID: host, failures: 0, asked: 1) == 1)
        }
    }
}
