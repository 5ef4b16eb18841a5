import Foundation
import Synchronization
import Telemetry

/// Reads a run file, also while it is being recorded. Never changes it and trusts nothing in it.
///
/// The unreadable parts of a damaged file are left out; `damage` then says what was found first.
public final class RunReader: Sendable {
  public let path: String
  public let description: RunDescription
  private let queries: Mutex<RunQueries>
  private let temporaryDirectory: String?
  /// The file that had the name when it was opened.
  package let identity: RunFile.Identity?
  /// The page that holds the description, as it was then or was found to be unchanged in what matters.
  private let descriptionPage: Mutex<[UInt8]?>

  /// Opens the file and reads the description.
  ///
  /// - Throws: where the file is missing, no run, of a newer format, or too damaged to tell what it is about.
  public init(path: String) throws(RunStoreError) {
    identity = RunFile.identity(of: path)
    let opened = try RunFileOpening.open(path)
    self.path = path
    temporaryDirectory = opened.temporaryDirectory
    do throws(RunStoreError) {
      description = try RunDescription(from: opened.database, path: path)
    } catch {
      opened.removeCopy()
      throw error
    }
    descriptionPage = Mutex(opened.database.fileBytesOfDescription)
    queries = Mutex(RunQueries(path: path, database: opened.database, version: opened.version))
  }

  deinit {
    if let temporaryDirectory { try? FileManager.default.removeItem(atPath: temporaryDirectory) }
  }

  /// The first damage found so far; reading continues around it.
  public var damage: RunStoreError? { queries.withLock { $0.damage } }

  /// How the run ended; nil while it is recorded and where it was interrupted.
  public var outcome: Outcome? { queries.withLock { $0.outcome() } }

  /// Whether a process records into the file, which may be after the run's end.
  package var isBeingWritten: Bool { recorder != nil }

  /// How the process that records into the file is doing; nil where there is none. Asks the operating system.
  public var recorder: RecorderCondition? { queries.withLock { $0.recorder() } }

  /// Whether the file has its name no more: it was moved, removed or replaced. What is read is still the run.
  package var isMoved: Bool { RunFile.identity(of: path) != identity }

  /// Whether another run was copied over the file: what is read may be a mixture.
  ///
  /// - Complexity: one page read where all is well.
  package var isOverwritten: Bool {
    queries.withLock { queries in
      let page = queries.database.fileBytesOfDescription
      guard page != descriptionPage.withLock({ $0 }) else { return false }
      // The page changes also where a recorder that resumed the run has moved its WAL into the file.
      guard let now = try? RunDescription(from: queries.database, path: path),
        now.startedAt == description.startedAt, now.name == description.name, now.seed == description.seed
      else { return true }
      descriptionPage.withLock { $0 = page }
      return false
    }
  }

  /// Whether the run is being recorded. Asks the operating system each time.
  public var state: RunState { queries.withLock { $0.state() } }

  /// The fingerprint of the data that the run was trained on; nil where it was not recorded.
  public var fingerprint: String? {
    guard holds(version: 2) else { return nil }
    return rows("SELECT id, fingerprint FROM run WHERE id = 1", doing: "reading the fingerprint") { row in
      row.isNull(1) ? nil : row.text(1)
    }.first
  }

  /// The scalars of the steps in `steps`, in the order in which they were recorded.
  public func scalars(from first: Int = .min, through last: Int = .max) -> [StepScalars] {
    sequencedScalars(from: first, through: last).map(\.value)
  }

  /// The same, each with its place in the order of arrival.
  ///
  /// - Parameter sequence: only what arrived later.
  func sequencedScalars(
    after sequence: Int = 0, from first: Int = .min, through last: Int = .max
  ) -> [Sequenced<StepScalars>] {
    rows(
      """
      SELECT sequence, step, epoch, elapsed, loss, learning_rate, gradient_norm, has_validation,
        validation_loss, validation_metric
      FROM scalars WHERE sequence > ? AND step BETWEEN ? AND ? ORDER BY sequence
      """, [.integer(sequence), .integer(first), .integer(last)], doing: "reading scalars"
    ) { [path] row throws(RunStoreError) in
      guard let step = row.count(1), let epoch = row.count(2) else {
        throw .damaged(path: path, what: "the number of a step is out of range")
      }
      return Sequenced(
        sequence: row.integer(0),
        value: StepScalars(
          step: step, epoch: epoch, elapsed: row.real(3), loss: row.real(4), learningRate: row.real(5),
          gradientNorm: row.real(6), validation: row.validation(7)))
    }
  }

  /// The events, in order.
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

  /// The recorded frames in order, without their traces.
  ///
  /// - Parameter id: only frames that arrived later than this one.
  public func frames(after id: Int = 0) -> [FrameEntry] {
    rows(
      "SELECT sequence, step, elapsed, is_key FROM frames WHERE sequence > ? ORDER BY sequence",
      [.integer(id)],
      doing: "listing frames"
    ) { [path] row throws(RunStoreError) in
      guard let step = row.count(1) else {
        throw .damaged(path: path, what: "the step of a frame is out of range")
      }
      return FrameEntry(id: row.integer(0), step: step, elapsed: row.real(2), isKey: row.integer(3) == 1)
    }
  }

