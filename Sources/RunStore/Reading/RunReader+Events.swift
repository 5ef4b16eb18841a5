import Telemetry

extension RunReader {
  /// Everything that happened, in order.
  public func events() -> [Event] { sequencedEvents().map(\.value) }

  /// The same, each with its place in the order of arrival.
  ///
  /// - Parameter sequence: only what arrived later.
  func sequencedEvents(after sequence: Int = 0) -> [Sequenced<Event>] {
    rows(
      "SELECT sequence, kind, step, elapsed, detail FROM events WHERE sequence > ? ORDER BY sequence",
      [.integer(sequence)], doing: "reading events"
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
