/// Something that happened during a run and is kept with it: a key that acted, a state change, a checkpoint.
public struct Event: Sendable, Hashable, Codable {
  public enum Kind: String, Sendable, Hashable, Codable {
    case started
    case paused
    case resumed
    case stepped
    case perturbed
    case intervened
    case cleared
    case learningRate
    case probe
    case checkpoint
    case diverged
    case stopped
    case done
    case note
    /// The drift detector found a change in a stream.
    case drift
    /// A stream's source went away, came back or said something.
    case source
    /// Learning from a stream was switched on or off.
    case learning
    /// From here on nothing is recorded. Only the dashboard gets this event.
    case unrecorded
  }

  public var kind: Kind
  public var step: Int
  /// Seconds of wall time since training started.
  public var elapsed: Double
  /// One readable line, such as `noise 0.5 on speed`.
  public var detail: String

  public init(kind: Kind, step: Int, elapsed: Double, detail: String) {
    self.kind = kind
    self.step = step
    self.elapsed = elapsed
    self.detail = detail
  }
}

/// Parameters worth keeping, as the bytes of a model file.
public struct Checkpoint: Sendable, Hashable {
  public enum Kind: String, Sendable, Hashable, Codable {
    /// The best validation loss so far.
    case best
    /// Where training stood, at regular intervals.
    case periodic
    /// The model at the end: the best one where there is a validation part, else the last good one.
    case final
  }

  public var kind: Kind
  public var step: Int
  public var validation: Validation?
  /// A complete model file (safetensors).
  public var model: [UInt8]
  /// What training needs besides the model to go on from here with the same bits. Only the trainer understands the bytes;
  /// nil where they were not kept.
  public var trainingState: [UInt8]?

  public init(
    kind: Kind, step: Int, validation: Validation?, model: [UInt8], trainingState: [UInt8]? = nil
  ) {
    self.kind = kind
    self.step = step
    self.validation = validation
    self.model = model
    self.trainingState = trainingState
  }
}
