import Telemetry

extension RunReader {
  /// Everything that happened, in order.
  public func events() -> [Event] { sequencedEvents().map(\.value) }

  func sequencedEvents() -> [Sequenced<Event>] {
    rows(
      "SELECT sequence, kind, step, elapsed, detail FROM events ORDER BY sequence", doing: "reading events"
    ) { [path] row throws(RunStoreError) in
      guard let kind = Event.Kind(rawValue: row.text(1)), let step = row.count(2) else {
        throw .damaged(path: path, what: "an event is of no known kind or step")
      }
      return Sequenced(
        sequence: row.integer(0),
        value: Event(kind: kind, step: step, elapsed: row.real(3), detail: row.text(4)))
    }
  }
}
