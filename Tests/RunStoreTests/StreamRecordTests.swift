import Foundation
import RunStore
import Telemetry
import TestSupport
import Testing

/// How a live stream is recorded.
@Suite struct StreamRecordTests {
  private func status(rows: Int = 4_711, ratios: [Float] = []) -> StreamStatus {
    StreamStatus(
      rows: rows, judged: 4_710, brokenLines: 2, backlog: 7, dropped: 1, rowsPerSecond: 120.5,
      latency: .init(median: 1e-4, p99: 2e-3), errorName: "error rate", error: 0.2, windowError: 0.1,
      naiveName: "no change", naiveError: 0.15, windowNaiveError: 0.3,
      figures: [.init(name: "kappa", value: 0.6), .init(name: "kappa_temporal", value: nil)], alarms: 2,
      lastAlarm: 4_000, learning: "rtrl", isLearning: true, condition: .stale(seconds: 12.5),
      timeConstantRatios: ratios)
  }

  private func encode(_ status: StreamStatus) throws -> [UInt8] { try StreamCoding.encode(status, path: "a") }

  @Test func aStatusIsReadAsItWasWritten() throws {
    for seed in 0..<UInt64(Thoroughness.cases(100)) {
      var run = RandomRun(seed: seed)
      for _ in 0..<9 { _ = run.scalars() }
      let original = run.status()
      let read = try #require(StreamCoding.status(from: try encode(original)), "seed \(seed)")
      #expect(same(original, read), "seed \(seed)")
    }
    let exact = status(ratios: [1, 0.5, 2])
    #expect(StreamCoding.status(from: try encode(exact)) == exact)
  }

  @Test func theRatiosOfManyNeuronsTakeTwoBytesEach() throws {
    let ratios = (0..<302).map { 1 + Float($0) / 300 }
    let without = try encode(status()).count
    #expect(try encode(status(ratios: ratios)).count == without + 2 * ratios.count && without < 800)
  }

  @Test func bytesThatAreNotExactlyOneStatusAreRefused() throws {
    let bytes = try encode(status(ratios: [1, 2]))
    for length in bytes.indices { #expect(StreamCoding.status(from: Array(bytes[..<length])) == nil) }
    #expect(StreamCoding.status(from: bytes + Array("}".utf8)) == nil)
    #expect(StreamCoding.status(from: [9] + bytes.dropFirst()) == nil)
    #expect(StreamCoding.status(from: try encode(status(rows: -1))) == nil)
    #expect(StreamCoding.status(from: try encode(status(rows: .max))) == nil)
  }

  @Test func aFrameFitsWithARatioForEachNeuronOrNone() {
    var run = RandomRun(seed: 4)
    var frame = run.frame()
    let neurons = run.description.model.neurons.count
    for (count, fits) in [(0, true), (neurons, true), (neurons + 1, false), (neurons + 7, false)] {
      frame.stream = status(ratios: Array(repeating: 1, count: count))
      #expect(frame.fits(run.description) == fits, "\(count) of \(neurons)")
    }
    frame.stream = status(rows: -1)
    #expect(!frame.fits(run.description))
  }

  /// A file with one frame of a stream; the run's configuration names the source.
  private func record(_ status: StreamStatus, in directory: TemporaryFolder) throws -> RandomRun {
    var run = RandomRun(seed: 4, configuration: ["source": "mqtt://localhost/plant/#"])
    let recorder = try RunRecorder(path: directory.path("a.lnnrun"), description: run.description)
    for row in 1...3 {
      recorder.receive(
        .scalars(
          StepScalars(
            step: row, epoch: 0, elapsed: Double(row), loss: 0.5, learningRate: 0.01, gradientNorm: 0,
            validation: Validation(loss: 0.25 * Double(row), metric: 0.25 * Double(row)))))
    }
    recorder.receive(.event(Event(kind: .drift, step: 2, elapsed: 2, detail: "drift at row 2")))
    recorder.receive(.event(Event(kind: .source, step: 3, elapsed: 2.5, detail: "connection lost")))
    recorder.receive(.event(Event(kind: .learning, step: 3, elapsed: 2.6, detail: "not learning")))
    var frame = run.frame()
    frame.stream = status
    recorder.receive(.frame(frame, isKey: true))
    recorder.receive(.finished(run.outcome()))
    try recorder.close()
    return run
  }

  @Test func aReplayHasTheStatusAndItsEventsAsMarks() throws {
    let directory = try TemporaryFolder()
    let run = try record(status(), in: directory)
    let source = ReplaySource(reader: try RunReader(path: directory.path("a.lnnrun")), isPlaying: false)
    source.send(.setLearning(false))
    source.seek(.fraction(1))
    let batch = source.drain()
    #expect(batch.frame?.stream == status() && run.description.isStream)
    #expect(batch.events.map(\.kind) == [.drift, .source, .learning])
    #expect(batch.playback?.marks.map(\.kind) == [.drift, .source, .learning])
  }

  @Test func aFrameWhoseStatusDoesNotFitIsRefused() throws {
    let directory = try TemporaryFolder()
    _ = try record(status(ratios: Array(repeating: 1, count: 99)), in: directory)
    let reader = try RunReader(path: directory.path("a.lnnrun"))
    let entry = try #require(reader.frames().first)
    #expect(throws: RunStoreError.self) { try reader.frame(entry) }
  }

  @Test func listingsSayThatARunIsOfAStream() throws {
    let directory = try TemporaryFolder()
    _ = try record(status(), in: directory)
    let summary = RunListing.summary(of: directory.path("a.lnnrun"))
    #expect(summary.kind == .stream && summary.lastLoss == 0.5)
    #expect(summary.bestValidationLoss == nil && summary.metric == nil, "those are of the naive twin")
  }

  @Test func exportsNameTheNaiveTwin() throws {
    let directory = try TemporaryFolder()
    _ = try record(status(), in: directory)
    var text = ""
    CSVExport(reader: try RunReader(path: directory.path("a.lnnrun"))).write(.scalars) { text += $0 }
    #expect(text.hasPrefix("step,epoch,elapsed,loss,learning_rate,gradient_norm,naive_loss,naive_mae\n"))
  }

  /// A file of the version before streams: as one that a program of that version wrote.
  @Test func olderFilesAreRead() throws {
    let directory = try TemporaryFolder()
    _ = try record(status(), in: directory)
    let path = directory.path("a.lnnrun")
    try Database(path: path, mode: .readWrite).execute(
      """
      ALTER TABLE frames DROP COLUMN words; ALTER TABLE frames DROP COLUMN explanation;
      ALTER TABLE frames DROP COLUMN stream; PRAGMA user_version = 3
      """, doing: "going back")
    let reader = try RunReader(path: path)
    let frame = try reader.frame(try #require(reader.frames().first))
    #expect(frame.stream == nil && reader.damage == nil)
    try RunLabels.add(RunLabel(.note, "old", at: Date()), path: path)
    #expect(RunListing.summary(of: path).notes == ["old"])
    #expect(try integrity(of: path) == "ok")
  }
}
