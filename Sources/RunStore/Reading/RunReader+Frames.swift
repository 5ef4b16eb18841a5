import Telemetry

/// Where a recorded frame stands in its run.
public struct FrameEntry: Sendable, Hashable {
  /// The key in the file, for `RunReader.frame(_:)`.
  public var id: Int
  public var step: Int
  /// Seconds of wall time since training started.
  public var elapsed: Double
  /// True where the frame follows a command, a validation or the end.
  public var isKey: Bool
}

extension RunReader {
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
  /// - Throws: where it cannot be read, or does not fit the description (such as states of more neurons).
  public func frame(_ entry: FrameEntry) throws(RunStoreError) -> Frame {
    let damaged = RunStoreError.damaged(path: path, what: "the frame of step \(entry.step) cannot be read")
    let frame = rows(
      """
      SELECT sequence, step, epoch, elapsed, state, learning_rate, sequences_per_second, remaining,
        probe_index, probe_count, perturbations, interventions, nominal, perturbed, synapses,
        \(holds(version: 3) ? "drive" : "NULL")
      FROM frames WHERE sequence = ?
      """, [.integer(entry.id)], doing: "reading a frame"
    ) { [path] row throws(RunStoreError) -> Frame in
      guard let state = TrainingState(rawValue: row.text(4)), let probe = Self.probe(in: row),
        let step = row.count(1), let epoch = row.count(2)
      else { throw damaged }
      let drive = row.isNull(15) ? nil : DriveCoding.drive(from: row.blob(15))
      guard row.isNull(15) || drive != nil else { throw damaged }
      let stored = try RunJSON.decode(StoredPerturbations.self, from: row.text(10), path: path)
      return Frame(
        step: step, epoch: epoch, elapsed: row.real(3), state: state,
        learningRate: row.real(5), sequencesPerSecond: row.real(6),
        remaining: row.isNull(7) ? nil : row.real(7), probe: probe,
        perturbations: stored.perturbations,
        interventions: try RunJSON.decode([Intervention].self, from: row.text(11), path: path),
        perturbsTraining: stored.reachTraining, drive: drive)
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
    return probe
  }
}
