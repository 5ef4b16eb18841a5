import Telemetry

/// A recorded checkpoint without its bytes.
public struct CheckpointEntry: Sendable, Hashable {
  /// The key in the file, for `RunReader.checkpoint(_:)`.
  public var id: Int
  public var kind: Checkpoint.Kind
  public var step: Int
  public var validation: Validation?
  /// False where a newer checkpoint of the same kind made the bytes worthless and they were dropped.
  public var hasModel: Bool
  /// Whether training can go on from here bit for bit.
  public var isResumable = false
}

extension RunReader {
  /// Every checkpoint, in order.
  public func checkpoints() -> [CheckpointEntry] {
    rows(
      """
      SELECT sequence, kind, step, has_validation, validation_loss, validation_metric, model IS NOT NULL,
        \(trainingState) IS NOT NULL
      FROM checkpoints ORDER BY sequence
      """, doing: "reading checkpoints"
    ) { [path] row throws(RunStoreError) in
      guard let kind = Checkpoint.Kind(rawValue: row.text(1)), let step = row.count(2) else {
        throw .damaged(path: path, what: "a checkpoint is of no known kind or step")
      }
      return CheckpointEntry(
        id: row.integer(0), kind: kind, step: step, validation: row.validation(3),
        hasModel: row.integer(6) == 1, isResumable: row.integer(6) == 1 && row.integer(7) == 1)
    }
  }

  /// A checkpoint with its bytes; nil where they were dropped or cannot be read.
  public func checkpoint(_ entry: CheckpointEntry) -> Checkpoint? {
    rows(
      "SELECT sequence, model, \(trainingState) FROM checkpoints WHERE sequence = ? AND model IS NOT NULL",
      [.integer(entry.id)], doing: "reading a model"
    ) { row in
      Checkpoint(
        kind: entry.kind, step: entry.step, validation: entry.validation, model: row.blob(1),
        trainingState: row.isNull(2) ? nil : row.blob(2))
    }.first
  }

  /// The newest readable checkpoint of one kind.
  public func newestCheckpoint(_ kind: Checkpoint.Kind) -> Checkpoint? {
    checkpoints().reversed().lazy.filter { $0.kind == kind && $0.hasModel }
      .compactMap { self.checkpoint($0) }.first
  }

  /// The newest checkpoint from which training can go on, and its key for `RunRecorder.init(resuming:at:options:)`; nil
  /// where there is none.
  public func newestResumable() -> (checkpoint: Checkpoint, sequence: Int)? {
    checkpoints().reversed().lazy.filter(\.isResumable)
      .compactMap { entry in self.checkpoint(entry).map { ($0, entry.id) } }.first
  }

  /// True for a run that was stopped before its first step was recorded: it can begin again.
  public var hasNotBegun: Bool { holds(version: 2) && lastStep == nil }

  /// The number of the last step recorded; nil without steps.
  public var lastStep: Int? {
    rows("SELECT sequence, step FROM scalars ORDER BY sequence DESC LIMIT 1", doing: "reading the last step")
    {
      $0.count(1)
    }.first
  }

  /// The column of the training state, which files of version 1 lack.
  private var trainingState: String { holds(version: 2) ? "training_state" : "NULL" }

  /// The model file to use this run by: the final one, else the best, else the newest; nil where there is
  /// none.
  public func finalModel() -> [UInt8]? {
    for kind in [Checkpoint.Kind.final, .best, .periodic] {
      if let checkpoint = newestCheckpoint(kind) { return checkpoint.model }
    }
    return nil
  }
}
