import Telemetry

/// The statements that put messages into a run file. Used from one queue.
final class RunInserts {
  private let path: String
  private let checkpointsKept: Int?
  private let scalars: Statement
  private let frame: Statement
  private let event: Statement
  private let checkpoint: Statement
  private let oldCheckpoints: Statement
  private let outcome: Statement

  init(into database: Database, checkpointsKept: Int?) throws(RunStoreError) {
    path = database.path
    self.checkpointsKept = checkpointsKept
    scalars = try database.insert(
      into: "scalars",
      """
      sequence, step, epoch, elapsed, loss, learning_rate, gradient_norm, has_validation, validation_loss,
      validation_metric
      """)
    frame = try database.insert(
      into: "frames",
      """
      sequence, step, epoch, elapsed, is_key, state, learning_rate, sequences_per_second, remaining, probe_index,
      probe_count, perturbations, interventions, nominal, perturbed, synapses, drive, stream,
      explanation, words
      """)
    event = try database.insert(into: "events", "sequence, kind, step, elapsed, detail")
    checkpoint = try database.insert(
      into: "checkpoints",
      "sequence, kind, step, has_validation, validation_loss, validation_metric, model, training_state")
    oldCheckpoints = try database.prepare(
      """
      UPDATE checkpoints SET model = NULL, training_state = NULL
      WHERE model IS NOT NULL AND kind = ?1 AND sequence NOT IN
        (SELECT sequence FROM checkpoints WHERE kind = ?1 ORDER BY sequence DESC LIMIT ?2)
      """, doing: "dropping old checkpoints")
    outcome = try database.prepare(
      "INSERT OR REPLACE INTO outcome (id, outcome) VALUES (1, ?)", doing: "writing the outcome")
  }

  /// Inserts one message under this key.
  func insert(_ message: Message, sequence: Int) throws(RunStoreError) {
    switch message {
    case .scalars(let value): try insert(value, sequence)
    case .frame(let value, let isKey): try insert(value, isKey: isKey, sequence)
    case .event(let value):
      try event.run([
        .integer(sequence), .text(value.kind.rawValue), .integer(value.step), .real(value.elapsed),
        .text(value.detail),
      ])
    case .checkpoint(let value): try insert(value, sequence)
    case .finished(let value): try outcome.run([.text(try RunJSON.encode(value, path: path))])
    // The recorder opens the file anew, and the person has read the other.
    case .lengthened, .refused: return
    }
  }

  private func insert(_ value: StepScalars, _ sequence: Int) throws(RunStoreError) {
    try scalars.run(
      [
        .integer(sequence), .integer(value.step), .integer(value.epoch), .real(value.elapsed),
        .real(value.loss), .real(value.learningRate), .real(value.gradientNorm),
      ] + Self.values(of: value.validation))
  }

  private func insert(_ value: Frame, isKey: Bool, _ sequence: Int) throws(RunStoreError) {
    let probe = value.probe
    let stream = try value.stream.map { status throws(RunStoreError) in
      Statement.Value.blob(try StreamCoding.encode(status, path: path))
    }
    let words = try probe.words.map { words throws(RunStoreError) in
      Statement.Value.text(try RunJSON.encode(words, path: path))
    }
    try frame.run([
      .integer(sequence), .integer(value.step), .integer(value.epoch), .real(value.elapsed),
      .integer(isKey ? 1 : 0), .text(value.state.rawValue), .real(value.learningRate),
      .real(value.sequencesPerSecond), value.remaining.map { .real($0) } ?? .null,
      .integer(probe.index), .integer(probe.count),
      .text(try RunJSON.encode(StoredPerturbations(value), path: path)),
      .text(try RunJSON.encode(value.interventions, path: path)),
      .blob(TraceCoding.encode(probe.nominal)),
      probe.perturbed.map { .blob(TraceCoding.encode($0)) } ?? .null,
      probe.synapses.map { .blob(TraceCoding.encode($0)) } ?? .null,
      value.drive.map { .blob(DriveCoding.encode($0)) } ?? .null,
      stream ?? .null,
      probe.explanation.map { .blob(ExplanationCoding.encode($0)) } ?? .null,
      words ?? .null,
    ])
  }

  private func insert(_ value: Checkpoint, _ sequence: Int) throws(RunStoreError) {
    // Readers would refuse a row that is larger, and with it the model.
    let size = value.model.count + (value.trainingState?.count ?? 0)
    let state = size < Int(Database.largestValue) - 1_024 ? value.trainingState : nil
    try checkpoint.run(
      [.integer(sequence), .text(value.kind.rawValue), .integer(value.step)]
        + Self.values(of: value.validation)
        + [.blob(value.model), state.map { .blob($0) } ?? .null])
    if let checkpointsKept, value.kind != .final {
      try oldCheckpoints.run([.text(value.kind.rawValue), .integer(max(1, checkpointsKept))])
    }
  }

  private static func values(of validation: Validation?) -> [Statement.Value] {
    guard let validation else { return [.integer(0), .null, .null] }
    return [.integer(1), .real(validation.loss), .real(validation.metric)]
  }
}

extension Database {
  /// A statement that adds a row; columns that it does not name stay NULL.
  func insert(into table: String, _ columns: String) throws(RunStoreError) -> Statement {
    let places = columns.split(separator: ",").map { _ in "?" }.joined(separator: ", ")
    return try prepare("INSERT INTO \(table) (\(columns)) VALUES (\(places))", doing: "writing \(table)")
  }
}
