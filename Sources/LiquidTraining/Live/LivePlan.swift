import Streams
import Telemetry

/// Everything that a worker needs to watch a stream.
public struct LivePlan: Sendable {
  /// The stream, opened: its first rows are known.
  public var opening: StreamOpening
  /// Made for what the opening found; a resumed one stands where the run stood.
  public var session: LiveSession
  public var description: RunDescription
  /// Goes into every model file beside the architecture.
  public var modelMetadata: [String: String]
  /// What to go on from; nil for a new run.
  public var resumed: SavedStream?

  public init(
    opening: StreamOpening, session: LiveSession, description: RunDescription,
    modelMetadata: [String: String] = [:],
    resumed: SavedStream? = nil
  ) {
    self.opening = opening
    self.session = session
    self.description = description
    self.modelMetadata = modelMetadata
    self.resumed = resumed
  }
}