  /// One frame with its traces; see `TraceCoding` for their precision.
  ///
  /// - Throws: where it cannot be read, or does not fit the description (such as states of more neurons), and where another
  ///   run was copied over the file.
  public func frame(_ entry: FrameEntry) throws(RunStoreError) -> Frame {
    guard !isOverwritten else { throw .replaced(path: path) }
    let damaged = RunStoreError.damaged(path: path, what: "the frame of step \(entry.step) cannot be read")
    let frame = rows(
      """
      SELECT sequence, step, epoch, elapsed, state, learning_rate, sequences_per_second, remaining,
        probe_index, probe_count, perturbations, interventions, nominal, perturbed, synapses,
        \(holds(version: 3) ? "drive" : "NULL"), \(holds(version: 4) ? "stream" : "NULL"),
        \(holds(version: 5) ? "explanation" : "NULL"),
        \(holds(version: 6) ? "words" : "NULL")
      FROM frames WHERE sequence = ?
      """, [.integer(entry.id)], doing: "reading a frame"
    ) { [path] row throws(RunStoreError) -> Frame in
      guard let state = TrainingState(rawValue: row.text(4)), var probe = Self.probe(in: row),
        let step = row.count(1), let epoch = row.count(2)
      else { throw damaged }
      if !row.isNull(18) { probe.words = try RunJSON.decode([String].self, from: row.text(18), path: path) }
      let drive = row.isNull(15) ? nil : DriveCoding.drive(from: row.blob(15))
      let stream = row.isNull(16) ? nil : StreamCoding.status(from: row.blob(16))
      guard row.isNull(15) || drive != nil, row.isNull(16) || stream != nil else { throw damaged }
      let stored = try RunJSON.decode(StoredPerturbations.self, from: row.text(10), path: path)
      return Frame(
        step: step, epoch: epoch, elapsed: row.real(3), state: state,
        learningRate: row.real(5), sequencesPerSecond: row.real(6),
        remaining: row.isNull(7) ? nil : row.real(7), probe: probe,
        perturbations: stored.perturbations,
        interventions: try RunJSON.decode([Intervention].self, from: row.text(11), path: path),
        perturbsTraining: stored.reachTraining, drive: drive, stream: stream)
    }.first
    guard let frame, frame.fits(description) else { throw damaged }
    return frame
  }

  private static func probe(in row: Statement) -> Probe? {
    guard let nominal = TraceCoding.trace(from: row.blob(12)), let index = row.count(8),
      let count = row.count(9), index < max(1, count)
    else { return nil }
    var probe = Probe(index: index, count: count, nominal: nominal)
    if !row.isNull(13) {
      guard let perturbed = TraceCoding.trace(from: row.blob(13)) else { return nil }
      probe.perturbed = perturbed
    }
    if !row.isNull(14) {
      guard let synapses = TraceCoding.synapses(from: row.blob(14)) else { return nil }
      probe.synapses = synapses
    }
    if !row.isNull(17) {
      guard let explanation = ExplanationCoding.explanation(from: row.blob(17)) else { return nil }
      probe.explanation = explanation
    }
    return probe
  }

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

  /// The newest checkpoint from which training can be resumed, and its key for `RunRecorder.init(resuming:at:options:)`; nil
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

  private func rows<Row: Sendable>(
    _ sql: String, _ parameters: [Statement.Value] = [], doing: String,
    decode: @Sendable (Statement) throws(RunStoreError) -> Row?
  ) -> [Row] {
    queries.withLock { $0.rows(sql, parameters, doing: doing, decode: decode) }
  }

  /// Whether the file's format is at least of this version.
  private func holds(version: Int) -> Bool { queries.withLock { $0.version >= version } }
}

/// A message with its place in the order of arrival, which counts over messages of all kinds.
package struct Sequenced<Value: Sendable>: Sendable {
  package var sequence: Int
  package var value: Value

  package init(sequence: Int, value: Value) {
    self.sequence = sequence
    self.value = value
  }
}

extension Statement {
  /// The validation in three columns: whether there is one, its loss and its metric.
  func validation(_ column: Int32) -> Validation? {
    guard integer(column) == 1 else { return nil }
    return Validation(loss: real(column + 1), metric: real(column + 2))
  }
}

/// A recorded frame without its traces.
public struct FrameEntry: Sendable, Hashable {
  /// The key in the file, for `RunReader.frame(_:)`.
  public var id: Int
  public var step: Int
  /// Seconds of wall time since training started.
  public var elapsed: Double
  /// True where the frame follows a command, a validation or the end.
  public var isKey: Bool
}

/// A recorded checkpoint without its bytes.
public struct CheckpointEntry: Sendable, Hashable {
  /// The key in the file, for `RunReader.checkpoint(_:)`.
  public var id: Int
  public var kind: Checkpoint.Kind
  public var step: Int
  public var validation: Validation?
  /// False where the bytes were dropped because there are newer checkpoints of the same kind.
  public var hasModel: Bool
  /// Whether training can go on from here with the same bits.
  public var isResumable = false
}

/// Whether a run is being recorded, and if not, how it ended.
public enum RunState: Sendable, Hashable {
  /// A process is recording it now.
  case recording
  /// There is no outcome and nobody records any more: the process was killed, or recording failed.
  case interrupted
  /// It ended, one way or another.
  case finished(Outcome)
}
