import Foundation
import Liquid
import RunStore
import Telemetry
import TestSupport
import Testing
import Text

/// Files from disks that failed and from strangers.
@Suite struct DamageTests {
  static func sample(in directory: TemporaryFolder, messages: Int) throws -> [UInt8] {
    let path = directory.path("sample.lnnrun")
    var run = RandomRun(seed: 5)
    var options = RunRecorder.Options()
    options.frameInterval = 0
    let recorder = try RunRecorder(path: path, description: run.description, options: options)
    for message in run.messages(messages) { recorder.receive(message) }
    recorder.receive(.finished(run.outcome()))
    try recorder.close()
    return bytes(of: path)
  }

  /// Reads all there is; what matters is that it comes back, with values that keep their promises.
  @discardableResult
  static func exercise(_ path: String) -> (steps: Int, isSound: Bool) {
    let summary = RunListing.summary(of: path)
    #expect(summary.problem.map { !$0.contains("\n") } ?? true)
    do throws(RunStoreError) {
      let reader = try RunReader(path: path)
      for entry in reader.frames() {
        guard let frame = try? reader.frame(entry) else { continue }
        #expect(
          frame.probe.nominal.states.count == frame.probe.nominal.stepCount
            * reader.description.model.neurons.count)
      }
      for entry in reader.checkpoints() { _ = reader.checkpoint(entry) }
      _ = (reader.state, reader.finalModel(), reader.newestResumable()?.sequence, reader.fingerprint)
      #expect(summary.state != .unreadable && summary.name == reader.description.name.sanitized)
      let source = ReplaySource(reader: reader, isPlaying: false)
      let commands: [Command] = [
        .seek(1), .stepBack, .seek(0.5), .step, .seekEvent(forwards: true), .seekEvent(forwards: false),
      ]
      for command in commands { source.send(command) }
      source.crank()
      #expect(source.drain().playback != nil)
      return (reader.scalars().count, reader.damage == nil)
    } catch {
      #expect(!error.description.contains("\n"))
      #expect(summary.state == .unreadable && summary.problem != nil, "listed, but: \(error)")
      return (0, false)
    }
  }

  @Test func aFileCutAnywhereGivesWhatIsLeft() throws {
    let directory = try TemporaryFolder()
    let whole = try Self.sample(in: directory, messages: 500)
    let path = directory.path("cut.lnnrun")
    var generator = SeededGenerator(seed: 11)
    var readable = 0
    let cuts = Thoroughness.cases(50)
    for _ in 0..<cuts {
      let length = Int.random(in: 0..<whole.count, using: &generator)
      try write(Array(whole[..<length]), to: path)
      let (steps, isSound) = Self.exercise(path)
      #expect(!isSound || length > whole.count - 4_096, "cut at \(length) of \(whole.count)")
      if steps > 0 { readable += 1 }
    }
    #expect(readable > cuts / 4)
  }

  @Test func aFileCutInHalfGivesScalarsUpToTheDamage() throws {
    let directory = try TemporaryFolder()
    let whole = try Self.sample(in: directory, messages: 3_000)
    let path = directory.path("half.lnnrun")
    try write(Array(whole[..<(whole.count / 2)]), to: path)
    let reader = try RunReader(path: path)
    let steps = reader.scalars().map(\.step)
    #expect(steps.count > 500 && steps == Array(1...steps.count))
    #expect("\(try #require(reader.damage))".contains("only \(whole.count / 2) of its \(whole.count) bytes"))
  }

  @Test func aDamagedWALGivesWhatWasCommittedBefore() throws {
    let directory = try TemporaryFolder()
    var run = RandomRun(seed: 6)
    let recorder = try RunRecorder(path: directory.path("live.lnnrun"), description: run.description)
    for message in run.messages(200) { recorder.receive(message) }
    recorder.commitNow()
    let file = bytes(of: directory.path("live.lnnrun"))
    let log = bytes(of: directory.path("live.lnnrun-wal"))
    #expect(log.count > 10_000)
    let path = directory.path("copy.lnnrun")
    var generator = SeededGenerator(seed: 12)
    for _ in 0..<Thoroughness.cases(40) {
      var damaged = log
      for _ in 0..<Int.random(in: 0...3, using: &generator) {
        damaged[Int.random(in: 0..<damaged.count, using: &generator)] ^= 0x55
      }
      try write(Array(damaged[..<Int.random(in: 0...damaged.count, using: &generator)]), to: path + "-wal")
      try write(file, to: path)
      Self.exercise(path)
      unlink(path + "-shm")
    }
    try recorder.close()
  }

  /// Statements that turn a sound file into a hostile one, and whether its scalars can still be read.
  @Test(arguments: [
    ("UPDATE frames SET nominal = zeroblob(100000)", true),
    ("UPDATE frames SET nominal = x'0104FFFFFFFF', synapses = x'01'", true),
    ("UPDATE frames SET probe_count = -9223372036854775808, probe_index = 9223372036854775807", true),
    ("UPDATE frames SET step = -1, elapsed = 9e999, state = 'evil'", true),
    ("UPDATE frames SET interventions = '[{\"kind\":{\"silence\":{}},\"neuron\":99999999}]'", true),
    ("UPDATE scalars SET elapsed = -1e308; UPDATE scalars SET elapsed = 1e308 WHERE sequence % 3 = 0", true),
    ("UPDATE scalars SET loss = 'text', epoch = 'text', has_validation = x'00'", true),
    ("UPDATE scalars SET step = 9223372036854775807 WHERE sequence > 20", true),
    ("UPDATE frames SET step = 9223372036854775807, epoch = -1", true),
    ("UPDATE frames SET stream = x'01' || '{}', drive = NULL", true),
    ("UPDATE frames SET stream = zeroblob(100000)", true),
    ("UPDATE frames SET stream = 'text'", true),
    ("UPDATE run SET description = replace(hex(zeroblob(300000)), '0', '[')", false),
    ("UPDATE events SET kind = 'evil', detail = x'C328FF'", true),
    ("UPDATE checkpoints SET kind = 'evil', model = 'text'", true),
    ("UPDATE outcome SET outcome = '{'", true),
    ("DELETE FROM writer", true),
    ("DELETE FROM run", false),
    ("UPDATE run SET description = replace(description, '\"target\":', '\"target\":9')", false),
    ("UPDATE run SET description = replace(description, '\"plannedSteps\":', '\"plannedSteps\":-')", false),
    ("DROP TABLE frames; CREATE VIEW frames AS SELECT * FROM scalars", false),
    ("DROP TABLE labels; CREATE VIRTUAL TABLE labels USING fts4(kind, text, at)", false),
    ("DROP TABLE events; CREATE TABLE events (sequence INTEGER PRIMARY KEY, kind AS (zeroblob(1e9)))", false),
    ("CREATE TRIGGER evil AFTER INSERT ON labels BEGIN DELETE FROM scalars; END", true),
    ("UPDATE labels SET kind = 'evil'; INSERT INTO labels VALUES (7, 'tag', x'C328FF1B', 9e999)", true),
    ("UPDATE checkpoints SET training_state = 9e999", true),
    ("UPDATE writer SET pid = 9223372036854775807, thinning = -9223372036854775808", true),
    ("PRAGMA user_version = 0", false),
    ("PRAGMA user_version = -1", false),
    ("PRAGMA user_version = 99", false),
    ("PRAGMA application_id = 1", false),
  ])
  func hostileContentsAreLeftOut(sql: String, isReadable: Bool) throws {
    let directory = try TemporaryFolder()
    _ = try Self.sample(in: directory, messages: 60)
    let path = directory.path("sample.lnnrun")
    try Database(path: path, mode: .readWrite).execute(sql, doing: "spoiling")
    let (steps, _) = Self.exercise(path)
    #expect((steps > 0) == isReadable, "\(sql)")
  }

  /// SQLite quotes what it stumbles over: the file's own SQL, which may be anything.
  @Test func messagesQuoteNothingOfTheFile() throws {
    let directory = try TemporaryFolder()
    _ = try Self.sample(in: directory, messages: 60)
    let path = directory.path("sample.lnnrun")
    let spoiling = """
      PRAGMA writable_schema = ON;
      UPDATE sqlite_schema SET sql = 'CREATE TABLE scalars (secret' || char(10) || 'SELECT 1' WHERE name = 'scalars'
      """
    try Database(path: path, mode: .readWrite).execute(spoiling, doing: "spoiling")
    let problem = try #require(RunListing.summary(of: path).problem)
    #expect(
      !problem.contains("secret") && !problem.contains("SELECT") && !problem.contains("\n"), "\(problem)")
    #expect(throws: RunStoreError.self) { try RunLabels.add(RunLabel(.tag, "tag", at: Date()), path: path) }
    Self.exercise(path)
  }

  @Test(arguments: [
    ("database disk image is malformed", "database disk image is malformed"),
    ("malformed database schema (scalars) - near \"SELECT\": syntax error", "malformed database schema"),
    (
      "*** in database main ***\nTree 5 page 5: btreeInitPage() returns error code 11\nmore",
      "Tree 5 page 5: btreeInitPage() returns error code 11"
    ),
    ("", ""),
  ])
  func causesAreOneLine(report: String, cause: String) {
    #expect(Database.cause(in: report) == cause)
  }

  @Test func whatIsNoRunIsRefusedInOneLine() throws {
    let directory = try TemporaryFolder()
    let path = directory.path("x.lnnrun")
    func reason() -> String {
      do throws(RunStoreError) {
        _ = try RunReader(path: path)
        return ""
      } catch {
        return error.description
      }
    }
    #expect(reason() == "cannot open \(path): No such file or directory")
    try write([], to: path)
    #expect(reason() == "\(path) is not a run file: it is a database of another kind")
    try write(Array(repeating: 65, count: 5_000), to: path)
    #expect(reason() == "\(path) is not a run file: it is not an SQLite database")
    #expect(throws: RunStoreError.notARun(path: directory.path, reason: "it is not a plain file")) {
      try RunReader(path: directory.path)
    }
  }
}
