import Foundation
import RunStore
import Telemetry
import TestSupport
import Testing

/// Files of the first version of the format.
@Suite struct Version1Tests {
  /// A run as the first version laid it out.
  private func oldRun(in directory: TemporaryFolder) throws -> (path: String, messages: [Message]) {
    let recent = directory.path("recent.lnnrun")
    var run = RandomRun(seed: 51)
    let messages = run.messages(200)
    let recorder = try RunRecorder(path: recent, description: run.description)
    for message in messages { recorder.receive(message) }
    recorder.receive(.finished(run.outcome()))
    try recorder.close()
    let path = directory.path("old.lnnrun")
    try write([], to: path)
    let database = try Database(path: path, mode: .readWrite)
    try RunSchema.migrate(database, to: 1)
    try database.execute("ATTACH '\(recent)' AS recent", doing: "copying")
    for (table, columns) in [
      ("run", "id, name, task, cell, wiring, neurons, parameters, metric, started, description"),
      ("writer", "id, space, pid, birth, heartbeat"), ("scalars", "*"), ("events", "*"),
      (
        "frames",
        """
        sequence, step, epoch, elapsed, is_key, state, learning_rate, sequences_per_second, remaining, probe_index,
        probe_count, perturbations, interventions, nominal, perturbed, synapses
        """
      ),
      ("checkpoints", "sequence, kind, step, has_validation, validation_loss, validation_metric, model"),
      ("outcome", "*"),
    ] {
      try database.execute("INSERT INTO \(table) SELECT \(columns) FROM recent.\(table)", doing: "copying")
    }
    return (path, messages)
  }

  private func version(of path: String) throws -> Int {
    try Database(path: path, mode: .readOnly).integer("PRAGMA user_version", doing: "reading")
  }

  @Test func areReadWithoutBeingChanged() throws {
    let directory = try TemporaryFolder()
    let (path, messages) = try oldRun(in: directory)
    let before = bytes(of: path)
    let reader = try RunReader(path: path)
    let steps = messages.filter { if case .scalars = $0 { true } else { false } }.count
    #expect(reader.scalars().count == steps && steps > 100)
    #expect(reader.finalModel() != nil && reader.newestResumable() == nil && reader.fingerprint == nil)
    for entry in reader.frames() {
      let frame = try reader.frame(entry)
      #expect(frame.step == entry.step && frame.drive == nil && frame.stream == nil)
      #expect(frame.probe.explanation == nil)
    }
    let summary = RunListing.summary(of: path)
    #expect(summary.problem == nil && summary.tags.isEmpty && summary.steps > 100)
    #expect(try RunLabels.list(path: path).isEmpty)
    #expect(reader.damage == nil && bytes(of: path) == before)
    #expect(try version(of: path) == 1)
  }

  @Test func areMigratedByWhoeverWrites() throws {
    let directory = try TemporaryFolder()
    let (path, _) = try oldRun(in: directory)
    let steps = try RunReader(path: path).scalars().map(\.step)
    try RunLabels.add(RunLabel(.note, "old but good", at: Date(timeIntervalSince1970: 9)), path: path)
    #expect(try version(of: path) == RunSchema.version)
    #expect(try RunReader(path: path).scalars().map(\.step) == steps)
    #expect(RunListing.summary(of: path).notes == ["old but good"])
    #expect(try integrity(of: path) == "ok")
  }

  @Test func cannotBeGoneOnWithAndAreThenLeftWhole() throws {
    let directory = try TemporaryFolder()
    let (path, _) = try oldRun(in: directory)
    let reader = try RunReader(path: path)
    let steps = reader.scalars().map(\.step)
    let sequence = try #require(reader.checkpoints().last { $0.hasModel }).id
    #expect(
      throws: RunStoreError.notResumable(
        path: path, reason: "it has gone on meanwhile, or its checkpoint holds no training state")
    ) {
      try RunRecorder(resuming: path, at: sequence)
    }
    let after = try RunReader(path: path)
    #expect(after.scalars().map(\.step) == steps && after.outcome != nil)
    #expect(try integrity(of: path) == "ok")
    #expect(directory.contents == ["old.lnnrun", "recent.lnnrun"])
  }
}
