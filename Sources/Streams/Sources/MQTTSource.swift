/// The messages of a broker.
public final class MQTTSource: QueuedSource {
  public let name: String
  let thread: SourceThread
  public var isRewindable: Bool { false }
  init(_ address: MQTTAddress, overload: OverloadRule?) {
    name = address.description
    thread = SourceThread(queue: LineQueue(rule: overload ?? .dropOldest))
  }
  public func start(at position: SourcePosition?) throws(LiveSourceError) {
    throw LiveSourceError("not yet")
  }
}
