/// The event codes that this plugin emits. The order is that of the manifest's events: an index into one is an index
/// into the other.
enum EventCode: String, CaseIterable, Sendable {
    case passwordExpired = "account.password.expired"
    case userCreated = "account.user.created"
    case userDeleted = "account.user.deleted"
    case userLocked = "account.user.locked"
    case privilegedGroupAdded = "account.user.privileged_group_added"
    case userUnlocked = "account.user.unlocked"
    case firewallChanged = "security.firewall.rule_changed"
    case portOpened = "security.port.opened"
    case fileChanged = "system.config.file_changed"
    case mounted = "system.filesystem.mounted"
    case unmounted = "system.filesystem.unmounted"
    case kernelUpdated = "system.kernel.updated"
    case packageInstalled = "system.package.installed"
    case packageRemoved = "system.package.removed"
    case packageUpdated = "system.package.updated"
    case rebootCompleted = "system.reboot.completed"
    case rebootRequired = "system.reboot.required"
    case serviceFailed = "system.service.failed"
    case serviceStarted = "system.service.started"
    case serviceStopped = "system.service.stopped"

    enum Level: String, Sendable {
        case info, medium, high, critical
    }

    var level: Level {
        switch self {
        case .privilegedGroupAdded: .critical
        case .passwordExpired, .firewallChanged, .portOpened, .fileChanged, .serviceFailed: .high
        case .userCreated, .userDeleted, .userLocked, .packageRemoved, .kernelUpdated, .rebootRequired, .unmounted:
            .medium
        case .userUnlocked, .mounted, .packageInstalled, .packageUpdated, .rebootCompleted, .serviceStarted,
            .serviceStopped:
            .info
        }
    }
}
