package import Hummingbird
import NIOCore

/// What the server knows of a request before reading it: the peer's address.
package struct ConnectionContext: RequestContext {
    package var coreContext: CoreRequestContextStorage
    /// The peer's IP address, without the port.
    let address: String?

    package init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        address = source.channel.remoteAddress?.ipAddress
    }
}
