import LiquidTraining
import Telemetry
import Terminal

/// A worker whose run a person watches on the dashboard.
protocol WatchedWorker: Sendable {
  /// Starts it. Called once.
  func start()

  /// Passes a command on to it.
  func send(_ command: Telemetry.Command)

  /// Waits until it has left; false where that takes longer than `timeout` seconds.
  @discardableResult
  func waitUntilLeft(timeout: Double?) -> Bool
}

extension TrainingWorker: WatchedWorker {}
extension LiveWorker: WatchedWorker {}

extension WatchedWorker {
  /// Starts the worker and shows its run until the user quits or a signal arrives; the worker has left then.
  ///
  /// - Parameter channel: one of the worker's sinks.
  /// - Returns: the signal that ended the dashboard; nil where it was a key.
  func run(
    on appearance: Appearance, _ description: RunDescription, channel: Channel, recording: Recording?,
    locations: Locations
  ) throws -> Int32? {
    let source = WorkerFrameSource(description: description, channel: channel) { self.send($0) }
    let screen = appearance.isSpoken ? nil : try DashboardScreen(appearance, locations: locations)
    recording?.recorder.setOnFailure { error in
      let detail = "not recorded any more: \(error)"
      channel.receive(.event(Event(kind: .unrecorded, step: 0, elapsed: 0, detail: detail)))
    }
    start()
    let ending =
      try screen?.show(source, path: recording?.path)
      ?? ReaderScreen(appearance: appearance, locations: locations).show(source, path: recording?.path)
    send(.stop)
    waitUntilLeft(timeout: nil)
    guard case .interrupted(let number) = ending else { return nil }
    return number
  }
}
