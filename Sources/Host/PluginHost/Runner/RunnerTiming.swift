/// Time limits and thresholds of runner supervision. The defaults are the product's; tests shorten them.
package struct RunnerTiming: Sendable {
    /// For each step of the start: HELLO to READY, CREATE to CREATED.
    package var handshake: Duration = .seconds(10)
    /// How long calls in flight may hold up a new configuration before a new runner is started for it.
    package var quiescence: Duration = .seconds(5)
    /// From a call's cancellation until it is written off.
    package var grace: Duration = .seconds(2)
    /// How long a replaced runner may finish its other calls.
    package var retirement: Duration = .seconds(10)
    /// From DRAIN to SIGKILL at shutdown.
    package var drain: Duration = .seconds(5)
    /// The first pause after a crash; doubles up to ``backOffLimit``.
    package var backOff: Duration = .seconds(1)
    package var backOffLimit: Duration = .seconds(60)
    /// This many crashes within ``crashWindow`` mean quarantine.
    package var crashLimit = 3
    package var crashWindow: Duration = .seconds(300)
    /// The first quarantine; the second is four times as long, the third lasts until an operator ends it.
    package var quarantine: Duration = .seconds(900)
    /// The calls that a new version must serve before it takes over.
    package var canaryCalls = 20
    /// After this time a new version without a fault takes over, however few its calls; and for this long after it took
    /// over, a quarantine takes the plugin back to the version before.
    package var canaryWindow: Duration = .seconds(600)

    package init() {}
}
