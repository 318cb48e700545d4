/// A first-in, first-out line whose members may also leave from the middle.
struct WaitingLine<Member> {
    private var members: [Member?] = []
    private var head = 0

    var first: Member? { head < members.count ? members[head] : nil }

    mutating func append(_ member: Member) {
        members.append(member)
    }

    mutating func popFirst() -> Member? {
        guard head < members.count else { return nil }
        let member = members[head]
        members[head] = nil
        head += 1
        skipGaps()
        return member
    }

    mutating func remove(where matches: (Member) -> Bool) -> Member? {
        guard let index = members[head...].firstIndex(where: { $0.map(matches) ?? false }) else { return nil }
        let member = members[index]
        members[index] = nil
        skipGaps()
        return member
    }

    /// Keeps `head` on a member, and the storage no longer than about twice the line.
    private mutating func skipGaps() {
        while head < members.count, members[head] == nil { head += 1 }
        if head == members.count {
            members.removeAll(keepingCapacity: true)
            head = 0
        } else if head > 64, head > members.count / 2 {
            members.removeFirst(head)
            head = 0
        }
    }
}

extension WaitingLine: Sendable where Member: Sendable {}
