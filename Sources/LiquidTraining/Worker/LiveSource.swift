import Telemetry

/// A run that this process trains, as the dashboard sees it.
public final class LiveSource: FrameSource {
  public let description: RunDescription
  public var mode: SourceMode { .live }
  private let channel: Channel
  private let worker: TrainingWorker

  /// - Parameter channel: one of the worker's sinks.
  public init(description: RunDescription, channel: Channel, worker: TrainingWorker) {
    self.description = description
    self.channel = channel
    self.worker = worker
  }

  public func drain() -> TelemetryBatch { channel.drain() }

  public func send(_ command: Command) { worker.send(command) }

  public func setWakeup(_ wakeup: @escaping @Sendable () -> Void) { channel.setWakeup(wakeup) }
}
