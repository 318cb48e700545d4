/// Looks after one call in flight: takes its events and answers what it asks of the host.
struct CallService: Sendable {
    let call: ProbeCall
    /// On the wire.
    let id: UInt64
    let target: UInt64
    /// Monotonic.
    let deadline: UInt64
    let plan: ProbePlan
    let services: any ProbeTargetServices
    let generation: RunnerGeneration

    /// Until the call is finished. Most calls ask for nothing, and need neither a broker nor other tasks.
    func serve(_ events: inout EventCollector) async -> ProbeCall.Finish {
        while true {
            switch await call.next() {
            case .request(let message): return await answer(startingWith: message, events: &events)
            case .events(let body): take(body, events: &events)
            case .cancelled: break
            case .finished(let finish): return finish
            }
        }
    }

    /// Answers requests, each in a task of its own.
    private func answer(startingWith first: WireMessage, events: inout EventCollector) async -> ProbeCall.Finish {
        let broker = ServiceBroker(
            permissions: plan.permissions, services: services, target: target, deadline: deadline,
            generation: generation)
        var collector = events
        let finish = await withDiscardingTaskGroup { group in
            var item = ProbeCall.Item.request(first)
            while true {
                switch item {
                case .request(let message): group.addTask { await answer(message, with: broker) }
                case .events(let body): take(body, events: &collector)
                case .cancelled: group.cancelAll()
                case .finished(let finish):
                    group.cancelAll()
                    return finish
                }
                item = await call.next()
            }
        }
        events = collector
        await broker.close()
        return finish
    }

    private func answer(_ message: WireMessage, with broker: ServiceBroker) async {
        do throws(WireFault) {
            try await broker.answer(message, call: call)
        } catch {
            generation.fail(PluginError(.misbehaved, "a malformed service request: \(error)"))
        }
    }

    private func take(_ body: [UInt8], events: inout EventCollector) {
        do throws(WireFault) {
            let count = try events.take(body)
            call.eventsRead(body.count)
            var writer = WireWriter(reserving: 8)
            writer.uint32(count)
            writer.uint32(UInt32(body.count - 4))
            generation.send(WireMessage(.eventAck, call: id, body: writer.bytes))
            if events.isOverLimit { generation.cancel(id, call, reason: .limit) }
        } catch {
            generation.fail(PluginError(.misbehaved, "malformed events: \(error)"))
        }
    }
}
