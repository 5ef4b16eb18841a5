import Foundation
import RunStore
import Telemetry
import TestSupport
import Testing

@Suite struct ExplanationCodingTests {
  private func explanation(_ seed: UInt64, steps: Int = 9) -> Explanation {
    var run = RandomRun(seed: seed)
    return run.explanation(steps: steps)
  }

  @Test func anExplanationIsReadAsItWasWritten() throws {
    for seed in 0..<UInt64(200) {
      let original = explanation(seed, steps: 1 + Int(seed) % 40)
      let read = try #require(
        ExplanationCoding.explanation(from: ExplanationCoding.encode(original)), "seed \(seed)")
      #expect(same(read, original), "seed \(seed)")
    }
  }

  @Test func detailsAreNotRecorded() throws {
    var original = explanation(4)
    let bytes = ExplanationCoding.encode(original)
    original.details = ExplanationDetails(intrinsic: [1], inputs: [2], modulation: [3], effects: [])
    #expect(ExplanationCoding.encode(original) == bytes)
    #expect(try #require(ExplanationCoding.explanation(from: bytes)).details == nil)
  }

  @Test func bytesThatAreNotExactlyOneExplanationAreRefused() {
    for step in [nil, 5] {
      var original = explanation(3)
      original.step = step
      let bytes = ExplanationCoding.encode(original)
      for length in bytes.indices {
        #expect(ExplanationCoding.explanation(from: Array(bytes[..<length])) == nil)
      }
      #expect(ExplanationCoding.explanation(from: bytes + [0]) == nil)
      for format in [0, step == nil ? 2 : 1, 9] as [UInt8] {
        #expect(ExplanationCoding.explanation(from: [format] + bytes.dropFirst()) == nil)
      }
    }
  }

  @Test func placesThatAreNoIndicesAreRefused() {
    var original = explanation(3)
    original.step = 5
    let bytes = ExplanationCoding.encode(original)
    for value in [Float.nan, .infinity, -1, 0.5, 1e30] {
      // The format byte, the packing's type and count, then the output and the step.
      for place in [6, 10] {
        var damaged = bytes
        let pattern = withUnsafeBytes(of: value.bitPattern.littleEndian) { Array($0) }
        damaged.replaceSubrange(place..<(place + 4), with: pattern)
        #expect(ExplanationCoding.explanation(from: damaged) == nil, "\(value) at \(place)")
      }
    }
  }

  @Test func aReplayHasTheExplanation() throws {
    let directory = try TemporaryFolder()
    let (run, frame) = try record(in: directory)
    let source = ReplaySource(reader: try RunReader(path: directory.path("a.lnnrun")), isPlaying: false)
    for command in [Command.explain(true), .explainOutput(0), .explain(false)] { source.send(command) }
    source.seek(.fraction(1))
    let read = try #require(source.drain().frame)
    #expect(same(read, frame) && read.probe.explanation != nil && read.fits(run.description))
  }

  @Test func aFrameWhoseExplanationDoesNotFitIsRefused() throws {
    let directory = try TemporaryFolder()
    _ = try record(in: directory) { $0.neuronParts.append(0) }
    let reader = try RunReader(path: directory.path("a.lnnrun"))
    let entry = try #require(reader.frames().first)
    #expect(throws: RunStoreError.self) { try reader.frame(entry) }
  }

  /// A file of the version before explanations, as a program of that version wrote it.
  @Test func olderFilesAreRead() throws {
    let directory = try TemporaryFolder()
    _ = try record(in: directory)
    let path = directory.path("a.lnnrun")
    try Database(path: path, mode: .readWrite).execute(
      """
      ALTER TABLE frames DROP COLUMN words; ALTER TABLE frames DROP COLUMN explanation; PRAGMA user_version = 4
      """, doing: "going back")
    let reader = try RunReader(path: path)
    let frame = try reader.frame(try #require(reader.frames().first))
    #expect(frame.probe.explanation == nil && reader.damage == nil)
    try RunLabels.add(RunLabel(.note, "old", at: Date()), path: path)
    #expect(RunListing.summary(of: path).notes == ["old"])
    #expect(try integrity(of: path) == "ok")
  }

  private func record(
    in directory: TemporaryFolder, _ change: (inout Explanation) -> Void = { _ in }
  ) throws -> (run: RandomRun, frame: Frame) {
    var run = RandomRun(seed: 11)
    _ = run.messages(7)
    var frame = run.frame()
    while frame.probe.nominal.stepCount == 0 { frame = run.frame() }
    var explanation = run.explanation(steps: frame.probe.nominal.stepCount)
    change(&explanation)
    frame.probe.explanation = explanation
    if !run.description.model.synapses.isEmpty { frame.interventions.append(.cut(synapse: 0)) }
    let recorder = try RunRecorder(path: directory.path("a.lnnrun"), description: run.description)
    recorder.receive(.frame(frame, isKey: true))
    recorder.receive(.finished(run.outcome()))
    try recorder.close()
    return (run, frame)
  }
}
